// Bundles the command, the library and the inspector into dist/, each with all that it needs: whoever installs the
// package installs little else, and one file is read faster than Koa's many small ones. What only some runs need (XML,
// a config file, stories) is split off and loaded on first use.
import { chmod, copyFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { writeLicenses } from './build/licenses.mjs';

const require = createRequire(import.meta.url);

// What Koa asks the list of media types for: the charset of a type, and the types of the bodies that have none.
const mediaTypes = Object.entries(require('mime-db')).filter(
  ([type, { charset }]) =>
    charset !== undefined || ['text/html', 'text/plain', 'application/octet-stream'].includes(type),
);

// Parts of libraries that are never reached, but would be read, compiled and carried out at each start.
const unreachable = [
  // bodies are read as they stand or in UTF-8
  { module: /iconv-lite\/encodings\/(?:tables\/|[sd]bcs|utf)/, instead: 'module.exports = {};' },
  // koa-body: multipart is off
  { module: /node_modules\/formidable\//, instead: 'export default undefined;' },
  // co-body: forms are off
  { module: /node_modules\/qs\//, instead: 'module.exports = {};' },
  {
    module: /mime-db\/index\.js$/,
    instead: `module.exports = ${JSON.stringify(Object.fromEntries(mediaTypes))};`,
  },
  // nobody is warned of what the emulator's own libraries will do without; this looks through the stack each time
  { module: /node_modules\/depd\/index\.js$/, instead: 'module.exports = require("./lib/browser");' },
  {
    module: /node_modules\/zod\/v4\/locales\/index\.js$/,
    instead: 'export { default as en } from "./en.js";',
  },
];

const leaveOut = {
  name: 'leave-out',
  setup({ onLoad }) {
    for (const { module, instead } of unreachable) {
      onLoad({ filter: module }, ({ path }) => ({
        contents: instead,
        loader: 'js',
        resolveDir: path.replace(/\/[^/]*$/, ''),
      }));
    }
  },
};

const node = {
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none', // all licences stand in one file
  logLevel: 'warning',
  metafile: true,
  alias: { 'mime-db': require.resolve('mime-db') }, // one of the three versions that Koa's parts bring
  plugins: [leaveOut],
  // CommonJS dependencies inside an ES module bundle still call require() for Node's own modules.
  banner: {
    js: "import { createRequire as $createRequire } from 'node:module';const require = $createRequire(import.meta.url);",
  },
};
const command = { ...node, outdir: 'dist', minify: true };
// Its users meet this code in their stack traces, and hand ltx elements in and get them out: ltx is theirs too.
const library = { ...node, outdir: 'dist/library', external: ['ltx', 'vitest', 'tigase-emulator'] };
const inspector = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  outdir: 'dist/inspector',
  minify: true,
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfig: 'emulator/control/inspector/tsconfig.json',
  logLevel: 'warning',
  metafile: true,
};

await rm('dist', { recursive: true, force: true });
const built = await Promise.all([
  build({
    ...command,
    entryPoints: { cli: 'emulator/command/cli.ts' },
    external: ['./stories.js', './completion.js'],
  }),
  // which `start` never reads
  build({ ...command, entryPoints: { stories: 'emulator/command/stories.ts' } }),
  build({ ...command, entryPoints: { completion: 'emulator/command/completion.ts' } }),
  build({
    ...library,
    entryPoints: {
      index: 'emulator/index.ts',
      vitest: 'emulator/vitest/vitest.ts',
      'node-test': 'emulator/node-test/node-test.ts',
    },
  }),
  build({
    ...inspector,
    entryPoints: ['emulator/control/inspector/inspector.tsx', 'emulator/control/inspector/inspector.css'],
  }),
]);
await copyFile('emulator/control/inspector/index.html', 'dist/inspector/index.html');
await chmod('dist/cli.js', 0o755);
await writeLicenses(
  built.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
  'dist/THIRD-PARTY-LICENSES.txt',
);
