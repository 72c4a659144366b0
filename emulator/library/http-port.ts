import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type Koa from 'koa';
import { createHttpServer } from '../http-api/http-server.js';
import type { RejectionListener } from '../http-api/rejections.js';
import { closed, listen, portOf } from '../listening.js';

/** How long accepted requests may take once the port is closed, in milliseconds. */
const GRACE = 1000;

/** How long what has reached the system may take to be taken, in milliseconds: somebody may never stop sending. */
const ARRIVING = 250;

/** In how many turns of the event loop nothing may arrive where nothing is left: each takes one connection. */
const QUIET_TURNS = 3;

/** The same where nothing ever came: there is no connection yet on which something could be under way. */
const QUIET_TURNS_UNUSED = 2;

export interface HttpPortOptions {
  readonly host: string;
  readonly port: number | 'off';
  /** Makes what answers requests. */
  readonly app: () => Koa;
  readonly onRejection: RejectionListener;
}

/** Where the HTTP API is served: a port, or a server of somebody else's. */
export class HttpPort {
  private handler: ReturnType<Koa['callback']> | undefined;
  private server: Server | undefined;
  /** How many connections and requests have come. */
  private arrivals = 0;
  /** The answer to the newest request of each connection. */
  private readonly newest = new WeakMap<Socket, ServerResponse>();

  constructor(private readonly options: HttpPortOptions) {}

  /** `undefined` where it does not listen. */
  get port(): number | undefined {
    return portOf(this.server);
  }

  /** `undefined` where it does not listen. */
  get url(): string | undefined {
    const { port } = this;
    const { host } = this.options;
    return port === undefined ? undefined : `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Answers a request. */
  readonly handle = (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    this.arrivals += 1;
    this.newest.set(request.socket, response);
    this.handler ??= this.options.app().callback(); // with the first request: to start takes less time than to make it
    return this.handler(request, response);
  };

  /** Whether no other request has come on the connection since. */
  isNewest(request: IncomingMessage, response: ServerResponse): boolean {
    return this.newest.get(request.socket) === response;
  }

  /** @throws {@link ListenError} where the port can't be had */
  async open(): Promise<void> {
    const { host, port, onRejection } = this.options;
    if (port === 'off') return;
    this.server = createHttpServer({ handler: this.handle, onRejection });
    this.server.on('connection', () => {
      this.arrivals += 1;
    });
    await listen(this.server, host, port, 'port');
  }

  /** Resolves once the connections and requests that wait in the system are taken, so that they can be answered. */
  async takeArrivals(): Promise<void> {
    const end = performance.now() + ARRIVING;
    const turns = () => (this.arrivals === 0 ? QUIET_TURNS_UNUSED : QUIET_TURNS);
    for (let quiet = 0; quiet < turns() && performance.now() < end; quiet += 1) {
      const before = this.arrivals;
      await nextTurn();
      if (this.arrivals !== before) quiet = 0;
    }
  }

  /** Accepts nothing more, and resolves once all that was accepted is answered, or cut off after a second. */
  async close(): Promise<void> {
    const cut = this.arrivals === 0 ? undefined : setTimeout(() => this.server?.closeAllConnections(), GRACE);
    const over = closed(this.server);
    this.server?.closeIdleConnections();
    await over;
    clearTimeout(cut);
  }
}
