import { complain } from '../../complaint.js';
import { ListenError, listenErrorText } from '../../listening.js';
import { UsageError } from '../../usage-error.js';
import { Recording } from './recording.js';
import { RecordingFile, unwritable } from './recording-file.js';

/** The flags of `record` that were given, by their names. */
export interface RecordFlags {
  readonly target?: string | undefined;
  readonly out?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
}

/** What the command exits with where it could not go on. */
const FAILED = 1;

/**
 * Records until SIGINT or SIGTERM; the exit status is set accordingly.
 *
 * @throws {@link UsageError} where an option is wrong: exit 2
 * @throws {@link TargetError} where nothing listens at the target: exit 3
 */
export async function record(flags: RecordFlags): Promise<void> {
  const target = targetFrom(flags.target);
  const port = portFrom(flags.port);
  const { host = '127.0.0.1', out = '' } = flags;
  if (out === '')
    throw new UsageError('--out is missing: name the scenario to write, such as --out recorded.yaml');
  const file = RecordingFile.prepare(out);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const recording = new Recording({ target, host, port, file, log: say });
  try {
    await recording.start();
  } catch (failure) {
    if (!(failure instanceof ListenError)) throw failure;
    return fail(listenErrorText(failure, '0: any free one'));
  }
  const signal = stopSignal(); // before anybody is told that there is something to stop
  say(
    `Tigase recorder: ${recording.url} → ${target.origin}${target.pathname.replace(/\/$/, '')}, into ${out}`,
  );
  say(`stopping: ${await signal}`);
  try {
    const requests = await recording.stop();
    say(
      requests === 0
        ? `stopped: no request came, and ${out} was not written`
        : `stopped: ${out} ${holds(requests)}`,
    );
  } catch (failure) {
    fail(`--out ${out} can't be written: ${unwritable(failure)}`);
  }
}

function fail(text: string): void {
  complain(text, false);
  process.exitCode = FAILED;
}

function holds(requests: number): string {
  return requests === 1 ? 'holds 1 request' : `holds ${requests} requests`;
}

function targetFrom(text = ''): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const remedy = 'name the server that gets the requests, such as http://localhost:8080';
  if (text === '') throw new UsageError(`--target is missing: ${remedy}`);
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(`--target ${text} is no http or https URL: ${remedy}`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      '--target has credentials in its URL: leave them out, the application sends its own',
    );
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(`--target ${text} has more than a path: leave out what follows it`);
  return url;
}

function portFrom(text = '8081'): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port ${text} is no port: give a number from 0 (any free one) to 65535`);
}

/** The name of the first SIGINT or SIGTERM. A second one ends the process at once, as signals do. */
function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    const stop = (signal: NodeJS.Signals) => {
      for (const name of signals) process.removeListener(name, stop);
      resolve(signal);
    };
    for (const name of signals) process.on(name, stop);
  });
}
