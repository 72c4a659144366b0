import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../emulator/session-manager/events.js';
import { externalPresence, viewOf, viewOfCommand } from '../../emulator/session-manager/presence.js';
import { tested } from '../support/requests.js';

describe('a session that the endpoint keeps', () => {
  test('shows what was set', async () => {
    const { post, emulator } = await tested({ release: '8.3' });
    const before = Date.now();
    const activity = { category: 'talking', type: 'on_the_phone', text: 'with Bob' };
    await post(
      'Test@Domain.com/status/Desk',
      JSON.stringify({ show: 'xa', status: 'On the phone', activity }),
    );
    const [session, ...others] = emulator.presence('test@domain.com');
    expect(others).toEqual([]);
    expect(session).toEqual({
      jid: 'Test@Domain.com/Desk',
      resource: 'Desk',
      kind: 'external',
      available: true,
      priority: -1,
      show: 'xa',
      status: 'On the phone',
      activity,
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(Date.parse(session?.since ?? '')).toBeGreaterThanOrEqual(before);
  });

  test('keeps a priority that is no integer as the text that was set', async () => {
    const { post, emulator } = await tested();
    await post('test@domain.com/status', '{"priority":"high"}');
    expect(emulator.presence('test@domain.com')).toMatchObject([
      { priority: 'high', show: null, status: null, activity: null },
    ]);
  });

  test.each([
    ['12', 12],
    ['+5', 5],
    ['-128', -128],
    ['5x', '5x'],
    ['x5', 'x5'],
    ['123456789012345', 123456789012345],
    ['1234567890123456', '1234567890123456'],
  ])('shows the priority %s as %j', async (set, shown) => {
    const { post, emulator } = await tested();
    await post('test@domain.com/status', JSON.stringify({ priority: set }));
    expect(emulator.presence('test@domain.com')).toMatchObject([{ priority: shown }]);
  });

  test('is changed by the spelling that made it, and removed by it alone', async () => {
    const { post, emulator } = await tested();
    const shows = () => emulator.presence('test@domain.com').map(({ jid, show }) => `${jid} ${show}`);
    await post('test@domain.com/status/a', '{"show":"xa"}');
    await post('test@domain.com/status/a', '{"show":"dnd"}');
    expect(shows()).toEqual(['test@domain.com/a dnd']);
    const removed = async (user: string) => (await post(user, '{"available":"false"}')).body.status.success;
    expect(await removed('TEST@domain.com/status/a')).toBe(false);
    expect(await removed('test@domain.com/status/A')).toBe(false);
    expect(await removed('test@domain.com/status/a')).toBe(true);
    expect(await removed('test@domain.com/status/a')).toBe(false);
    expect(shows()).toEqual([]);
  });

  test.each(['domain.com', 'localhost', 'default', 'DEFAULT'])('may be at %s', async (domain) => {
    const { post, emulator } = await tested();
    expect((await post(`test@${domain}/status`, '{}')).body.status.success).toBe(true);
    expect(emulator.presence(`test@${domain}`)).toHaveLength(1);
  });

  test.each([
    ['8.1', 'a%20b', false],
    ['8.3', 'a%20b', false],
    ['8.1', '%20', true],
    ['8.1', '%20%01', true],
    ['8.1', '%20%C2%A0', false], // no blank to Java's trim
    ['8.3', '%20', false],
  ] as const)('on %s with the local part %s: %s', async (release, local, success) => {
    const { post, lastNotes } = await tested({ release });
    expect((await post(`${local}@domain.com/status`, '{}')).body.status.success).toBe(success);
    expect(lastNotes()).toEqual(success ? [] : ['illegal-local-part']);
  });

  test('loses its resource to another spelling', async () => {
    const { post, emulator } = await tested();
    await post('test@domain.com/status/a', '{}');
    await post('test@domain.com/status/A', '{}');
    expect(emulator.presence('test@domain.com')).toMatchObject([{ jid: 'test@domain.com/A' }]);
  });

  test('is one of several, each with a resource of its own', async () => {
    const { post, emulator } = await tested();
    for (const resource of ['', '/mobile', '/desk']) await post(`test@domain.com/status${resource}`, '{}');
    expect(emulator.presence('test@domain.com').map(({ resource }) => resource)).toEqual([
      'tigase-external',
      'mobile',
      'desk',
    ]);
  });
});

test('what happens to sessions is told in order, with the stanzas that contacts would see', async () => {
  const { post, emulator } = await tested({ release: '8.3' });
  const events: SessionEvent[] = [];
  const unsubscribe = emulator.onSessionEvent((event) => events.push(event));
  await post('Test@domain.com/status', '{"show":"xa","status":"a < b"}');
  await post(
    'Test@domain.com/status',
    '{"activity":{"category":"talking","type":"on_the_phone","text":"x"}}',
  );
  await post('Test@domain.com/status', '{"available":"false"}');
  unsubscribe();
  await post('Test@domain.com/status', '{}');
  expect(events.map(({ type }) => type)).toEqual([
    'session-opened',
    'presence',
    'presence',
    'presence',
    'session-closed',
  ]);
  expect(events.at(-1)).toMatchObject({ end: 'removed' });
  const stanzas = events.flatMap((event) => (event.type === 'presence' ? [event.stanza.toString()] : []));
  const head = `<presence xmlns="jabber:client" from="test@domain.com/tigase-external"`;
  const start =
    '<priority>-1</priority><c xmlns="http://jabber.org/protocol/caps" node="http://www.google.com/xmpp/client/caps" ver="8.3.1" ext="voice-v1"/>';
  const activity =
    '<activity xmlns="http://jabber.org/protocol/activity"><talking><on_the_phone/></talking><text>x</text></activity>';
  expect(stanzas).toEqual([
    `${head}>${start}<show>xa</show><status>a &lt; b</status></presence>`,
    `${head}>${start}${activity}</presence>`,
    `${head} type="unavailable">${start}${activity}</presence>`,
  ]);
});

test('of what ends with the emulator, clients alone are told', async () => {
  const { post, emulator } = await tested();
  await post('test@domain.com/status', '{}');
  const alice = emulator.contact('alice@domain.com');
  const told: string[] = [];
  emulator.onSessionEvent((event) => {
    if (event.type === 'session-closed') told.push(`${event.session.jid.local} ${event.end}`);
  });
  await emulator.stop();
  expect(told).toEqual(['alice stopped']);
  expect(alice.received.filter(({ attrs }) => attrs.type === 'unavailable')).toEqual([]);
});

test('a session that loses its resource is told as closed before the other one opens', async () => {
  const { post, emulator } = await tested();
  await post('test@domain.com/status/a', '{}');
  const told: string[] = [];
  emulator.onSessionEvent((event) => {
    const { type, session } = event;
    const detail =
      type === 'presence'
        ? (event.stanza.attrs.type ?? 'available')
        : type === 'session-closed'
          ? event.end
          : '';
    told.push(`${type} ${session.jid.resource} ${detail}`.trim());
  });
  await post('test@domain.com/status/A', '{}');
  expect(told).toEqual([
    'presence a unavailable',
    'session-closed a replaced',
    'session-opened A',
    'presence A available',
  ]);
});

test('what is seen of an external session is what its presence says', () => {
  const text = fc.constantFrom('', 'text', 'on_phone', 'talking', '-1', '+5', '007', 'x y', '<a>', null);
  const name = fc.constantFrom('text', 'talking', 'on_the_phone', 'a:b');
  const commands = fc.record({
    from: fc.constant('user-status-endpoint@http.localhost'),
    jid: fc.constant({ local: 'Test', domain: 'domain.com', resource: 'Mobile' }),
    available: fc.constant(true),
    priority: text.map((one) => one ?? '12345678901234567890'),
    show: text,
    status: text,
    activity: fc.option(fc.record({ category: name, type: fc.option(name), text })),
  });
  fc.assert(
    fc.property(commands, (command) => {
      expect(viewOfCommand(command)).toEqual(viewOf(externalPresence(command, '8.3.0')));
    }),
  );
});
