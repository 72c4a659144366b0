import { describe, expect, onTestFinished, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.js';
import { type ClientLibrary, librariesByTitle, type XmppClient } from '../support/xmpp-clients.js';

const EXTERNAL = 'test@domain.com/tigase-external';

/** What an application does: the call of Tigase's documentation. */
async function setStatus(emulator: Emulator, command: { readonly [field: string]: string }): Promise<void> {
  const response = await fetch(`${emulator.url}/rest/user/test@domain.com/status?api-key=API_KEY`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ command }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: { user: EXTERNAL, success: true } });
}

/** Logs in and becomes available. */
async function join(library: ClientLibrary, emulator: Emulator, user: string): Promise<XmppClient> {
  const client = await library.connect(emulator, { user, resource: 'phone' });
  client.send('<presence/>');
  return client;
}

const messagesIn = ({ received }: XmppClient): string[] =>
  received.filter(({ name }) => name === 'message').map(String);

/** Alice and bob watch test, whose application speaks for it until it logs in itself. */
async function coreStory(library: ClientLibrary, emulator: Emulator): Promise<void> {
  const alice = await join(library, emulator, 'alice');
  await setStatus(emulator, { available: 'true', priority: '-1', show: 'xa', status: 'On the phone' });
  const onThePhone = {
    kind: 'presence',
    from: EXTERNAL,
    type: null,
    show: 'xa',
    status: 'On the phone',
  } as const;
  await alice.receives({ ...onThePhone, priority: -1 });
  const bob = await join(library, emulator, 'bob');
  await bob.receives({ ...onThePhone, priority: -1 });

  await setStatus(emulator, { available: 'true', priority: '-1', show: 'away', status: 'Back soon' });
  const backSoon = {
    kind: 'presence',
    from: EXTERNAL,
    type: null,
    show: 'away',
    status: 'Back soon',
  } as const;
  await Promise.all([alice.receives(backSoon), bob.receives(backSoon)]);

  const sent = Date.now();
  alice.send("<message to='test@domain.com' type='chat' id='m1'><body>Call me</body></message>");
  alice.send("<iq type='get' id='after-message' to='domain.com'><ping xmlns='urn:xmpp:ping'/></iq>");
  await alice.receives({ kind: 'iq', id: 'after-message', type: 'result' });

  await setStatus(emulator, { available: 'false' });
  const gone = { kind: 'presence', from: EXTERNAL, type: 'unavailable' } as const;
  await Promise.all([alice.receives(gone), bob.receives(gone)]);

  const phone = await join(library, emulator, 'test');
  const message = await phone.receives({
    kind: 'message',
    from: 'alice@domain.com/phone',
    id: 'm1',
    body: 'Call me',
  });
  const delay = message.getChild('delay', 'urn:xmpp:delay');
  expect(delay?.attrs.from).toBe('domain.com');
  expect(Date.parse(delay?.attrs.stamp)).toBeGreaterThanOrEqual(sent);
  expect(Date.parse(delay?.attrs.stamp)).toBeLessThanOrEqual(Date.now());
  const here = { kind: 'presence', from: 'test@domain.com/phone', type: null } as const;
  await Promise.all([alice.receives(here), bob.receives(here)]);
  await phone.disconnect();
  const left = { kind: 'presence', from: 'test@domain.com/phone', type: 'unavailable' } as const;
  await Promise.all([alice.receives(left), bob.receives(left)]);

  const again = await join(library, emulator, 'test');
  await alice.receives(here);
  alice.send("<message to='test@domain.com' type='chat' id='m2'><body>At last</body></message>");
  const direct = await again.receives({ kind: 'message', id: 'm2', body: 'At last' });
  expect(direct.getChild('delay')).toBeUndefined();
  expect(messagesIn(again)).toEqual([String(direct)]);
  expect([...messagesIn(alice), ...messagesIn(bob)]).toEqual([]);
}

describe('the core story', () => {
  test.each(librariesByTitle)('%s sees what an application says of a user', async (_title, library) => {
    const emulator = await startEmulator();
    onTestFinished(() => emulator.stop());
    expect(emulator.release).toBe('documented');
    await coreStory(library, emulator);
  });
});
