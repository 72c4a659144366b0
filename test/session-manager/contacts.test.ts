import { Element } from 'ltx';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Contact, ContactError, type Emulator, UsageError } from '../../emulator/index.js';
import { type Tested, tested } from '../support/requests.js';

const TEST = 'test@domain.com';
const ALICE = 'alice@domain.com';
const BOB = 'bob@domain.com';

// The default accounts: alice and bob are mutual contacts of test.
let server: Tested;
let emulator: Emulator;
beforeEach(async () => {
  server = await tested({ release: '8.3' });
  emulator = server.emulator;
});
afterEach(() => emulator.stop());

async function setStatus(target: string, change: object): Promise<void> {
  const { body } = await server.post(target, JSON.stringify(change));
  expect(body.status.success).toBe(true);
}

describe('logging in', () => {
  test.each([
    ['carol@domain.com', 'there is no account carol@domain.com: add it to accounts, or with addAccount'],
    ['carol@domain.com/home', 'there is no account carol@domain.com: add it to accounts, or with addAccount'],
    ['alice', '"alice" is no JID: write local@domain, such as alice@domain.com'],
    ['domain.com/home', '"domain.com/home" is no JID: write local@domain, such as alice@domain.com'],
    ['al ice@domain.com', '"al ice@domain.com" is no JID: write local@domain, such as alice@domain.com'],
    ['', '"" is no JID: write local@domain, such as alice@domain.com'],
  ])('as "%s" fails, and says what to do', (jid, text) => {
    expect(() => emulator.contact(jid)).toThrow(new UsageError(text));
    expect(emulator.state().sessions).toEqual([]);
  });

  test('takes the resource that is named, or one of its own, and is available at once', () => {
    const contacts = [ALICE, 'Alice@Domain.com', 'ALICE@domain.com/Phone'].map((jid) =>
      emulator.contact(jid),
    );
    const [first, second, third] = contacts.map(({ jid }) => jid);
    expect(first).toMatch(/^alice@domain\.com\/./);
    expect(second).toMatch(/^alice@domain\.com\/./);
    expect(second).not.toBe(first);
    expect(third).toBe('alice@domain.com/Phone');
    expect(emulator.presence(ALICE)).toMatchObject(
      contacts.map(({ jid }) => ({ jid, kind: 'client', available: true, priority: 0 })),
    );
  });
});

describe('receiving', () => {
  const statusOf = (stanza: Element) => stanza.getChildText('status');

  test('takes the first stanza that matches, and each but once', async () => {
    const alice = emulator.contact(ALICE);
    for (const status of ['one', 'two', 'three']) await setStatus(`${TEST}/status`, { show: 'xa', status });
    expect(statusOf(await alice.receives({ status: 'two' }))).toBe('two');
    expect(statusOf(await alice.receives({ show: 'xa' }))).toBe('one');
    expect(statusOf(await alice.receives({ show: 'xa' }))).toBe('three');
    await expect(alice.receives({ show: 'xa' }, { timeout: 5 })).rejects.toThrow('did not receive');
    expect(alice.received.map(statusOf)).toEqual([null, 'one', 'two', 'three']);
  });

  test('waits for what is not there yet, and each stanza goes to the first who waits for such', async () => {
    const alice = emulator.contact(ALICE);
    const waiting = [{ show: 'dnd' }, { show: 'xa' }, { from: TEST }].map((match) => alice.receives(match));
    for (const [status, show] of Object.entries({ one: 'xa', two: 'xa', three: 'dnd' }))
      await setStatus(`${TEST}/status`, { show, status });
    expect((await Promise.all(waiting)).map(statusOf)).toEqual(['three', 'one', 'two']);
  });

  const kind = 'message';
  test.each<[boolean, Parameters<Contact['receives']>[0]]>([
    [true, { kind, type: 'chat', from: TEST, to: ALICE, id: 7, subject: 'Lunch', body: 'At one?' }],
    [false, { body: 'At' }],
    [true, { body: /^at .*\?$/i }],
    [false, { body: /^one/ }],
    [true, { id: '7' }],
    [false, { id: 8 }],
    [false, { kind: 'iq' }],
    [true, { kind, show: null }],
    [false, { kind, body: null }],
    [false, { kind, type: null }],
    [false, { kind, status: /./ }],
    [true, { kind, from: 'Test@Domain.com' }],
    [true, { kind, from: 'test@domain.com/HOME' }],
    [false, { kind, from: 'test@domain.com/phone' }],
    [false, { kind, from: ALICE }],
    [false, { kind, to: 'alice@domain.com/home' }],
    [true, (stanza) => stanza.getChild('body') !== undefined],
    [false, () => false],
  ])('says %s to a message where %o is sought', async (fits, match) => {
    const alice = emulator.contact(ALICE);
    const sender = emulator.contact(`${TEST}/home`);
    sender.send(
      `<message to='${ALICE}' type='chat' id='7'><subject>Lunch</subject><body>At one?</body></message>`,
    );
    const received = alice.receives(match, { timeout: 1 }).then(({ name }) => name);
    if (fits) expect(await received).toBe('message');
    else await expect(received).rejects.toThrow(ContactError);
  });

  test('that times out says what came, and how each stanza differs', async () => {
    const alice = emulator.contact(`${ALICE}/home`);
    await setStatus(`${TEST}/status`, { show: 'away', status: 'a < b' });
    await alice.receives({ from: ALICE });
    emulator.contact(`${TEST}/desk`).send(`<message to='${ALICE}' type='chat'><body>Hi</body></message>`);
    const match = { from: `${TEST}/tigase-external`, show: 'xa', type: null, status: /phone/ } as const;
    const failure = await alice.receives(match, { timeout: 5 }).catch((error) => error);
    expect(failure).toBeInstanceOf(ContactError);
    expect(failure.code).toBe('CONTACT_TIMEOUT');
    expect(failure.message).toBe(`\
alice@domain.com/home did not receive a stanza with from "test@domain.com/tigase-external", show "xa", type none, \
status /phone/ within 5 ms. What came and was not taken:
  <presence xmlns="jabber:client" from="test@domain.com/tigase-external" to="alice@domain.com"><priority>-1</priority>\
<c xmlns="http://jabber.org/protocol/caps" node="http://www.google.com/xmpp/client/caps" ver="8.3.1" ext="voice-v1"/>\
<show>away</show><status>a &lt; b</status></presence>
    show: expected "xa", found "away"; status: expected /phone/, found "a < b"
  <presence xmlns="jabber:client" from="test@domain.com/desk" to="alice@domain.com"/>
    from: expected "test@domain.com/tigase-external", found "test@domain.com/desk"; show: expected "xa", found none; \
status: expected /phone/, found none
  <message to="alice@domain.com" type="chat" xmlns="jabber:client" from="test@domain.com/desk"><body>Hi</body></message>
    from: expected "test@domain.com/tigase-external", found "test@domain.com/desk"; show: expected "xa", found none; \
type: expected none, found "chat"; status: expected /phone/, found none`);
  });

  test('that times out for a function, or where nothing came, says so', async () => {
    const alice = emulator.contact(`${ALICE}/home`);
    await expect(alice.receives(() => false, { timeout: 5 })).rejects.toThrow(
      new ContactError(
        'CONTACT_TIMEOUT',
        `\
alice@domain.com/home did not receive a stanza for which the function says yes within 5 ms. \
What came and was not taken:
  <presence xmlns="jabber:client" from="alice@domain.com/home" to="alice@domain.com"/>
    the function said no`,
      ),
    );
    await alice.receives({});
    const text = 'alice@domain.com/home did not receive a stanza within 5 ms. Nothing else came.';
    await expect(alice.receives({}, { timeout: 5 })).rejects.toThrow(
      new ContactError('CONTACT_TIMEOUT', text),
    );
  });

  test('shows the last ten of the stanzas that came', async () => {
    const alice = emulator.contact(ALICE);
    for (let id = 1; id <= 12; id += 1) alice.send(`<message to='${ALICE}' id='m${id}'><body/></message>`);
    const failure: Error = await alice.receives({ kind: 'iq' }, { timeout: 5 }).catch((error) => error);
    const shown = Array.from(failure.message.matchAll(/ id="(m\d+)"/g), ([, id]) => id);
    expect(shown).toEqual(['m3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9', 'm10', 'm11', 'm12']);
  });

  test('gives up after a second, and leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const alice = emulator.contact(ALICE);
      const failures: string[] = [];
      alice.receives({ kind: 'iq' }).catch(({ message }) => failures.push(message));
      const received = alice.receives({ kind: 'message' });
      await vi.advanceTimersByTimeAsync(999);
      alice.send(`<message to='${ALICE}'/>`);
      await received;
      expect([failures.length, vi.getTimerCount()]).toEqual([0, 1]);
      await vi.advanceTimersByTimeAsync(1);
      expect(failures).toEqual([expect.stringContaining('kind "iq" within 1000 ms.')]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('sending', () => {
  test('takes XML or an element, and the server says from whom it is', async () => {
    const [alice, bob] = [emulator.contact(`${ALICE}/home`), emulator.contact(`${BOB}/home`)];
    alice.send(`<message to='${BOB}' from='${TEST}' id='1'><body>one</body></message>`);
    alice.send(new Element('message', { to: BOB, id: '2' }).c('body').t('two').up());
    for (const [id, body] of ['one', 'two'].entries()) {
      const message = await bob.receives({ kind: 'message', id: id + 1 });
      expect(message.attrs).toMatchObject({ from: 'alice@domain.com/home', xmlns: 'jabber:client' });
      expect(message.getChildText('body')).toBe(body);
    }
  });

  test.each([
    '',
    'hello',
    '<presence',
    '<presence a=1/>',
    '<presence></message>',
    '<presence>&nbsp;</presence>',
    '<presence/><presence/>',
    '<presence/> and more',
  ])('throws where "%s" is no XML, and nothing is sent', (text) => {
    const alice = emulator.contact(ALICE);
    const received: unknown[] = [];
    emulator.onSessionEvent(({ type }) => received.push(type));
    expect(() => alice.send(text)).toThrow(
      `${alice.jid} can't send ${JSON.stringify(text)}: expected one XML element, such as <presence/>`,
    );
    expect(received).toEqual([]);
    expect(alice.ended).toBeUndefined();
  });
});

describe('the end of a contact', () => {
  const conflict = 'another session took its resource (conflict)';

  test('comes as it leaves, which its contacts see', async () => {
    const [alice, watcher] = [emulator.contact(`${ALICE}/home`), emulator.contact(TEST)];
    const waiting = alice.receives({ kind: 'iq' });
    expect(alice.ended).toBeUndefined();
    alice.leave();
    alice.leave();
    expect(alice.ended).toBe('it has left');
    await expect(waiting).rejects.toThrow(
      'alice@domain.com/home can\'t receive a stanza with kind "iq" any more: it has left.',
    );
    expect(emulator.presence(ALICE)).toEqual([]);
    const seen = watcher.received.filter(({ attrs }) => attrs.from === alice.jid);
    expect(seen.map(({ attrs }) => attrs.type)).toEqual([undefined, 'unavailable']);
  });

  test('leaves what came before, and lets nothing be sent or waited for any more', async () => {
    const alice = emulator.contact(`${ALICE}/home`);
    alice.leave();
    await setStatus(`${TEST}/status`, {});
    expect(alice.received).toHaveLength(1);
    await alice.receives({ from: ALICE });
    await expect(alice.receives({ from: ALICE }, { timeout: 5000 })).rejects.toMatchObject({
      code: 'CONTACT_GONE',
      message:
        'alice@domain.com/home can\'t receive a stanza with from "alice@domain.com" any more: it has left. ' +
        'Nothing else came.',
    });
    const text = "alice@domain.com/home can't send any more: it has left";
    expect(() => alice.send('<presence/>')).toThrow(new ContactError('CONTACT_GONE', text));
  });

  test('comes where the endpoint takes its resource, in whatever letter case', async () => {
    const alice = emulator.contact(`${ALICE}/home`);
    const waiting = alice.receives({ kind: 'iq' });
    await Promise.all([
      expect(waiting).rejects.toMatchObject({
        code: 'CONTACT_GONE',
        message: expect.stringContaining(conflict),
      }),
      setStatus(`${ALICE}/status/HOME`, { show: 'xa' }),
    ]);
    expect(alice.ended).toBe(conflict);
    expect(emulator.presence(ALICE)).toMatchObject([{ jid: 'alice@domain.com/HOME', kind: 'external' }]);
  });

  test('comes where another contact takes its resource, and where that does, the status is gone', async () => {
    await setStatus(`${ALICE}/status/home`, { show: 'xa' });
    const watcher = emulator.contact(TEST);
    const first = emulator.contact(`${ALICE}/home`);
    const second = emulator.contact(`${ALICE}/Home`);
    expect([first.ended, second.ended]).toEqual([conflict, undefined]);
    expect(emulator.presence(ALICE)).toMatchObject([{ jid: 'alice@domain.com/Home', kind: 'client' }]);
    first.leave();
    expect([first.ended, second.ended]).toEqual([conflict, undefined]);
    const seen = watcher.received.filter(({ attrs }) => attrs.from.startsWith(ALICE));
    expect(seen.map(({ attrs: { from, type = 'available' } }) => `${from} ${type}`)).toEqual([
      'alice@domain.com/home available',
      'alice@domain.com/home unavailable',
      'alice@domain.com/home available',
      'alice@domain.com/home unavailable',
      'alice@domain.com/Home available',
    ]);
  });

  test('comes where its account is removed', async () => {
    const alice = emulator.contact(ALICE);
    await server.request.delete(`/rest/user/${ALICE}?api-key=API_KEY`);
    expect(alice.ended).toBe('its account was removed');
  });

  test('comes as the emulator stops, which ends the wait and leaves no timer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const [alice, bob] = [emulator.contact(ALICE), emulator.contact(BOB)];
      const before = bob.received.length;
      const waiting = alice.receives({ kind: 'iq' }, { timeout: 60_000 });
      await Promise.all([
        expect(waiting).rejects.toMatchObject({
          code: 'CONTACT_GONE',
          message: expect.stringContaining(' any more: the emulator was stopped. What came'),
        }),
        emulator.stop(),
      ]);
      expect(vi.getTimerCount()).toBe(0);
      expect([alice.ended, bob.ended]).toEqual(['the emulator was stopped', 'the emulator was stopped']);
      expect(bob.received).toHaveLength(before);
    } finally {
      vi.useRealTimers();
    }
  });

  test('comes where a status breaks its stream, for all who are told of it (recording "presence contents")', async () => {
    const watcher = emulator.contact(TEST);
    const [alice, bob] = [emulator.contact(`${ALICE}/home`), emulator.contact(BOB)];
    const waiting = alice.receives({ from: TEST, show: 'xa' });
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ code: 'CONTACT_GONE' }),
      setStatus(`${TEST}/status`, { show: 'xa', activity: { category: 'two words' } }),
    ]);
    const reason = 'its stream broke: an element named "two words", which is no XML';
    expect([alice.ended, bob.ended, watcher.ended]).toEqual([reason, reason, reason]);
    expect(emulator.state().sessions).toMatchObject([{ jid: 'test@domain.com/tigase-external' }]);
    expect(alice.received.map(String).join()).not.toContain('two words');
    await setStatus(`${TEST}/status`, { show: 'xa', activity: { category: 'talking' } });
    await emulator.contact(ALICE).receives({ from: TEST, show: 'xa' });
  });

  test('comes where a status holds a character that XML lacks', async () => {
    const alice = emulator.contact(ALICE);
    await setStatus(`${TEST}/status`, { status: 'bell \u0007' });
    expect(alice.ended).toBe('its stream broke: the text "bell \\u0007", which is no XML');
  });
});

test('a regular expression with the flag g matches each time', async () => {
  const alice = emulator.contact(ALICE);
  for (let round = 0; round < 3; round++) {
    alice.send('<presence><status>here</status></presence>');
    await alice.receives({ status: /here/g });
  }
});
