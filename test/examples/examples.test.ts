import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, type TestContext, test } from 'vitest';
import { userEnvironment } from '../support/user-environment.js';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const installed = inject('installed');
const run = promisify(execFile);

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code?: number;
}

/** Copies an example to where a user who has installed the package would have it, and runs a command there. */
async function runExample(name: string, command: string): Promise<Outcome> {
  const folder = join(installed, name);
  await cp(join(EXAMPLES, name), folder, { recursive: true });
  onTestFinished(() => rm(folder, { recursive: true }));
  const cli = join(installed, 'node_modules/tigase-emulator/dist/cli.js');
  const own = { ...userEnvironment(), NO_COLOR: '1', TIGASE_EMULATOR: `${process.execPath} ${cli}` };
  return run('sh', ['-c', command], { cwd: folder, env: own }).catch((failure: Outcome) => failure);
}

/** Skips a test, and says so, where the machine has no such program. */
async function needs(program: string, { skip }: TestContext): Promise<void> {
  const there = await run('sh', ['-c', `command -v ${program}`]).catch(() => undefined);
  if (there === undefined) skip(`there is no ${program} on this machine`);
}

test('the telephone exchange passes its tests', async () => {
  const { stdout, stderr } = await runExample('telephone-exchange', 'npm test');
  expect(stdout + stderr).toMatch(/Tests {2}12 passed \(12\)/);
});

test('the calendar worker passes its tests', async () => {
  const { stdout } = await runExample('calendar-worker', 'npm test -- --test-reporter=tap');
  expect(stdout).toMatch(/^# pass 4$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
});

test('the contract tests in Python pass', async (context) => {
  await needs('python3', context);
  const { stderr } = await runExample('python', 'python3 -B -m unittest');
  expect(stderr).toMatch(/^Ran 8 tests in .*\n\nOK\n$/m);
});

test('the contract tests in Java pass', async (context) => {
  await needs('java', context);
  const { stdout, stderr } = await runExample('java', 'java StatusContractTest.java');
  expect(stdout + stderr).toMatch(/^8 passed, 0 failed\n$/m);
});
