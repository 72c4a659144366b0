import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface CommandRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** The working folder; one without a config file where the test does not care. */
  readonly folder: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Starts the built command. */
export function spawnCommand(args: readonly string[], { folder, environment }: CommandOptions): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('TIGASE_EMULATOR_'));
  return spawn(process.execPath, [CLI, ...args], {
    cwd: folder,
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs the built command to its end. */
export async function runCommand(args: readonly string[], options: CommandOptions): Promise<CommandRun> {
  const child = spawnCommand(args, options);
  const [stdout, stderr] = [gather(child.stdout), gather(child.stderr)];
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout: stdout(), stderr: stderr() };
}

/** The built command while it serves. */
export interface ServingCommand {
  readonly port: number;
  readonly websocketPort: number;
  readonly xmppPort: number;
  /** What stderr has said so far, a line each. */
  lines(): string[];
  /** Resolves with what stderr says where it fits, once it has said that: a request is logged after its answer. */
  said(what: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and resolves with the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the built command with a JSON log, and waits until it listens. */
export async function serveCommand(
  args: readonly string[],
  options: CommandOptions,
): Promise<ServingCommand> {
  const free = ['--websocket-port', '0', '--xmpp-port', '0'];
  const child = spawnCommand(['start', '--log', 'json', ...free, ...args], options);
  const closed = once(child, 'close');
  const { text, said } = hearing(child, [child.stderr]);
  const [line] = await said(/{"event":"listening".*}(?=\n)/);
  const { http, websocket, xmpp } = JSON.parse(line) as { http: number; websocket: number; xmpp: number };
  return {
    port: http,
    websocketPort: websocket,
    xmppPort: xmpp,
    lines: () => text().trimEnd().split('\n'),
    said,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      const [status] = (await closed) as [number | null];
      return status;
    },
  };
}

/** What a process says. */
export interface Hearing {
  /** All so far. */
  text(): string;
  /** Resolves with what it says where that fits. */
  said(what: RegExp): Promise<RegExpExecArray>;
  /** Resolves once what it has said will do. */
  until(willDo: (text: string) => boolean): Promise<void>;
}

/** Listens to what a process says on its streams. */
export function hearing(child: ChildProcess, streams: readonly (NodeJS.ReadableStream | null)[]): Hearing {
  const text = gather(...streams);
  const closed = once(child, 'close');
  const until = (willDo: (text: string) => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!willDo(text())) return;
        for (const stream of streams) stream?.off('data', look);
        resolve();
      };
      for (const stream of streams) stream?.on('data', look);
      closed.then(() => reject(new Error(`it ended, and what it said will not do: ${text()}`)));
      look();
    });
  const said = async (what: RegExp) => {
    await until((heard) => what.test(heard));
    const found = what.exec(text());
    if (found === null) throw new Error(`it has said ${what} and takes it back`);
    return found;
  };
  return { text, said, until };
}

function gather(...streams: readonly (NodeJS.ReadableStream | null)[]): () => string {
  let text = '';
  for (const stream of streams)
    stream?.on('data', (chunk) => {
      text += String(chunk);
    });
  return () => text;
}
