import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { hearing, runCommand, type ServingCommand, serveCommand, spawnCommand } from '../support/command.js';
import { story, storyFolder } from '../support/stories.js';

const WAITS = `
name: Alice waits
given: { accounts: [alice, test], contacts: [] }
steps:
  - app: { sets status of: test, show: xa }
  - alice: connects
  - alice: { receives: message, within: 60s }
finally:
  - app: { removes status of: test }
`;

describe('a server in another process', () => {
  let server: ServingCommand;
  const folder = mkdtempSync(join(tmpdir(), 'run-target-'));
  beforeAll(async () => {
    server = await serveCommand(['--release', '8.4', '--port', '0'], { folder });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  const target = (...more: string[]) => [
    ...[
      '--target',
      `http://127.0.0.1:${server.port}`,
      '--websocket',
      `ws://127.0.0.1:${server.websocketPort}`,
    ],
    ...more,
  ];
  const admin = ['--auth', 'admin@domain.com:admin'];
  const state = async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/_emulator/state`);
    const { accounts, sessions } = (await answer.json()) as {
      accounts: { jid: string }[];
      sessions: object[];
    };
    return { accounts: accounts.map(({ jid }) => jid), sessions };
  };
  const untouched = {
    accounts: ['admin', 'test', 'alice', 'bob'].map((name) => `${name}@domain.com`),
    sessions: [],
  };

  test('--strict goes by what its journal says', async () => {
    const sleepy = `name: s\ngiven: { accounts: [test] }\nsteps:\n  - app: { sets status of: test, show: sleepy }`;
    const stories = storyFolder({ 'a.yaml': sleepy });
    const run = ['run', '.', ...target(...admin)];
    expect(await runCommand(run, { folder: stories })).toMatchObject({ status: 0 });
    const strict = await runCommand([...run, '--strict'], { folder: stories });
    expect(strict.status).toBe(1);
    expect(strict.stdout).toContain('show "sleepy" is not chat, away, xa or dnd');
  });

  test('--strict is refused where it has no control interface', async () => {
    const stories = storyFolder({ 'tigase-emulator.yaml': 'control: false', 'a.yaml': story({ name: 's' }) });
    const silent = await serveCommand(['--port', '0'], { folder: stories });
    onTestFinished(async () => void (await silent.stop()));
    const run = ['run', 'a.yaml', '--strict', '--target', `http://127.0.0.1:${silent.port}`];
    expect(await runCommand(run, { folder: stories })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--strict goes by the emulator's notes, and --target http://"),
    });
  });

  test('at Ctrl-C nothing is waited for, and what the run made is put away', async () => {
    const stories = storyFolder({ 'a.yaml': WAITS, 'b.yaml': story({ name: 'Later' }) });
    const child = spawnCommand(['run', '.', '--jobs', '1', ...target(...admin)], { folder: stories });
    onTestFinished(() => void child.kill('SIGKILL'));
    const closed = once(child, 'close');
    const [stdout, stderr] = [hearing(child, [child.stdout]), hearing(child, [child.stderr])];
    await server.said(/"session-opened","jid":"alice-/);
    child.kill('SIGINT');
    expect(await closed).toEqual([1, null]);
    expect(stderr.text()).toContain(
      'stopping: what was made is being removed; Ctrl-C again leaves it there\n',
    );
    expect(stdout.text()).toContain('the run was interrupted\n');
    expect(stdout.text()).toContain('0 passed, 1 failed, 1 skipped');
    expect(await state()).toEqual(untouched);
  });

  test.each([
    [
      ['--api-key', 'wrong-key'],
      'GET was answered with 403 Forbidden (say a key that opens it with --api-key KEY)',
    ],
    [[], 'GET was answered with 401 Unauthorized (say who an admin is with --auth USER:PASSWORD)'],
    [
      ['--auth', 'admin@domain.com:guessed'],
      'GET was answered with 401 Unauthorized (who --auth names is no admin, or has another password)',
    ],
  ])('that does not let the run in is told once, with a 3: %j', async (options, why) => {
    const stories = storyFolder({ 'a.yaml': story({ name: 'A' }), 'b.yaml': story({ name: 'B' }) });
    const run = await runCommand(['run', '.', ...target(...options)], { folder: stories });
    const stderr = `tigase-emulator: --target http://127.0.0.1:${server.port} does not let the run in: ${why}\n`;
    expect(run).toEqual({ status: 3, stdout: '', stderr });
  });

  test('whose XMPP over WebSocket is not there is a 3', async () => {
    const stories = storyFolder({ 'a.yaml': WAITS });
    const args = ['run', '.', ...target(...admin, '--websocket', 'ws://127.0.0.1:1')];
    const { status, stderr } = await runCommand(args, { folder: stories });
    expect([status, stderr]).toEqual([
      3,
      'tigase-emulator: nothing listens at ws://127.0.0.1:1: say where XMPP over WebSocket is with --websocket URL\n',
    ]);
    expect(await state()).toEqual(untouched);
  });
});

test('a run in which all was skipped is no success', async () => {
  const stories = storyFolder({
    'a.yaml': 'name: A\nreleases: ["8.4"]\nsteps:\n  - app: { gets: /, expect: 405 }\n',
  });
  const { status, stderr } = await runCommand(['run', '.'], { folder: stories });
  expect([status, stderr]).toEqual([2, 'tigase-emulator: every scenario was skipped: nothing was played\n']);
});
