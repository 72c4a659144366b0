import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, test } from 'vitest';
import { userEnvironment } from '../support/user-environment.js';

const run = promisify(execFile);
const installed = inject('installed');

/** Runs a module in the project that has installed the package, to the end that it comes to by itself. */
async function runModule(code: string, ...args: string[]): Promise<string> {
  const folder = await mkdtemp(join(installed, 'process-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'code.test.mjs');
  await writeFile(file, code);
  const { stdout } = await run(process.execPath, [...args, file], { env: userEnvironment() });
  return stdout;
}

test('importing it leaves nothing that keeps a process', async () => {
  expect(await runModule("import 'tigase-emulator'; console.log('imported');")).toBe('imported\n');
});

test('forty emulators at a time keep no process once they are stopped', async () => {
  const code = `
    import { once } from 'node:events';
    import { connect } from 'node:net';
    import { startEmulator } from 'tigase-emulator';

    const emulators = await Promise.all(Array.from({ length: 40 }, () => startEmulator()));
    const ports = emulators.flatMap(({ httpPort, websocketPort, xmppPort }) => [httpPort, websocketPort, xmppPort]);
    await Promise.all(emulators.map(async (tigase, number) => {
      const answer = await fetch(tigase.statusUrl('test@domain.com'), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ status: String(number) }),
      });
      await answer.text();
      await once(connect(tigase.xmppPort, '127.0.0.1'), 'connect'); // and is left so
      new WebSocket(\`ws://127.0.0.1:\${tigase.websocketPort}\`, 'xmpp').onerror = () => {};
      tigase.contact('alice@domain.com');
      tigase.waitFor({ show: 'dnd' }, { timeout: 60_000 }).catch(() => {});
    }));
    const seen = emulators.map((tigase) => tigase.presence('test@domain.com').map(({ status }) => status));
    await Promise.all(emulators.map((tigase) => tigase.stop()));
    console.log(JSON.stringify({ ports: new Set(ports).size, seen }));
  `;
  const hasWebSocket = typeof WebSocket === 'function';
  const told = await runModule(hasWebSocket ? code : code.replace(/new WebSocket.*/, ''));
  expect(JSON.parse(told)).toEqual({
    ports: 120,
    seen: Array.from({ length: 40 }, (_, number) => [String(number)]),
  });
});

test('a test of node:test gets an emulator, which is stopped after it', async () => {
  const told = await runModule(
    `
    import assert from 'node:assert/strict';
    import { after, before, describe, test } from 'node:test';
    import { tigaseFor } from 'tigase-emulator/node-test';

    let last;
    test('one', async (t) => {
      last = await tigaseFor(t, { release: '8.3' });
      assert.equal(last.release, '8.3');
    });
    test('another', () => assert.throws(() => last.url, { code: 'STOPPED' }));
    describe('a suite that shares one', () => {
      let tigase;
      before(async () => { tigase = await tigaseFor({ after }); });
      test('uses it', () => assert.equal(tigase.release, 'documented'));
    });
  `,
    '--test-reporter=tap',
    '--test',
  );
  expect(told).toMatch(/^# fail 0$/m);
  expect(told).toMatch(/^# pass 3$/m);
});
