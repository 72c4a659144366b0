// Bundles the command and the library into dist/. Everything that `start` needs lies in one file, because opening
// Koa's many small files one by one takes longer than running them; what only some runs need (XML, a config file)
// is split off and loaded on first use. What plays stories is a bundle of its own, which `start` never opens.
import { chmod, copyFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

// Parts of libraries that the command never reaches, but would read and compile at each start.
const unreachable = [
  { module: /iconv-lite\/encodings\/tables\//, instead: 'module.exports = [];' }, // bodies are read as latin1
  { module: /node_modules\/formidable\//, instead: 'export default undefined;' }, // koa-body: multipart is off
  { module: /node_modules\/qs\//, instead: 'module.exports = {};' }, // co-body: forms are off
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

await rm('dist', { recursive: true, force: true });
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir: 'dist',
  sourcemap: true,
  logLevel: 'warning',
};
const command = {
  ...common,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  minify: true,
  legalComments: 'linked',
  alias: { 'mime-db': require.resolve('mime-db') }, // one of the three versions that Koa's parts bring
  plugins: [leaveOut],
  // CommonJS dependencies inside an ES module bundle still call require() for Node's own modules.
  banner: {
    js: "import { createRequire as $createRequire } from 'node:module';const require = $createRequire(import.meta.url);",
  },
};
await build({ ...command, entryPoints: { cli: 'emulator/cli.ts' }, external: ['./stories.js'] });
await build({ ...command, entryPoints: { stories: 'emulator/stories.ts' } });
await build({ ...common, entryPoints: { index: 'emulator/index.ts' }, packages: 'external' });
// The inspector is a page of its own, with nothing of Node's.
await build({
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  outdir: 'dist/inspector',
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfig: 'emulator/control/inspector/tsconfig.json',
  logLevel: 'warning',
  entryPoints: ['emulator/control/inspector/inspector.tsx', 'emulator/control/inspector/inspector.css'],
});
await copyFile('emulator/control/inspector/index.html', 'dist/inspector/index.html');
await chmod('dist/cli.js', 0o755);
