import { describe, expect, expectTypeOf } from 'vitest';
import type { Emulator, EmulatorOptions } from '../../emulator/index.js';
import { test } from '../../emulator/vitest/vitest.js';
import { post } from '../support/status.js';

const USER = 'test@domain.com';
const PHONE = { show: 'xa', status: 'On the phone' };

/** Why an assertion fails. */
const failureOf = async (assertion: () => void | Promise<void>): Promise<string> => {
  try {
    await assertion();
  } catch (failure) {
    return (failure as Error).message;
  }
  throw new Error('the assertion holds');
};

describe('the fixture tigase', () => {
  let before: Emulator | undefined;

  test('is an emulator with the defaults', async ({ tigase }) => {
    before = tigase;
    expectTypeOf(tigase).toEqualTypeOf<Emulator>();
    expect(tigase.state().accounts.map(({ jid }) => jid)).toContain(USER);
    await post(tigase.statusUrl(USER), PHONE);
  });

  test('is another one in each test, and the one before was stopped', ({ tigase }) => {
    expect(tigase).not.toBe(before);
    expect(tigase.presence(USER)).toEqual([]);
    expect(() => before?.presence(USER)).toThrow('the emulator was stopped');
  });

  describe('with options', () => {
    test.override({
      tigaseOptions: { release: '8.4', accounts: [{ jid: 'carol@example.org', password: 'c' }] },
    });

    test('has them', ({ tigase, tigaseOptions }) => {
      expectTypeOf(tigaseOptions).toEqualTypeOf<EmulatorOptions>();
      expect(tigase.release).toBe('8.4');
      expect(tigase.state().accounts).toMatchObject([{ jid: 'carol@example.org' }]);
    });
  });

  describe('for tests that run at a time', () => {
    for (let number = 0; number < 20; number += 1)
      test.concurrent(`shows nothing of another (${number})`, async ({ tigase }) => {
        await post(tigase.statusUrl(USER, `resource-${number}`), { status: String(number) });
        await expect(tigase).toHavePresence(USER, { resource: `resource-${number}`, status: String(number) });
        expect(tigase.state().sessions).toHaveLength(1);
        await expect(tigase).toHaveReceivedStatus({}, { times: 1 });
      });
  });
});

describe('toHavePresence', () => {
  test('waits for it', async ({ tigase }) => {
    const waiting = expect(tigase).toHavePresence(USER, { ...PHONE, resource: 'tigase-external' });
    await post(tigase.statusUrl(USER), PHONE);
    await waiting;
  });

  test('fails with the nearest', async ({ tigase }) => {
    await post(tigase.statusUrl(USER), { show: 'away' });
    expect(await failureOf(() => expect(tigase).toHavePresence(USER, PHONE, { timeout: 10 }))).toMatch(
      /^expected test@domain.com to have a presence with .*\n\nthe nearest first:\n {2}test@domain.com\/tigase-external \(external\)\n {6}show: expected "xa", found "away"\n/s,
    );
  });

  test('with not waits until it is gone', async ({ tigase }) => {
    await post(tigase.statusUrl(USER), PHONE);
    const waiting = expect(tigase).not.toHavePresence(USER);
    await post(tigase.statusUrl(USER), { available: 'false' });
    await waiting;
  });

  test('with not fails where it stays', async ({ tigase }) => {
    await post(tigase.statusUrl(USER), PHONE);
    expect(
      await failureOf(() => expect(tigase).not.toHavePresence(USER, { show: 'xa' }, { timeout: 10 })),
    ).toMatch(
      /^expected test@domain.com to have no presence with show "xa",\nbut within 10 ms there still was one\n/,
    );
  });
});

describe('toHaveReceivedStatus', () => {
  test('waits for a call that matches, of a user or of any', async ({ tigase }) => {
    const waiting = [
      expect(tigase).toHaveReceivedStatus(),
      expect(tigase).toHaveReceivedStatus(USER),
      expect(tigase).toHaveReceivedStatus(USER, { show: 'xa' }),
      expect(tigase).toHaveReceivedStatus({ user: USER, status: 'On the phone' }, { noWarnings: true }),
    ];
    await post(tigase.statusUrl(USER), PHONE);
    await Promise.all(waiting);
  });

  test('fails with the nearest miss', async ({ tigase }) => {
    await post(tigase.statusUrl(USER), { show: 'away' });
    expect(
      await failureOf(() => expect(tigase).toHaveReceivedStatus(USER, { show: 'xa' }, { timeout: 10 })),
    ).toMatch(/but there were none\n\nthe nearest that came:\n.*\n {6}show {2}sought "xa", came "away"$/);
  });

  test('counts', async ({ tigase }) => {
    await post(tigase.statusUrl(USER), PHONE);
    await post(tigase.statusUrl(USER), PHONE);
    await expect(tigase).toHaveReceivedStatus(USER, {}, { times: 2 });
    await expect(tigase).not.toHaveReceivedStatus(USER, {}, { times: 1 });
    expect(await failureOf(() => expect(tigase).not.toHaveReceivedStatus(USER, {}, { times: 2 }))).toBe(
      'expected anything but exactly 2 calls of the status endpoint, but there was just that',
    );
  });

  test('with not looks at once, or watches for as long as is said', async ({ tigase }) => {
    await expect(tigase).not.toHaveReceivedStatus(USER);
    const watching = failureOf(() => expect(tigase).not.toHaveReceivedStatus(USER, {}, { timeout: 60_000 }));
    await post(tigase.statusUrl(USER), PHONE);
    expect(await watching).toMatch(/^expected at most 0 calls .*\nbut there was 1\n/);
    expect(await failureOf(() => expect(tigase).not.toHaveReceivedStatus(USER))).toMatch(
      /^expected at most 0 calls/,
    );
  });
});

describe('toHaveNoWarnings', () => {
  test('holds where nothing is to be said', async ({ tigase }) => {
    expect(tigase).toHaveNoWarnings();
    await post(tigase.statusUrl(USER), PHONE);
    expect(tigase).toHaveNoWarnings();
    expect(await failureOf(() => expect(tigase).not.toHaveNoWarnings())).toBe(
      'expected a warning, but there was none',
    );
  });

  test('fails with the warnings, of those that are asked for', async ({ tigase }) => {
    await post(tigase.statusUrl(USER), { show: 'busy' });
    tigase.contact(USER).send('<message/>');
    expect(tigase).not.toHaveNoWarnings();
    expect(tigase).toHaveNoWarnings({ user: 'alice@domain.com' });
    const text = await failureOf(() => expect(tigase).toHaveNoWarnings({ kind: 'request' }));
    expect(text.replace(/#\d+/, '#')).toBe(`expected no warning, but there were some on

  # POST /rest/user/test@domain.com/status?api-key=… → 200
      show-unknown: show "busy" is not chat, away, xa or dnd (RFC 6121, section 4.7.2.1)`);
  });
});

describe('what is wrong in itself', () => {
  test('is an error, with not as well', async ({ tigase }) => {
    for (const assertion of [expect(tigase), expect(tigase).not]) {
      expect(await failureOf(() => assertion.toHavePresence('test'))).toMatch(/^user: "test" is no bare JID/);
      expect(await failureOf(() => assertion.toHaveReceivedStatus({ shwo: 'xa' } as object))).toMatch(
        /did you mean show\?$/,
      );
      expect(await failureOf(() => assertion.toHaveReceivedStatus({}, { timeout: '1' } as never))).toMatch(
        /^timeout: "1" is no time/,
      );
      expect(await failureOf(() => assertion.toHaveNoWarnings({ kind: 'requests' } as never))).toMatch(
        /did you mean request\?$/,
      );
    }
  });

  test('is what is no emulator', async ({ tigase }) => {
    expect(await failureOf(() => expect(tigase.url).toHavePresence(USER))).toBe(
      'toHavePresence is about an emulator: write expect(tigase).toHavePresence(…)',
    );
    expect(await failureOf(() => expect(undefined).toHaveNoWarnings())).toMatch(/^toHaveNoWarnings is about/);
  });
});
