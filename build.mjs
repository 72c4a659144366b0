// Bundles the command and the library into dist/. Everything that `start` needs lies in one file, because
// opening Koa's many small files one by one takes longer than running them; what only some requests need
// (XML, YAML) is split off and loaded on first use.
import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';

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
await build({
  ...common,
  entryPoints: { cli: 'emulator/cli.ts' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'linked',
  // CommonJS dependencies inside an ES module bundle still call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
});
await build({ ...common, entryPoints: { index: 'emulator/index.ts' }, packages: 'external' });
await chmod('dist/cli.js', 0o755);
