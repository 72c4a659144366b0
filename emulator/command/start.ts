import { complain } from '../complaint.js';
import { fullJid } from '../jid.js';
import { Emulator } from '../library/emulator.js';
import { ListenError, listenErrorText } from '../listening.js';
import { type Flags, startSettings } from '../options/start-settings.js';
import { createLog, type Log } from './log.js';
import { keepMemorySmall } from './memory.js';

/** What the command exits with where the server could not go on. */
const FAILED = 1;

/** Serves until SIGINT or SIGTERM; the exit status is set accordingly. */
export async function start(flags: Flags): Promise<void> {
  keepMemorySmall();
  const { options, log: format, configFile, warnings } = await startSettings(flags, process.env);
  const log = createLog(format, (line) => process.stderr.write(line));
  for (const text of warnings) log({ event: 'warning', text });
  const emulator = new Emulator(options, (failure) => log({ event: 'error', text: describe(failure) }));
  if (format !== 'silent') logFrom(emulator, log);
  try {
    await emulator.start();
  } catch (failure) {
    if (!(failure instanceof ListenError)) throw failure;
    complain(listenErrorText(failure, '0: any free one, off: none'), format === 'json');
    process.exitCode = FAILED;
    return;
  }
  const signal = stopSignal(log); // before anybody is told that there is something to stop
  log({
    event: 'listening',
    release: options.release,
    url: emulator.httpPort === undefined ? undefined : emulator.url,
    http: emulator.httpPort,
    websocket: emulator.websocketPort,
    xmpp: emulator.xmppPort,
    inspector: emulator.inspectorUrl,
    config: configFile,
  });
  await signal;
  await emulator.stop();
  log({ event: 'stopped' });
}

/** Logs what happens: requests, sessions of clients, and stanzas and streams where there is something to say of them. */
function logFrom(emulator: Emulator, log: Log): void {
  emulator.onExchange((exchange) => log({ event: 'request', exchange }));
  emulator.onStreamNote((note) => log({ event: 'stream', ...note }));
  emulator.onSessionEvent((event) => {
    if ('notes' in event && event.notes.length > 0)
      log({ event: 'stanza', jid: event.session.address, notes: event.notes });
    if (event.type === 'session-opened' && event.session.kind === 'client')
      log({ event: 'session-opened', jid: fullJid(event.session.jid) });
    if (event.type === 'session-closed' && event.session.kind === 'client')
      log({ event: 'session-closed', jid: fullJid(event.session.jid), end: event.end });
  });
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

function describe(failure: unknown): string {
  return failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
}
