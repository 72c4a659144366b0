import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.js';
import type { RawStream } from '../support/raw-stream.js';
import { connectRaw } from '../support/raw-streams.js';
import { post } from '../support/status.js';
import { bind } from '../support/stream-words.js';

const NS = "xmlns='urn:xmpp:sm:3'";

let emulator: Emulator;
let alice: RawStream;
let id: string;
beforeEach(async () => {
  emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  alice = await (await connectRaw(emulator, 'websocket')).logIn('alice', 'phone');
  alice.send(`<enable ${NS} resume='true'/>`);
  id = / id="([^"]+)"/.exec(await alice.until('/>'))?.[1] ?? '';
});

/** How many stanzas the server says that it has handled. */
async function handled(): Promise<string | undefined> {
  alice.send(`<r ${NS}/>`);
  return / h="(\d+)"/.exec(await alice.until('/>'))?.[1];
}

/** Breaks the connection and resumes over another; gives back what is sent again. */
async function resumed(received: number): Promise<string> {
  alice.cut();
  alice = await connectRaw(emulator, 'websocket');
  await alice.open();
  await alice.authenticate('alice');
  await alice.open();
  alice.send(`<resume ${NS} previd='${id}' h='${received}'/>`);
  await alice.until('<resumed ');
  await alice.until('/>');
  alice.send("<iq type='get' id='after' xmlns='jabber:client'><ping xmlns='urn:xmpp:ping'/></iq>");
  const again = await alice.until('id="after"');
  return again.slice(0, again.lastIndexOf('<iq'));
}

test('each stanza counts, the binding of a resource that is bound too', async () => {
  expect(await handled()).toBe('0');
  alice.send("<iq type='get' id='q' xmlns='jabber:client'><ping xmlns='urn:xmpp:ping'/></iq>");
  await alice.until('/>');
  alice.send(bind('phone'));
  await alice.until('</iq>');
  expect(await handled()).toBe('2');
  alice.send("<message to='alice@domain.com/phone' xmlns='jabber:client'><body>lost</body></message>");
  await alice.until('</message>');
  expect(await resumed(2)).toMatch(/^<message .*<body>lost<\/body><\/message>$/);
  expect(await resumed(4)).toBe(''); // the message, and the answer to the ping
});

test.each([
  ['a client', () => emulator.contact('alice@domain.com/phone', { available: false }).leave()],
  ['a status', () => post(emulator.statusUrl('alice@domain.com', 'phone'), {})],
])('what waits for a client to resume waits for the user, where %s takes its resource', async (_, takeIt) => {
  const bob = emulator.contact('bob@domain.com/desk');
  emulator.faults.add({ match: { user: 'alice@domain.com' }, fault: { stream: 'cut' } });
  await alice.rest();
  bob.send("<message to='alice@domain.com/phone' type='chat'><body>kept</body></message>");
  await takeIt();
  const again = emulator.contact('alice@domain.com/home');
  expect(await again.receives({ kind: 'message', body: 'kept' })).toMatchObject({
    attrs: { from: bob.jid, to: 'alice@domain.com' },
  });
});

test('what is no stanza does not count', async () => {
  alice.send("<thing xmlns='urn:x'/>");
  await alice.until('</thing>');
  expect(await handled()).toBe('0');
  expect(await resumed(0)).toBe('');
});

test('a message that was not acknowledged waits for the user, where the session can not be resumed', async () => {
  const bob = await (await connectRaw(emulator, 'tcp')).logIn('bob', 'desk');
  bob.send(`<enable ${NS}/>`);
  await bob.until('/>');
  bob.send("<presence xmlns='jabber:client'/>");
  await bob.until('/>');
  const ended = new Promise<void>((resolve) => {
    const stop = emulator.onSessionEvent(({ type }) => {
      if (type !== 'session-closed') return;
      stop();
      resolve();
    });
  });
  alice.send("<message to='bob@domain.com/desk' xmlns='jabber:client'><body>kept</body></message>");
  await bob.until('</message>');
  bob.cut();
  await ended;
  const waiting = () =>
    emulator.state().accounts.find(({ jid }) => jid === 'bob@domain.com')?.offlineMessages;
  expect(waiting()).toBe(1);
  const again = emulator.contact('bob@domain.com');
  expect(await again.receives({ kind: 'message', body: 'kept' })).toMatchObject({
    attrs: { from: 'alice@domain.com/phone', to: 'bob@domain.com' },
  });
});
