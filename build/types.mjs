// One file of types for each entry of the package, from those that the compiler wrote for each source file: only what
// users can name is in it. Everything in it must be explained.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const root = resolve(import.meta.dirname, '..');
const written = (path) => resolve(root, 'dist/types/emulator', path);
const models = resolve(root, 'node_modules/.cache/tigase-emulator');
const shipped = (name) => resolve(root, 'dist/library', `${name}.d.ts`);

/** The model of an entry of the package, from which its types and its documentation come. */
function extract(name, mainEntryPointFilePath, { rollup }) {
  const model = resolve(models, `${name}.api.json`);
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root,
      newlineKind: 'lf',
      mainEntryPointFilePath,
      bundledPackages: [],
      compiler: { overrideTsconfig: tsconfig },
      apiReport: { enabled: false },
      docModel: { enabled: true, apiJsonFilePath: model },
      dtsRollup: { enabled: rollup, untrimmedFilePath: shipped(name) },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          'ae-missing-release-tag': { logLevel: 'none' },
          // what comes from the first entry is exported there
          ...(rollup ? {} : { 'ae-forgotten-export': { logLevel: 'none' } }),
        },
        tsdocMessageReporting: { default: { logLevel: 'error' } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: resolve(root, 'package.json'),
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel !== ExtractorLogLevel.Error) return;
      console.error(`${message.sourceFilePath ?? name}:${message.sourceFileLine ?? ''} ${message.text}`);
    },
  });
  if (!succeeded) process.exitCode = 1;
  for (const item of unexplained(JSON.parse(readFileSync(model, 'utf8')))) {
    console.error(`${name}: ${item} has no explanation: write a comment before it`);
    process.exitCode = 1;
  }
}

/** The public names that have no comment. */
function unexplained({ kind, name, docComment, members = [] }, path = []) {
  const isOuter = kind === 'Package' || kind === 'EntryPoint';
  const here = isOuter ? path : [...path, name];
  const own = isOuter || docComment ? [] : [here.join('.')];
  return [...own, ...members.flatMap((member) => unexplained(member, here))];
}

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023', 'ESNext.Disposable'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    paths: { 'tigase-emulator': ['./dist/types/emulator/index.d.ts'] },
  },
  include: [
    'dist/types/emulator/index.d.ts',
    'dist/types/emulator/vitest/vitest.d.ts',
    'dist/types/emulator/node-test/node-test.d.ts',
  ],
};

/**
 * Private members are nobody's business: without them the types say what can be called. Node's types are not looked
 * for where a project does not ask for them.
 */
async function tidy(file) {
  const types = await readFile(file, 'utf8');
  const withoutPrivate = types.replace(/^\s*(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*)?private [^;]*;\n/gm, '');
  const args = ['biome', 'format', '--stdin-file-path=index.d.ts'];
  const input = `/// <reference types="node" />\n\n${withoutPrivate}`;
  await writeFile(file, execFileSync('npx', args, { cwd: root, input }));
}

await mkdir(models, { recursive: true });
extract('index', written('index.d.ts'), { rollup: true });
extract('vitest', written('vitest/vitest.d.ts'), { rollup: false }); // which would lose what is added to vitest's expect
extract('node-test', written('node-test/node-test.d.ts'), { rollup: false });
await tidy(shipped('index'));
await copyFile(written('vitest/vitest.d.ts'), shipped('vitest'));
await copyFile(written('vitest/tigase-matchers.d.ts'), shipped('tigase-matchers'));
await copyFile(written('node-test/node-test.d.ts'), shipped('node-test'));
await rm(resolve(root, 'dist/types'), { recursive: true });
