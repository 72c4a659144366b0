import type { AddressInfo, Server } from 'node:net';
import { EmulatorError } from './emulator-error.js';
import type { EmulatorOptions } from './options/emulator-options.js';

/** What a port is for, by the command's option. */
export type PortName = 'port' | 'websocket-port' | 'xmpp-port';

const OPTION: { readonly [name in PortName]: keyof EmulatorOptions } = {
  port: 'port',
  'websocket-port': 'websocketPort',
  'xmpp-port': 'xmppPort',
};

/** A port can't be listened on: which, why, and what to do. */
export class ListenError extends EmulatorError {
  /** The class's name. */
  override readonly name = 'ListenError';
  /** Stable, for programs. */
  readonly code = 'LISTEN';

  /** @internal */
  constructor(
    /** What the port is for, by the name of the command's option. */
    readonly option: PortName,
    /** The port that was asked for. */
    readonly port: number,
    /** The address that was asked for. */
    readonly host: string,
    /** What the system said. */
    override readonly cause: NodeJS.ErrnoException,
  ) {
    const { reason, remedy } = problemOf(cause, host, port);
    super(
      remedy === 'host'
        ? `host: ${reason}: choose another`
        : `${OPTION[option]}: ${reason}: choose another, or 0 for any free one`,
    );
  }
}

/** How many connections may wait to be accepted; the system may allow fewer. */
const BACKLOG = 4096;

/** Listens on a port. @throws {@link ListenError} naming the option of the port */
export async function listen(server: Server, host: string, port: number, option: PortName): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) => reject(new ListenError(option, port, host, cause));
    server.once('error', refuse);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

/** Waits for all of what goes on at a time, so that nothing does after a failure: the first is thrown, in the order given. */
export async function allDone(doings: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(doings))
    if (outcome.status === 'rejected') throw outcome.reason;
}

/** The port that a server listens on; `undefined` where it does not. */
export function portOf(server: Server | undefined): number | undefined {
  const address = server?.address() as AddressInfo | null | undefined;
  return address?.port;
}

/** Stops a server from accepting connections, and resolves once those that it has are closed. */
export function closed(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (server?.listening === true) server.close(() => resolve());
    else resolve();
  });
}

/** The same for who uses the command; `others` says what besides another number the option takes. */
export function listenErrorText({ option, port, host, cause }: ListenError, others: string): string {
  const { reason, remedy } = problemOf(cause, host, port);
  return `${reason}: choose another with ${remedy === 'host' ? '--host ADDRESS' : `--${option} N (${others})`}`;
}

interface ListenProblem {
  readonly reason: string;
  /** What must be another one. */
  readonly remedy: 'host' | 'port';
}

function problemOf(cause: NodeJS.ErrnoException, host: string, port: number): ListenProblem {
  const where = `port ${port} on ${host}`;
  switch (cause.code) {
    case 'EADDRINUSE':
      return { reason: `${where} is in use`, remedy: 'port' };
    case 'EACCES':
      return { reason: `${where} needs more rights than this user has`, remedy: 'port' };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return { reason: `${host} is no address of this machine`, remedy: 'host' };
    default:
      return { reason: `can't listen on ${where}: ${cause.message}`, remedy: 'port' };
  }
}
