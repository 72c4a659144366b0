import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { type Hearing, hearing } from './command.js';
import { userEnvironment } from './user-environment.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A block of code on a page. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The file that its first line names in a comment, if any. */
  readonly file: string | undefined;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** The blocks of code on a page, in order. */
export function blocksOf(page: string): Block[] {
  return Array.from(
    page.matchAll(/^```(\w*)\n(.*?)^```$/gms),
    ({ 1: language = '', 2: text = '', index }) => {
      const [, file] = /^(?:\/\/|#) (\S*\.\w+|Dockerfile)\n/.exec(text) ?? [];
      return { language, text, file, line: page.slice(0, index).split('\n').length };
    },
  );
}

/** What a command has said. */
interface Said {
  readonly status: number;
  readonly text: string;
}

/** A process that goes on while the page does. */
interface Background extends Hearing {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
}

/**
 * Does what a page tells its readers to do, in a folder of its own inside of a project that has installed the package:
 * saves files, runs commands and code, and holds against them what the page says that they print. What is written for
 * a checkout runs in this one.
 */
export class PagePlayer {
  private last: Said | undefined;
  private url = 'http://localhost:8080';
  private readonly backgrounds: Background[] = [];

  private constructor(
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async open(installed: string): Promise<PagePlayer> {
    const folder = await mkdtemp(join(installed, 'page-'));
    const bin = join(folder, '.bin');
    await mkdir(bin);
    await symlink(join(installed, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, script] of Object.entries(STANDING_IN)) {
      await writeFile(join(bin, name), script);
      await chmod(join(bin, name), 0o755);
    }
    const [port, websocketPort, xmppPort] = await Promise.all([freePort(), freePort(), freePort()]);
    const environment = {
      ...userEnvironment(),
      PATH: [bin, join(installed, 'node_modules/.bin'), process.env.PATH].join(':'),
      NO_COLOR: '1',
      CI: '1',
      TIGASE_EMULATOR_PORT: port,
      TIGASE_EMULATOR_WEBSOCKET_PORT: websocketPort,
      TIGASE_EMULATOR_XMPP_PORT: xmppPort,
    };
    const player = new PagePlayer(folder, environment);
    player.url = `http://localhost:${port}`;
    return player;
  }

  /** What the last command has said. */
  get output(): string {
    return this.last?.text ?? '';
  }

  async close(): Promise<void> {
    await this.endBackgrounds();
    await rm(this.folder, { recursive: true });
  }

  /** @throws where what a block says does not come true */
  async play(block: Block, next: Block | undefined): Promise<void> {
    const { language, text, file } = block;
    if (file !== undefined) return this.save(file, text);
    switch (language) {
      case 'sh':
        return this.command(text, isOutput(next));
      case 'js':
        return this.run(
          process.execPath,
          ['--input-type=module', '--eval', text],
          this.folder,
          isOutput(next),
        );
      case 'json':
        return this.printed(compact(text));
      case '':
        return this.printed(text);
      default:
        throw new Error(`there is no way to play ${language}`);
    }
  }

  /** A shell's command, or several. */
  async command(text: string, mayFail = false): Promise<void> {
    const isOfCheckout = /(?:^|\s)(?:dist|examples|fixtures|scenarios)\/\w|^npm (?:ci|start)/m.test(text);
    const folder = isOfCheckout && !/npx|\.bin/.test(text) ? ROOT : this.folder;
    const command = text.replace(/^npm ci && npm start/, 'node dist/cli.js start');
    if (/^npm ci && npm test$/m.test(text)) return; // which is what runs this
    if (/tigase-emulator start|cli\.js start/.test(command) && !/&\n/.test(command))
      return this.serve(command, folder);
    if (/contact\.mjs/.test(command)) return this.watch(command, folder);
    // a refusal is not overlooked, where a command does not say itself what is to be made of it
    const careful = command.includes('--fail')
      ? ''
      : 'curl() { command curl --silent --show-error --fail-with-body "$@"; }\n';
    await this.run('sh', ['-e', '-c', careful + this.here(command)], folder, mayFail);
  }

  private async save(file: string, text: string): Promise<void> {
    const path = join(this.folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }

  private async run(program: string, args: string[], cwd: string, mayFail: boolean): Promise<void> {
    this.last = await new Promise<Said>((resolve) => {
      execFile(program, args, { cwd, env: this.environment }, (failure, stdout, stderr) => {
        const status = typeof failure?.code === 'number' ? failure.code : failure ? 1 : 0;
        resolve({ status, text: stripVTControlCharacters(status === 0 ? stdout : stdout + stderr) });
      });
    });
    if (this.last.status !== 0 && !mayFail) throw new Error(`it failed: ${this.last.text}`);
  }

  /** Starts an emulator, in place of the one before; where it listens is what the page means by its address. */
  private async serve(command: string, folder: string): Promise<void> {
    await this.endBackgrounds();
    const { said } = this.background(command, folder);
    const [, url = ''] = await said(/(http:\/\/127\.0\.0\.1:\d+)/);
    this.url = url;
  }

  private async watch(command: string, folder: string): Promise<void> {
    const service = `ws://127.0.0.1:${this.environment.TIGASE_EMULATOR_WEBSOCKET_PORT}`;
    const { said } = this.background(`${command.trim()} alice@domain.com alice ${service}`, folder);
    await said(/^connected/m);
  }

  private background(command: string, cwd: string): Background {
    const child = spawn('sh', ['-c', `exec ${command}`], { cwd, env: this.environment });
    child.stdout.setEncoding('utf8');
    const background = {
      ...hearing(child, [child.stdout, child.stderr]),
      child,
      ended: once(child, 'close'),
    };
    this.backgrounds.push(background);
    return background;
  }

  private async endBackgrounds(): Promise<void> {
    for (const { child, ended } of this.backgrounds.splice(0)) {
      child.kill();
      await ended;
    }
  }

  private here(text: string): string {
    return text.replaceAll('http://localhost:8080', this.url);
  }

  /** Whether what the page shows was said: by the last command, or by one that goes on. */
  private async printed(text: string): Promise<void> {
    const wanted = masked(text);
    const isThere = (said: string) => masked(said).includes(wanted);
    const last = this.output;
    if ([last, compact(last), detailOf(last)].some(isThere)) return;
    const late = new Promise<void>((_, reject) => setTimeout(reject, PATIENCE).unref());
    late.catch(() => {}); // nobody may wait for it
    try {
      return await Promise.any(this.backgrounds.map((one) => Promise.race([one.until(isThere), late])));
    } catch {
      // none has said it: told below
    }
    const said = [last, ...this.backgrounds.map((background) => background.text())];
    throw new Error(`it is not what was said:\n${said.map(masked).join('\n---\n')}\n=== but\n${wanted}`);
  }
}

/** How long a process may take to say what a page shows, in milliseconds. */
const PATIENCE = 5000;

const isOutput = (block: Block | undefined) =>
  block !== undefined && block.file === undefined && ['', 'json'].includes(block.language);

/** JSON without what makes it readable; other text as it is. */
function compact(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The text of a problem document, as people read it. */
function detailOf(text: string): string {
  const [, detail = '""'] = /"detail":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
  return JSON.parse(detail);
}

/** A text without what differs each time. */
function masked(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT')
    .replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, 'UUID')
    .replace(/\d+-tigase-\d+/g, 'CLIENT')
    .replace(/127\.0\.0\.1:\d+/g, 'HOST')
    .replace(/"(http|websocket|xmpp)":\d+/g, '"$1":PORT')
    .replace(/\bon \d+/g, 'on PORT')
    .replace(/\d+(?:\.\d+)? m?s\b/g, 'TIME')
    .replace(/#\d+/g, '#N')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/**
 * `npm install` and `npx` as a user has them, where the packages come from the project that has them already: it is an
 * error to install what is not there.
 */
const STANDING_IN = {
  npm: `#!/bin/sh
if [ "$1" = install ]; then
  shift
  for name in "$@"; do
    case "$name" in -*) ;; *) [ -d "node_modules/$name" ] || { echo "$name is not installed" >&2; exit 1; } ;; esac
  done
  exit 0
fi
[ "$1" = ci ] && exit 0
PATH=$(echo "$PATH" | sed 's/^[^:]*://') exec npm "$@"
`,
  npx: '#!/bin/sh\nexec "$@"\n',
};

/** A port that is free, and that the system gives to nobody by itself: it may be a while until it is used. */
async function freePort(): Promise<string> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return String(port);
  }
}
