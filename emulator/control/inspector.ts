import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Koa from 'koa';
import type Router from 'koa-router';
import { problem } from './problem.js';

/** Everything comes from here, and nothing in the page is run but its own script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
};

/** The inspector: a page that shows live what happens, and calls the control interface. */
export function inspectorRoutes(router: Router): void {
  const page = read('index.html');
  router.get('/', (ctx) => {
    if (ctx.path.endsWith('/')) return serve(ctx, page, 'text/html; charset=utf-8');
    ctx.redirect('_emulator/'); // relative: a proxy may serve it elsewhere
  });
  const script = read('inspector.js');
  router.get('/inspector.js', (ctx) => serve(ctx, script, 'text/javascript; charset=utf-8'));
  const style = read('inspector.css');
  router.get('/inspector.css', (ctx) => serve(ctx, style, 'text/css; charset=utf-8'));
}

/** A file of the page, read with the first request for it. */
type PageFile = () => Promise<Buffer | undefined>;

function read(name: string): PageFile {
  let file: Promise<Buffer> | undefined;
  return async () => {
    const folder = join(packageFolder(), 'dist', 'inspector');
    file ??= readFile(join(folder, name));
    try {
      return await file;
    } catch {
      file = undefined; // it may be built meanwhile
      return undefined;
    }
  };
}

async function serve(ctx: Koa.Context, file: PageFile, type: string): Promise<void> {
  const content = await file();
  if (content === undefined)
    return problem(ctx, 404, 'The inspector was not built', 'Run npm run build in the emulator’s folder');
  ctx.set(HEADERS);
  ctx.body = content;
  ctx.type = type;
}

/** Where the package.json is: above this file, be it the source, the command or the library. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
