import type { Element } from 'ltx';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.js';
import {
  type ClientLibrary,
  librariesByTitle,
  type Mechanism,
  strophe,
  webSocketUrl,
  xmppJsOverTcp,
  xmppJsOverWebSocket,
} from '../support/xmpp-clients.js';
import { connectXmppJs } from '../support/xmpp-js-client.js';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
});

const isGone = ({ name, attrs }: Element) => name === 'presence' && attrs.type === 'unavailable';

describe('a real client logs in', () => {
  const byMechanism: [ClientLibrary, Mechanism | 'preferred', used: Mechanism][] = [
    [strophe, 'preferred', 'SCRAM-SHA-256'],
    [strophe, 'SCRAM-SHA-1', 'SCRAM-SHA-1'],
    [strophe, 'PLAIN', 'PLAIN'],
    [xmppJsOverWebSocket, 'preferred', 'SCRAM-SHA-1'],
    [xmppJsOverTcp, 'preferred', 'SCRAM-SHA-1'],
    [xmppJsOverTcp, 'PLAIN', 'PLAIN'],
  ];
  const titled = byMechanism.map(([library, ...rest]) => [library.title, ...rest, library] as const);

  test.each(titled)('%s, %s: %s', async (_title, mechanism, used, library) => {
    const client = await library.connect(emulator, { user: 'alice', resource: 'phone', mechanism });
    expect(client.mechanism).toBe(used);
    expect(client.jid).toBe('alice@domain.com/phone');
    expect(emulator.presence('alice@domain.com').map(({ jid }) => jid)).toEqual([client.jid]);
  });

  test.each(librariesByTitle)('%s, but not with a wrong password', async (_title, library) => {
    const logIn = { user: 'alice', resource: 'phone', password: 'nope' };
    await expect(library.connect(emulator, logIn)).rejects.toThrow('not-authorized');
    expect(emulator.presence('alice@domain.com')).toEqual([]);
  });
});

describe.each(librariesByTitle)('what the server answers %s', (_title, library) => {
  async function ask(iq: string): Promise<Element> {
    const client = await library.connect(emulator, { user: 'test', resource: 'phone' });
    client.send(iq);
    return client.receives({ kind: 'iq', id: 'question', type: 'result' });
  }

  test('the roster', async () => {
    const answer = await ask("<iq type='get' id='question'><query xmlns='jabber:iq:roster'/></iq>");
    const items = answer.getChild('query', 'jabber:iq:roster')?.getChildren('item');
    expect(items?.map(({ attrs: { jid, subscription } }) => [jid, subscription])).toEqual([
      ['alice@domain.com', 'both'],
      ['bob@domain.com', 'both'],
    ]);
  });

  test('a ping', async () => {
    const answer = await ask(
      "<iq type='get' id='question' to='domain.com'><ping xmlns='urn:xmpp:ping'/></iq>",
    );
    expect(answer.attrs.from).toBe('domain.com');
    expect(answer.getChildElements()).toEqual([]);
  });

  test('what it is and can do', async () => {
    const ns = 'http://jabber.org/protocol/disco#info';
    const answer = await ask(`<iq type='get' id='question' to='domain.com'><query xmlns='${ns}'/></iq>`);
    const info = answer.getChild('query', ns);
    expect(info?.getChild('identity')?.attrs).toMatchObject({ category: 'server', type: 'im' });
    const features = info?.getChildren('feature').map(({ attrs }) => attrs.var);
    expect(features).toEqual(expect.arrayContaining([ns, 'urn:xmpp:ping', 'jabber:iq:roster']));
  });

  test('what belongs to it', async () => {
    const ns = 'http://jabber.org/protocol/disco#items';
    const answer = await ask(`<iq type='get' id='question' to='domain.com'><query xmlns='${ns}'/></iq>`);
    const items = answer.getChild('query', ns)?.getChildren('item');
    expect(items?.map(({ attrs }) => attrs.jid)).toEqual(['message-router@domain.com']);
  });

  test('its name and version', async () => {
    const answer = await ask(
      "<iq type='get' id='question' to='domain.com'><query xmlns='jabber:iq:version'/></iq>",
    );
    const version = answer.getChild('query', 'jabber:iq:version');
    expect([version?.getChildText('name'), version?.getChildText('version')]).toEqual(['Tigase', '8.3.1']);
  });
});

describe('a session and its connection', () => {
  test.each(librariesByTitle)('%s makes way for a log-in with its resource', async (_title, library) => {
    const logIn = { user: 'alice', resource: 'phone' };
    const first = await library.connect(emulator, logIn);
    const second = await library.connect(emulator, logIn);
    expect(await first.ended).toBe('conflict');
    second.send("<iq type='get' id='still'><ping xmlns='urn:xmpp:ping'/></iq>");
    await second.receives({ id: 'still', type: 'result' });
    expect(emulator.presence('alice@domain.com')).toHaveLength(1);
  });

  test('@xmpp/client resumes its session after its connection was cut, as often as it is', async () => {
    const test = await strophe.connect(emulator, { user: 'test', resource: 'watcher' });
    test.send('<presence/>');
    const alice = await connectXmppJs(webSocketUrl(emulator), {
      user: 'alice',
      resource: 'phone',
    });
    const { xmpp } = alice;
    const nonza = (name: string) =>
      new Promise<void>((resolve) => {
        xmpp.on('nonza', (element) => element.name === name && resolve());
      });
    await nonza('enabled');
    alice.send('<presence/>');
    await test.receives({ kind: 'presence', from: 'alice@domain.com/phone', type: null });
    const tell = (body: string) =>
      test.send(`<message to='alice@domain.com' type='chat'><body>${body}</body></message>`);
    tell('before');
    await alice.receives({ body: 'before' });

    for (const round of ['first', 'second']) {
      const disconnected = new Promise((resolve) => xmpp.once('disconnect', resolve));
      alice.cut();
      await disconnected;
      tell(`${round} one`);
      tell(`${round} two`);
      test.send(`<iq type='get' id='${round}'><ping xmlns='urn:xmpp:ping'/></iq>`);
      await test.receives({ id: round, type: 'result' });
      const resumed = nonza('resumed');
      await xmpp.reconnect.reconnect();
      await resumed;
      await alice.receives({ body: `${round} two` });
    }

    alice.send("<message to='test@domain.com' type='chat'><body>Got it</body></message>");
    await test.receives({ from: 'alice@domain.com/phone', body: 'Got it' });
    expect(test.received.filter(isGone)).toEqual([]);
    const bodies = alice.received
      .filter(({ name }) => name === 'message')
      .map((it) => it.getChildText('body'));
    expect(bodies).toEqual(['before', 'first one', 'first two', 'second one', 'second two']);
    expect(emulator.presence('alice@domain.com')).toHaveLength(1);
  });

  test('a client without stream management whose connection is cut is gone at once', async () => {
    const test = await xmppJsOverTcp.connect(emulator, { user: 'test', resource: 'watcher' });
    test.send('<presence/>');
    const alice = await strophe.connect(emulator, { user: 'alice', resource: 'phone' });
    alice.send('<presence/>');
    await test.receives({ kind: 'presence', from: 'alice@domain.com/phone', type: null });
    alice.cut();
    await test.receives({ kind: 'presence', from: 'alice@domain.com/phone', type: 'unavailable' });
    expect(emulator.presence('alice@domain.com')).toEqual([]);
  });

  test('a client whose stream a fault cuts loses its connection without a word, and its session', async () => {
    const test = await xmppJsOverTcp.connect(emulator, { user: 'test', resource: 'watcher' });
    test.send('<presence/>');
    const alice = await strophe.connect(emulator, { user: 'alice', resource: 'phone' });
    alice.send('<presence/>');
    await test.receives({ kind: 'presence', from: 'alice@domain.com/phone', type: null });
    emulator.faults.add({ match: { user: 'alice@domain.com' }, fault: { stream: 'cut' }, times: 1 });
    expect(await alice.ended).toBeUndefined();
    await test.receives({ kind: 'presence', from: 'alice@domain.com/phone', type: 'unavailable' });
    expect(emulator.journal.entries({ kind: 'session' }).flatMap(({ notes }) => notes)).toContainEqual({
      code: 'fault',
      severity: 'info',
      text: 'fault-1: the connection is cut',
    });
  });
});
