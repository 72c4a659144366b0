import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startEmulator } from '../../emulator/index.js';
import { connectRaw } from '../support/raw-streams.js';
import { requestsTo, type Tested, tested } from '../support/requests.js';
import { header, transports } from '../support/stream-words.js';
import { librariesByTitle } from '../support/xmpp-clients.js';

const ways = [
  [
    'POST reset',
    async ({ request }: Tested, domain?: string) => {
      const answer = await request.post(`/_emulator/reset${domain === undefined ? '' : `?domain=${domain}`}`);
      if (answer.status !== 204) throw new Error(`${answer.status} ${JSON.parse(answer.text).detail}`);
    },
  ],
  [
    'reset',
    async ({ emulator }: Tested, domain?: string) => {
      emulator.reset(domain);
    },
  ],
] as const;

describe.each(ways)('%s', (_, reset) => {
  test('goes back to the configuration', async () => {
    const there = await tested();
    const { emulator, request, post } = there;
    const { sessions, ...before } = emulator.state();
    const alice = emulator.contact('alice@domain.com/a');
    alice.send('<message to="bob@domain.com" type="chat"><body>hello</body></message>');
    await post('test@domain.com/status', '{"show":"xa"}');
    await request.put('/rest/user/carol@domain.com?api-key=API_KEY').send({ user: { password: 'c' } });
    await request.delete('/rest/user/bob@domain.com?api-key=API_KEY');
    emulator.addState({ apiKeys: [{ key: 'later' }] });
    const domain = await emulator.createDomain();
    emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { drop: true } });

    await reset(there);

    expect(emulator.state()).toEqual({ ...before, sessions: [] });
    expect(emulator.journal.entries()).toEqual([]);
    expect(emulator.faults.list()).toEqual([]);
    expect([alice.ended, alice.streamError]).toEqual(['the emulator was reset', 'reset']);
    const status = async (key: string) =>
      (await request.post(`/rest/user/test@domain.com/status?api-key=${key}`).send({})).status;
    expect([await status('later'), await status(domain.apiKey), await status('API_KEY')]).toEqual([
      403, 403, 200,
    ]);
  });

  test('of a domain leaves the others as they are, whose users see those of it leave', async () => {
    const there = await tested({
      domains: ['domain.com', 'example.org'],
      accounts: ['test@domain.com', 'alice@example.org'].map((jid) => ({ jid, password: 'x' })),
      rosters: { 'test@domain.com': [{ jid: 'alice@example.org', subscription: 'both' }] },
    });
    const { emulator, post } = there;
    const alice = emulator.contact('alice@example.org/a');
    const test = emulator.contact('test@domain.com/t');
    await post('test@domain.com/status/phone', '{"show":"xa"}');
    await post('alice@example.org/status/desk', '{"show":"dnd"}');
    emulator.addAccount({ jid: 'new@example.org', password: 'x' });
    emulator.addAccount({ jid: 'new@domain.com', password: 'x' });
    for (const domain of ['domain.com', 'example.org'])
      emulator.faults.add({ match: { domain }, fault: { success: false } });
    emulator.faults.add({ fault: { delayMs: 1 } });

    await reset(there, 'EXAMPLE.org');

    expect(emulator.state('example.org')).toMatchObject({
      accounts: [{ jid: 'alice@example.org' }],
      sessions: [],
    });
    expect(emulator.state('domain.com')).toMatchObject({
      accounts: [{ jid: 'test@domain.com' }, { jid: 'new@domain.com' }],
      sessions: [{ jid: 'test@domain.com/t' }, { jid: 'test@domain.com/phone' }],
    });
    expect([alice.streamError, test.streamError]).toEqual(['reset', undefined]);
    for (const resource of ['a', 'desk'])
      await test.receives({ from: `alice@example.org/${resource}`, type: 'unavailable' });
    expect(emulator.faults.list().map(({ match }) => match)).toEqual([{ domain: 'domain.com' }, {}]);
    const { journal } = emulator;
    expect(journal.entries({ domain: 'example.org' })).toEqual([]);
    expect(journal.entries({ domain: 'domain.com', kind: 'request' })).toHaveLength(1);
  });

  test('of a domain leaves the accounts in their order', async () => {
    const accounts = ['a@one.org', 'b@two.org', 'c@one.org'].map((jid) => ({ jid, password: 'x' }));
    const there = await tested({ domains: ['one.org', 'two.org'], accounts });
    there.emulator.addAccount({ jid: 'd@two.org', password: 'x' });
    await reset(there, 'one.org');
    const { accounts: left } = there.emulator.state();
    expect(left.map(({ jid }) => jid)).toEqual(['a@one.org', 'b@two.org', 'c@one.org', 'd@two.org']);
  });

  test('of a domain that there is not changes nothing', async () => {
    const there = await tested();
    await there.post('test@domain.com/status', '{"show":"xa"}');
    await expect(reset(there, 'nowhere.org')).rejects.toThrow(
      'there is no domain "nowhere.org": there are domain.com',
    );
    expect(there.emulator.state().sessions).toHaveLength(1);
    expect(there.emulator.journal.entries()).not.toEqual([]);
  });
});

test('what faults hold up goes on at a reset', async () => {
  const there = await tested();
  there.emulator.faults.add({ fault: { delayMs: 60_000 } });
  there.emulator.faults.add({ match: { user: 'bob@domain.com' }, fault: { noAnswer: true } });
  const slow = there.post('test@domain.com/status', '{"show":"xa"}').then(({ status }) => status);
  while (there.emulator.presence('test@domain.com').length === 0) await setImmediate();
  there.emulator.reset();
  expect(await slow).toBe(200);
  expect(there.emulator.state().sessions).toEqual([]);
  expect(there.emulator.journal.entries()).toEqual([]); // it came before
});

test.each(librariesByTitle)('%s is told the stream error reset', async (_, library) => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const alice = await library.connect(emulator, { user: 'alice', resource: 'a' });
  emulator.reset();
  expect(await alice.ended).toBe('reset');
  expect(emulator.presence('alice@domain.com')).toEqual([]);
});

test.each(transports)('a stream that has no session yet is ended as well, over %s', async (transport) => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const stream = await connectRaw(emulator, transport);
  stream.send(header[transport]);
  await stream.until('</stream:features>');
  emulator.reset();
  expect(await stream.rest()).toContain('<reset xmlns="urn:ietf:params:xml:ns:xmpp-streams"/>');
});

test('no timer is left behind by a reset', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const { post } = requestsTo(emulator);
  emulator.faults.add({
    match: { user: 'test@domain.com' },
    fault: { presence: { delayMs: 60_000 }, delayMs: 60_000 },
  });
  emulator.contact('bob@domain.com/b');
  const stream = await connectRaw(emulator, 'tcp');
  await stream.logIn('alice', 'phone');
  stream.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
  await stream.until('resume="true"');
  stream.cut(); // its session may be resumed for a minute
  const unbound = await connectRaw(emulator, 'tcp');
  unbound.send(header.tcp);
  await unbound.until('</stream:features>'); // it may take a minute to log in
  const slow = post('test@domain.com/status', '{"show":"xa"}').then(({ status }) => status);
  while (emulator.presence('test@domain.com').length === 0) await setImmediate();
  expect(vi.getTimerCount()).toBeGreaterThan(3);
  emulator.reset();
  expect(await slow).toBe(200);
  await unbound.leave();
  await setImmediate();
  expect(vi.getTimerCount()).toBe(0);
});
