import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs';
import { expect, test } from 'vitest';
import { EmulatorError, StoppedError, startEmulator, UsageError } from '../../emulator/index.js';
import { post } from '../support/status.js';

const USER = 'test@domain.com';

test('every use after stop says that the emulator was stopped', async () => {
  const tigase = await startEmulator();
  const domain = await tigase.createDomain();
  const snapshot = tigase.snapshot();
  await tigase.stop();
  const uses: (() => unknown)[] = [
    () => tigase.url,
    () => tigase.statusUrl(USER),
    () => tigase.statusPath(USER),
    () => tigase.callback(),
    () => tigase.presence(USER),
    () => tigase.state(),
    () => tigase.verify({}),
    () => tigase.verification({}),
    () => tigase.waitFor({}, { timeout: 60_000 }),
    () => tigase.waitForPresence(USER, {}, { timeout: 60_000 }),
    () => tigase.waitForNoPresence(USER),
    () => tigase.contact(USER),
    () => tigase.addAccount({ jid: 'carol@domain.com', password: 'carol' }),
    () => tigase.addRosterItem(USER, { jid: 'carol@domain.com' }),
    () => tigase.addState({}),
    () => tigase.faults.add({ fault: { drop: true } }),
    () => tigase.createDomain(),
    () => domain.account('test'),
    () => domain.statusUrl('test'),
    () => tigase.reset(),
    () => tigase.snapshot(),
    () => tigase.restore(snapshot),
    () => tigase.scenario([1]),
  ];
  for (const use of uses) {
    const failure = await Promise.resolve()
      .then(use)
      .catch((thrown: unknown) => thrown);
    expect(failure, String(use)).toBeInstanceOf(StoppedError);
    expect(failure).toMatchObject({
      name: 'StoppedError',
      code: 'STOPPED',
      message: expect.stringMatching(/^the emulator was stopped: .* any more$/),
    });
  }
});

test('a StoppedError is a UsageError, and an EmulatorError', async () => {
  const tigase = await startEmulator();
  await tigase.stop();
  const failure = await tigase.createDomain().catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(UsageError);
  expect(failure).toBeInstanceOf(EmulatorError);
});

test('what happened can be looked at after stop', async () => {
  const tigase = await startEmulator();
  const alice = tigase.contact('alice@domain.com');
  await post(tigase.statusUrl(USER), { show: 'xa' });
  await alice.receives({ from: USER, show: 'xa' });
  await tigase.stop();
  expect(tigase.journal.entries({ user: USER, kind: 'request' })).toHaveLength(1);
  expect(alice.received.at(-1)?.getChildText('show')).toBe('xa');
  expect(alice.ended).toBe('the emulator was stopped');
});

test('it can be stopped twice, and by await using', async () => {
  let url = '';
  {
    await using tigase = await startEmulator();
    url = tigase.url;
    expect((await fetch(`${url}/_emulator/health`)).status).toBe(200);
    const once = tigase.stop();
    expect(tigase.stop()).toBe(once);
  }
  await expect(fetch(url)).rejects.toThrow();
});

/** Sends a request in a process that blocks this one, and does not wait for an answer. */
function sendMeanwhile(url: string): void {
  const { hostname, port, pathname, search } = new URL(url);
  const head = `POST ${pathname}${search} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n`;
  const code = `require('node:net').connect(${port}, '${hostname}').end(${JSON.stringify(`${head}{}`)}, () => process.exit())`;
  execFileSync(process.execPath, ['-e', code]);
}

// In which part of its turn the event loop is says whether what waits in the system is looked at before the next.
test.each([
  ['a timer', (then: () => void) => setTimeout(then)],
  ['an immediate', (then: () => void) => setImmediate(then)],
  ['a file that was read', (then: () => void) => readFile(import.meta.filename, then)],
])('a stop by %s carries out the very first request, of a connection that waits', async (_, occasion) => {
  const tigase = await startEmulator();
  const url = tigase.statusUrl(USER);
  await new Promise<void>((resolve, reject) => {
    occasion(() => {
      sendMeanwhile(url);
      tigase.stop().then(resolve, reject);
    });
  });
  expect(tigase.journal.entries({ kind: 'request' })).toMatchObject([{ response: { status: 200 } }]);
});
