import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { type EmulatorOptions, ListenError, startEmulator, UsageError } from '../../emulator/index.js';
import { size } from '../../emulator/options/option-values.js';
import { tested } from '../support/requests.js';
import { post } from '../support/status.js';

/** What a caller without types may give. */
const start = (options: unknown) => startEmulator(options as EmulatorOptions);

test.each([
  [{ port: '8080' }, 'port: "8080" is no port: write a number from 0 (any free one) to 65535, or off'],
  [{ release: '9' }, 'release: "9" is no release: write one of documented, 8.1, 8.2, 8.3, 8.4'],
  [{ openAccess: 'yes' }, 'openAccess: found "yes", expected true or false'],
  [{ domains: 'domain.com' }, 'domains: found "domain.com", expected a list, such as [a, b]'],
  [
    { accounts: [{ jid: 'test', password: 'test' }] },
    'accounts.0.jid: "test" is no bare JID: write local@domain, such as test@domain.com',
  ],
  [{ accounts: [{ jid: 'test@domain.com' }] }, 'accounts.0.password: password is missing: expected a text'],
  [{ limits: { loginSeconds: '60' } }, 'limits.loginSeconds: found "60", expected a number'],
  [{ apiKey: 'secret' }, 'apiKey: unknown key apiKey: did you mean apiKeys?'],
  ['8.3', 'found a text, expected keys with values, such as { key: value }'],
  [null, 'found null, expected keys with values, such as { key: value }'],
  [[], 'found [], expected keys with values, such as { key: value }'],
])('%j is refused at once, with the path of what is wrong', async (options, message) => {
  const failure = await start(options).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(UsageError);
  expect(failure).toMatchObject({ code: 'USAGE', problem: 'invalid', message });
});

test('all that is wrong is told, a line each', async () => {
  await expect(start({ port: -1, hots: 'localhost' })).rejects.toThrow(
    /^port: -1 is no port.*\nhots: unknown key hots: did you mean host\?$/,
  );
  await expect(start({ limits: { 'two\nlines': 1 } })).rejects.toThrow(
    /^limits\."two\\nlines": unknown key "two\\nlines": there are [^\n]*$/,
  );
});

test('what is undefined is not given: ports are free ones', async () => {
  await using tigase = await startEmulator({ port: undefined, release: undefined });
  expect(tigase.release).toBe('documented');
  expect(tigase.httpPort).not.toBe(8080);
});

test('a port in use is told with what to do, and the others are closed again', async () => {
  await using other = await startEmulator();
  const failure = await startEmulator({ xmppPort: other.httpPort }).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ListenError);
  expect(failure).toMatchObject({
    code: 'LISTEN',
    option: 'xmpp-port',
    port: other.httpPort,
    message: `xmppPort: port ${other.httpPort} on 127.0.0.1 is in use: choose another, or 0 for any free one`,
  });
});

test('an address of another machine is told', async () => {
  await expect(startEmulator({ host: '192.0.2.1' })).rejects.toThrow(
    'host: 192.0.2.1 is no address of this machine: choose another',
  );
});

test('options of calls are checked as well', async () => {
  await using tigase = await startEmulator();
  const alice = tigase.contact('alice@domain.com');
  const calls: [() => unknown, string][] = [
    [
      () => tigase.contact('alice@domain.com', { availble: true } as object),
      'availble: unknown key availble: did you mean available?',
    ],
    [() => tigase.contact(5 as never), '5 is no JID: write local@domain, such as alice@domain.com'],
    [
      () => alice.receives({ form: 'test@domain.com' } as object),
      'form: unknown key form: did you mean from?',
    ],
    [
      () => alice.receives({ show: true } as never),
      'show: true is nothing to expect: write a text, a RegExp or null',
    ],
    [
      () => alice.receives({}, { timeout: '1' } as never),
      'timeout: "1" is no time: write milliseconds from 0 to 2147483647',
    ],
    [() => tigase.waitFor({}, { timeot: 1 } as object), 'timeot: unknown key timeot: did you mean timeout?'],
    [() => tigase.waitFor({ shwo: 'xa' } as object), 'match.shwo: unknown key shwo: did you mean show?'],
    [
      () => tigase.waitForPresence('test'),
      'user: "test" is no bare JID: write local@domain, such as test@domain.com',
    ],
    [
      () => tigase.waitForPresence('test@domain.com', { kind: 'extern' } as never),
      'kind: found "extern": did you mean external?',
    ],
    [
      () => tigase.presence('test@domain.com/mobile'),
      'user: "test@domain.com/mobile" is no bare JID: write local@domain, such as test@domain.com',
    ],
    [() => tigase.state('domain.org'), 'there is no domain "domain.org": there are domain.com'],
  ];
  for (const [call, message] of calls) {
    const failure = await Promise.resolve()
      .then(call)
      .catch((thrown: unknown) => thrown);
    expect(failure, message).toBeInstanceOf(UsageError);
    expect((failure as Error).message).toBe(message);
  }
});

test('a function that throws now and then is not asked again for the text of an error', async () => {
  await using tigase = await startEmulator();
  const alice = tigase.contact('alice@domain.com');
  let asked = 0;
  const once = () => {
    asked += 1;
    if (asked > 1) throw new Error('asked again');
    return false;
  };
  await expect(alice.receives(once, { timeout: 10 })).rejects.toThrow(/the function said no$/);
});

test('a handler that throws breaks neither the emulator nor who else waits', async () => {
  await using tigase = await startEmulator();
  const told: unknown[] = [];
  const { error } = console;
  console.error = (failure: unknown) => told.push(failure);
  onTestFinished(() => {
    console.error = error;
  });
  const broken = new Error('a mistake of the test');
  tigase.journal.subscribe(() => {
    throw broken;
  });
  const alice = tigase.contact('alice@domain.com');
  const wrong = alice.receives((stanza) => {
    if (stanza.getChildText('show') === 'xa') throw broken; // the one that is still to come
    return false;
  });
  const right = alice.receives({ show: 'xa' });
  const [sent] = await Promise.all([
    post(tigase.statusUrl('test@domain.com'), { show: 'xa' }),
    expect(wrong).rejects.toBe(broken),
    expect(right).resolves.toBeDefined(),
  ]);
  expect(sent.status).toBe(200);
  expect(tigase.presence('test@domain.com')).toHaveLength(1);
  expect(told).toContain(broken);
});

test('a limit that is a number counts bytes: one more is too much', async () => {
  const body = '{"show":"xa"}';
  for (const [limit, status] of [
    [body.length, 200],
    [body.length - 1, 413],
  ] as const) {
    const server = await tested({ limits: { body: limit } });
    expect((await server.post('test@domain.com/status', body)).status).toBe(status);
  }
});

test('a size is its number of units, and of bytes where it has none', () => {
  const units = fc.constantFrom(['b', 1], ['kb', 1024], ['MB', 1024 ** 2], ['Gb', 1024 ** 3]) as fc.Arbitrary<
    [string, number]
  >;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999 }), units, (number, [unit, bytes]) => {
      expect(size.parse(number)).toBe(number);
      expect(size.parse(`${number}${unit}`)).toBe(number * bytes);
    }),
  );
});
