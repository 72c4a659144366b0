import { complain } from './complaint.js';
import { Emulator } from './emulator.js';
import { createLog, type Log } from './log.js';
import type { Options } from './options.js';
import { type Flags, startSettings } from './start-settings.js';

/** What the command exits with where the server could not go on. */
const FAILED = 1;

/** Serves until SIGINT or SIGTERM; the exit status is set accordingly. */
export async function start(flags: Flags): Promise<void> {
  const { options, log: format, configFile, warnings } = await startSettings(flags, process.env);
  const log = createLog(format, (line) => process.stderr.write(line));
  for (const text of warnings) log({ event: 'warning', text });
  const emulator = new Emulator(options, (failure) => log({ event: 'error', text: describe(failure) }));
  if (format !== 'silent') emulator.onExchange((exchange) => log({ event: 'request', exchange }));
  try {
    await emulator.start();
  } catch (failure) {
    complain(listenError(failure as NodeJS.ErrnoException, options), format === 'json');
    process.exitCode = FAILED;
    return;
  }
  const signal = stopSignal(log); // before anybody is told that there is something to stop
  log({
    event: 'listening',
    release: options.release,
    url: emulator.url,
    http: emulator.httpPort,
    config: configFile,
  });
  await signal;
  await emulator.stop();
  log({ event: 'stopped' });
}

/** Resolves at the first SIGINT or SIGTERM. A second one ends the process at once, as signals do. */
function stopSignal(log: Log): Promise<void> {
  return new Promise((resolve) => {
    const signals = ['SIGINT', 'SIGTERM'] as const;
    const alive = setInterval(() => {}, 2 ** 30); // with every port off nothing else keeps the process
    const stop = (signal: NodeJS.Signals) => {
      clearInterval(alive);
      for (const name of signals) process.removeListener(name, stop);
      log({ event: 'stopping', reason: signal });
      resolve();
    };
    for (const name of signals) process.on(name, stop);
  });
}

function listenError({ code, message }: NodeJS.ErrnoException, { host, port }: Options): string {
  const choose = 'choose another with --port N (0: any free one)';
  if (code === 'EADDRINUSE') return `port ${port} on ${host} is in use: ${choose}`;
  if (code === 'EACCES') return `port ${port} on ${host} needs more rights than this user has: ${choose}`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine: choose another with --host ADDRESS`;
  return `can't listen on ${host}, port ${port}: ${message}`;
}

function describe(failure: unknown): string {
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}
