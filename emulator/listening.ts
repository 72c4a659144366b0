import type { AddressInfo, Server } from 'node:net';

/** A port can't be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(
    readonly option: 'port' | 'websocket-port' | 'xmpp-port',
    readonly port: number,
    override readonly cause: NodeJS.ErrnoException,
  ) {
    super(cause.message);
  }
}

/** How many connections may wait to be accepted; the system may allow fewer. */
const BACKLOG = 4096;

/** Listens on a port. @throws {ListenError} naming the option of the port */
export async function listen(
  server: Server,
  host: string,
  port: number,
  option: ListenError['option'],
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) => reject(new ListenError(option, port, cause));
    server.once('error', refuse);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', refuse);
      resolve();
    });
  });
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

/** Why a port can't be had, and what to do; `others` says what besides another number the option takes. */
export function listenErrorText({ option, port, cause }: ListenError, host: string, others: string): string {
  const choose = `choose another with --${option} N (${others})`;
  if (cause.code === 'EADDRINUSE') return `port ${port} on ${host} is in use: ${choose}`;
  if (cause.code === 'EACCES')
    return `port ${port} on ${host} needs more rights than this user has: ${choose}`;
  if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND')
    return `${host} is no address of this machine: choose another with --host ADDRESS`;
  return `can't listen on ${host}, port ${port}: ${cause.message}`;
}
