import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, inject, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const packed = inject('packed');
const installed = inject('installed');
const manifest = async () =>
  JSON.parse(await readFile(join(installed, 'node_modules/tigase-emulator/package.json'), 'utf8'));

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tigase-emulator-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('holds only what users need', async () => {
  const { stdout } = await run('tar', ['--list', '--file', packed]);
  const files = stdout.trim().split('\n');
  const unwanted = files.filter(
    (file) =>
      !/^package\/(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|(?:docs|examples|scenarios)\/\S+\.(?:md|png|mjs|js|json|py|java|yaml|xml|sh)|dist\/(?:cli\.js|stories\.js|completion\.js|THIRD-PARTY-LICENSES\.txt|chunks\/[\w-]+\.js|inspector\/inspector\.(?:js|css)|inspector\/index\.html|library\/(?:chunks\/)?[\w-]+\.(?:d\.ts|js)))$/.test(
        file,
      ),
  );
  expect(unwanted).toEqual([]);
  expect(files.filter((file) => file.endsWith('.d.ts')).sort()).toEqual([
    'package/dist/library/index.d.ts',
    'package/dist/library/node-test.d.ts',
    'package/dist/library/tigase-matchers.d.ts',
    'package/dist/library/vitest.d.ts',
  ]);
});

test('brings little else, and runs no scripts', async () => {
  const { dependencies, scripts } = await manifest();
  expect(Object.keys(dependencies)).toEqual(['@types/ltx', '@types/node', 'ltx']);
  expect(Object.keys(scripts).filter((name) => /install$/.test(name))).toEqual([]);
});

test('has the licences of all that is bundled', async () => {
  const licenses = await readFile(
    join(installed, 'node_modules/tigase-emulator/dist/THIRD-PARTY-LICENSES.txt'),
    'utf8',
  );
  for (const name of ['koa', 'koa-router', 'koa-body', 'zod', 'commander', 'ws', 'preact', 'xmlbuilder2'])
    expect(licenses).toMatch(new RegExp(`^${name} \\d`, 'm'));
  for (const part of licenses.split(/\n-{80}\n\n/)) expect(part).toMatch(/^\S+ \S+ \(\S.*\)\n\n\S/);
});

test('has nothing that publint finds wrong', async () => {
  const tarball = await readFile(packed);
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer as ArrayBuffer } });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test('has types that ES modules find where the code is', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(await readFile(packed))));
  if (analysis.types === false) throw new Error('there are no types');
  const { entrypoints, problems } = analysis;
  expect(Object.keys(entrypoints)).toEqual(['.', './vitest', './node-test', './package.json']);
  const ofEsm = problems.filter(
    (problem) => !('resolutionKind' in problem) || !['node10', 'node16-cjs'].includes(problem.resolutionKind),
  );
  expect(ofEsm).toEqual([]);
});

test.each(['nodenext', 'preserve'])(
  'has types that check with skipLibCheck off, with module %s',
  async (module) => {
    const folder = await mkdtemp(join(installed, 'types-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module,
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
        },
      }),
    );
    await writeFile(
      join(folder, 'use.ts'),
      `import { type Emulator, type EmulatorOptions, PresenceError, startEmulator } from 'tigase-emulator';
import { tigaseFor } from 'tigase-emulator/node-test';
import { test } from 'tigase-emulator/vitest';
import { expect } from 'vitest';

const options: EmulatorOptions = { release: '8.3', accounts: [{ jid: 'test@domain.com', password: 'test' }] };
test('is typed', async ({ tigase }) => {
  const same: Emulator = tigase;
  await expect(same).toHavePresence('test@domain.com', { show: 'xa', status: /phone/ }, { timeout: 10 });
  await expect(same).toHaveReceivedStatus('test@domain.com', { show: 'xa' }, { times: 1 });
  expect(same).toHaveNoWarnings();
  // @ts-expect-error: there is no such field
  await expect(same).toHavePresence('test@domain.com', { shwo: 'xa' });
});
const tigase = await startEmulator(options);
const stanza = await tigase.contact('test@domain.com').receives({ show: 'xa' }).catch(() => undefined);
const show: string | null | undefined = stanza?.getChildText('show');
const failure = await tigase.waitForPresence('test@domain.com').catch((thrown: unknown) => thrown);
if (failure instanceof PresenceError) failure.sessions.map(({ resource }) => resource);
await tigaseFor({ after: (stop) => void stop() }, { port: 'off' });
// @ts-expect-error: there is no such option
await startEmulator({ prot: 0 });
export { show };
`,
    );
    const tsc = join(installed, 'node_modules/typescript/bin/tsc');
    const failure = await run(process.execPath, [tsc, '--project', folder]).catch(
      (thrown: { stdout: string }) => thrown,
    );
    expect(failure.stdout).toBe('');
  },
);

test('runs by npx from the packed file in an empty folder', async () => {
  const folder = await emptyFolder();
  await writeFile(
    join(folder, 'story.yaml'),
    'name: A status\ngiven: { accounts: [test] }\nsteps:\n  - app: { sets status of: test, show: xa }\n',
  );
  const commands = 'tigase-emulator --version && tigase-emulator run story.yaml';
  const { stdout } = await run('npx', ['--yes', '--prefer-offline', '--package', packed, '-c', commands], {
    cwd: folder,
  });
  const { version } = await manifest();
  expect(stdout.split('\n')[0]).toBe(version);
  expect(stdout).toContain('1 passed, 0 failed');
});
