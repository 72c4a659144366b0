import { createServer as createHttpServer, type Server as HttpServer, type IncomingMessage } from 'node:http';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { allDone, closed, listen, portOf } from '../listening.js';
import type { TlsSource } from './certificate.js';
import type { Streams, StreamsOptions } from './streams.js';
import type { WebSocketEndpoint } from './websocket.js';

export interface ConnectionsOptions extends StreamsOptions {
  readonly host: string;
  readonly websocketPort: number | 'off';
  readonly xmppPort: number | 'off';
  readonly domains: readonly string[];
  readonly tls: TlsSource | false;
}

/** What serves streams; loaded with the first connection, so that the emulator starts faster. */
interface Serving {
  readonly streams: Streams;
  readonly webSocket: WebSocketEndpoint;
  readonly serveTcp: (socket: Socket, streams: Streams, secureContext: SecureContext | undefined) => void;
}

/** Where XMPP clients connect: over WebSocket and over TCP. */
export class Connections {
  private serving: Promise<Serving> | undefined;
  private webSocketServer: Server | undefined;
  /** Reads the openings of WebSockets; made with the first connection, since a start has no time for it. */
  private http: HttpServer | undefined;
  /** The connections of that port, each with what ends it where it does not become a WebSocket in time. */
  private readonly deadlines = new Map<Duplex, NodeJS.Timeout>();
  private tcpServer: Server | undefined;
  private secureContext: SecureContext | undefined;

  constructor(private readonly options: ConnectionsOptions) {}

  get websocketPort(): number | undefined {
    return portOf(this.webSocketServer);
  }

  get xmppPort(): number | undefined {
    return portOf(this.tcpServer);
  }

  /** @throws {@link ListenError} where a port can't be had */
  async start(): Promise<void> {
    const { host, websocketPort, xmppPort, tls, domains } = this.options;
    if (tls !== false && xmppPort !== 'off') {
      const { secureContextOf } = await import('./certificate.js');
      this.secureContext = await secureContextOf(tls, domains);
    }
    const listening: Promise<void>[] = [];
    if (websocketPort !== 'off') {
      this.webSocketServer = createTcpServer((socket) => this.acceptHttp(socket));
      listening.push(listen(this.webSocketServer, host, websocketPort, 'websocket-port'));
    }
    if (xmppPort !== 'off') {
      this.tcpServer = createTcpServer((socket) => this.accept(socket));
      listening.push(listen(this.tcpServer, host, xmppPort, 'xmpp-port'));
    }
    await allDone(listening);
  }

  /** Ends every stream in order, and every connection. */
  async stop(): Promise<void> {
    const servers = [this.webSocketServer, this.tcpServer].map(closed);
    const serving = await this.serving;
    await serving?.streams.stop();
    for (const socket of this.deadlines.keys()) socket.destroy();
    await Promise.all(servers);
  }

  /** Ends the streams that have no session yet, of a domain where one is named. */
  reset(domain?: string): void {
    void this.serving?.then(({ streams }) => streams.reset(domain));
  }

  private serve(): Promise<Serving> {
    this.serving ??= load(this.options);
    return this.serving;
  }

  private acceptHttp(socket: Socket): void {
    const { loginSeconds } = this.options.limits;
    const deadline = setTimeout(() => socket.destroy(), loginSeconds * 1000); // the stream has its own later
    this.deadlines.set(socket, deadline);
    socket.once('close', () => {
      clearTimeout(deadline);
      this.deadlines.delete(socket);
    });
    this.http ??= this.createHttp();
    this.http.emit('connection', socket);
  }

  private createHttp(): HttpServer {
    const server = createHttpServer((_, response) => {
      response.writeHead(426, {
        Connection: 'Upgrade, close',
        Upgrade: 'websocket',
        'Content-Type': 'text/plain',
      });
      response.end('XMPP over WebSocket is served here: connect with the subprotocol xmpp (RFC 7395)\n');
    });
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    return server;
  }

  private async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => socket.destroy());
    const path = request.url?.replace(/\?.*$/s, '');
    if (path !== '/' && path !== '/xmpp-websocket') {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
        socket.destroy(),
      );
      return;
    }
    const { webSocket } = await this.serve();
    if (socket.destroyed) return;
    clearTimeout(this.deadlines.get(socket));
    webSocket.accept(request, socket, head);
  }

  private async accept(socket: Socket): Promise<void> {
    socket.on('error', () => socket.destroy());
    const { streams, serveTcp } = await this.serve();
    if (!socket.destroyed) serveTcp(socket, streams, this.secureContext);
  }
}

async function load(options: StreamsOptions): Promise<Serving> {
  const [{ Streams }, { WebSocketEndpoint }, { serveTcp }] = await Promise.all([
    import('./streams.js'),
    import('./websocket.js'),
    import('./tcp.js'),
  ]);
  const streams = new Streams(options);
  return { streams, webSocket: new WebSocketEndpoint(streams), serveTcp };
}
