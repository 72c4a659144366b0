import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type Koa from 'koa';
import { createHttpServer } from '../http-api/http-server.js';
import type { RejectionListener } from '../http-api/rejections.js';
import { closed, listen, portOf } from '../listening.js';

/** How long accepted requests may take once the port is closed, in milliseconds. */
const GRACE = 1000;

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
    this.handler ??= this.options.app().callback(); // with the first request: to start takes less time than to make it
    return this.handler(request, response);
  };

  /** @throws {@link ListenError} where the port can't be had */
  async open(): Promise<void> {
    const { host, port, onRejection } = this.options;
    if (port === 'off') return;
    this.server = createHttpServer({ handler: this.handle, onRejection });
    await listen(this.server, host, port, 'port');
  }

  /** Accepts nothing more, and resolves once all that was accepted is answered, or cut off after a second. */
  async close(): Promise<void> {
    const cut = setTimeout(() => this.server?.closeAllConnections(), GRACE);
    const over = closed(this.server);
    this.server?.closeIdleConnections();
    await over;
    clearTimeout(cut);
  }
}
