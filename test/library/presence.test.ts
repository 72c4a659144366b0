import { describe, expect, test } from 'vitest';
import { type Emulator, PresenceError, startEmulator } from '../../emulator/index.js';
import { post } from '../support/status.js';

const USER = 'test@domain.com';
/** Longer than a test may take: what is waited for so must be told of. */
const FOREVER = { timeout: 2 ** 30 };
const PHONE = { show: 'xa', status: 'On the phone' };

const failureOf = async (promise: Promise<unknown>): Promise<PresenceError> => {
  const failure = await promise.catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(PresenceError);
  return failure as PresenceError;
};

describe('a presence that is waited for', () => {
  test('is there already', async () => {
    await using tigase = await startEmulator();
    await post(tigase.statusUrl(USER), PHONE);
    expect(await tigase.waitForPresence(USER, PHONE, { timeout: 0 })).toMatchObject({
      jid: 'test@domain.com/tigase-external',
      kind: 'external',
      ...PHONE,
    });
  });

  test('comes later, through the endpoint, a client or a restored snapshot', async () => {
    await using tigase = await startEmulator();
    const external = tigase.waitForPresence(USER, { resource: 'MOBILE', status: /phone/ }, FOREVER);
    await post(tigase.statusUrl(USER, 'mobile'), PHONE);
    expect(await external).toMatchObject({ resource: 'mobile' });
    const client = tigase.waitForPresence(
      'alice@domain.com',
      { kind: 'client', show: null, priority: 5 },
      FOREVER,
    );
    tigase.contact('alice@domain.com').send('<presence><priority>5</priority></presence>');
    await client;
    const snapshot = tigase.snapshot();
    const gone = tigase.waitForNoPresence(USER, {}, FOREVER);
    tigase.reset();
    await gone;
    const again = tigase.waitForPresence(USER, {}, FOREVER);
    tigase.restore(snapshot);
    await again;
  });

  test('is not that of a client which has sent none, unless it is asked for', async () => {
    await using tigase = await startEmulator();
    tigase.contact(USER, { available: false });
    await failureOf(tigase.waitForPresence(USER, {}, { timeout: 0 }));
    await tigase.waitForPresence(USER, { available: false }, { timeout: 0 });
  });

  test('that does not come is told with the nearest, and with the calls for the user', async () => {
    await using tigase = await startEmulator();
    await post(tigase.statusUrl(USER), { show: 'away', status: 'On the phone' });
    await post(tigase.statusUrl(USER, 'mobile'), { show: 'dnd' });
    await fetch(tigase.statusUrl(USER), { method: 'POST', body: '{"show":"xa"}' });
    const { message, sessions, code } = await failureOf(tigase.waitForPresence(USER, PHONE, { timeout: 20 }));
    expect(code).toBe('PRESENCE');
    expect(sessions).toHaveLength(2);
    expect(message.replace(/#\d+/g, '#')).toBe(
      `expected test@domain.com to have a presence with show "xa", status "On the phone",
but within 20 ms there was none

the nearest first:
  test@domain.com/tigase-external (external)
      show: expected "xa", found "away"
  test@domain.com/mobile (external)
      show: expected "xa", found "dnd"
      status: expected "On the phone", found none
the latest calls for test@domain.com:
  # POST /rest/user/test@domain.com/status?api-key=… → 200, success: true
  # POST /rest/user/test@domain.com/status/mobile?api-key=… → 200, success: true
  # POST /rest/user/test@domain.com/status?api-key=… → 500
      error content-type-missing: TEXT`.replace(/error content.*$/, message.match(/error .*$/)?.[0] ?? '?'),
    );
  });

  test('of a name that is misspelled brings the one that was meant', async () => {
    await using tigase = await startEmulator();
    const { message } = await failureOf(tigase.waitForPresence('tset@domain.com', {}, { timeout: 0 }));
    expect(message).toBe(`expected tset@domain.com to have a presence,
but within 0 ms there was none

tset@domain.com has no session
no call for tset@domain.com came
there is no account tset@domain.com: did you mean test@domain.com?`);
  });
});

describe('a presence that must go', () => {
  const phoning = async (tigase: Emulator) => post(tigase.statusUrl(USER), PHONE);

  test('is waited for', async () => {
    await using tigase = await startEmulator();
    await phoning(tigase);
    const gone = tigase.waitForNoPresence(USER, {}, FOREVER);
    await post(tigase.statusUrl(USER), { available: 'false' });
    await gone;
  });

  test('may be another presence of the same session', async () => {
    await using tigase = await startEmulator();
    await phoning(tigase);
    const other = tigase.waitForNoPresence(USER, { show: 'xa' }, FOREVER);
    await post(tigase.statusUrl(USER), { show: 'away' });
    await other;
  });

  test('and stays is told', async () => {
    await using tigase = await startEmulator();
    await phoning(tigase);
    const { message } = await failureOf(tigase.waitForNoPresence(USER, { show: 'xa' }, { timeout: 20 }));
    expect(message).toBe(`expected test@domain.com to have no presence with show "xa",
but within 20 ms there still was one

the nearest first:
  test@domain.com/tigase-external (external) matches`);
  });
});

test('who waits when the emulator stops is told at once', async () => {
  const tigase = await startEmulator();
  const waiting = failureOf(tigase.waitForPresence(USER, {}, { timeout: 60_000 }));
  await tigase.stop();
  expect((await waiting).message).toMatch(/^expected test@domain.com to have a presence,/);
});
