// npm run docs: writes the pages of docs/reference/ and docs/releases.md anew, from what the code itself says: its
// comments (TSDoc), the schema of the options, the help of the commands, and the table of the releases.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { commandPage } from './reference/command.mjs';
import { configurationPage } from './reference/configuration.mjs';
import { libraryPage } from './reference/library.mjs';
import { releasesPage } from './reference/releases.mjs';

const root = resolve(import.meta.dirname, '..');

/** Every page that is written, by its file. */
export async function pages() {
  const command = (...args) =>
    execFileSync(process.execPath, [join(root, 'dist/cli.js'), ...args], { encoding: 'utf8' });
  return {
    'docs/reference/library.md': await libraryPage(root),
    'docs/reference/configuration.md': configurationPage(JSON.parse(command('schema', 'config'))),
    'docs/reference/command.md': commandPage(command),
    'docs/releases.md': await releasesPage(root),
  };
}

if (process.argv[1] === import.meta.filename) {
  await mkdir(join(root, 'docs/reference'), { recursive: true });
  for (const [file, text] of Object.entries(await pages())) await writeFile(join(root, file), text);
}
