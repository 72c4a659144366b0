import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** What users have beside the package: the same versions as here, which npm has in its cache. */
const BESIDE = ['vitest', 'typescript', 'koa', 'supertest', '@types/supertest'] as const;

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed package. */
    packed: string;
    /** A project that has installed it, and nothing of this one's. */
    installed: string;
  }
}

/** Packs what was built, and installs it into a project of its own. */
export default async function install(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'tigase-emulator-installed-'));
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: ROOT });
  const packed = join(folder, stdout.trim());
  const devDependencies = Object.fromEntries(await Promise.all(BESIDE.map(versionOf)));
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'installed', private: true, type: 'module', devDependencies }),
  );
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--save-dev', packed], {
    cwd: folder,
  });
  project.provide('packed', packed);
  project.provide('installed', folder);
  return () => rm(folder, { recursive: true });
}

async function versionOf(name: string): Promise<[string, string]> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
  return [name, version];
}
