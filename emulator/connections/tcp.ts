import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { error } from '../note.js';
import { tcpFraming } from './framing.js';
import { MAX_UNSENT, type Streams } from './streams.js';
import type { Wire, XmppStream } from './xmpp-stream.js';

/** How long a client may take to close its side of a connection, in milliseconds. */
const CLOSE_MS = 5000;

/** Serves one client over TCP (RFC 6120), which may encrypt the connection where there is a certificate. */
export function serveTcp(socket: Socket, streams: Streams, secureContext: SecureContext | undefined): void {
  new TcpConnection(socket, streams, secureContext);
}

class TcpConnection implements Wire {
  readonly framing = tcpFraming;
  private readonly stream: XmppStream;
  private encrypted = false;
  private cutTimer: NodeJS.Timeout | undefined;

  constructor(
    private socket: Socket,
    streams: Streams,
    private readonly secureContext: SecureContext | undefined,
  ) {
    socket.setNoDelay(true);
    this.stream = streams.open(this);
    this.listen(socket);
    socket.on('close', () => {
      clearTimeout(this.cutTimer);
      streams.closed(this.stream);
    });
  }

  get startTls(): (() => void) | undefined {
    return this.secureContext === undefined || this.encrypted ? undefined : () => this.encrypt();
  }

  send(text: string): void {
    if (!this.socket.writable) return;
    this.socket.write(text);
    if (this.socket.writableLength > MAX_UNSENT) this.cut();
  }

  /** A client that does not close its side is not waited for. */
  end(): void {
    this.socket.end();
    this.cutTimer ??= setTimeout(() => this.cut(), CLOSE_MS);
  }

  cut(): void {
    this.socket.destroy();
  }

  private listen(socket: Socket): void {
    socket.on('data', (bytes: Buffer) => this.stream.receive(bytes));
    socket.on('error', ({ message }) => {
      this.stream.note(error('connection-failed', `The TCP connection failed: ${message}`));
    });
  }

  /** From here on the bytes are TLS (RFC 6120, section 5.4.3.3). */
  private encrypt(): void {
    const { socket: plain, secureContext } = this;
    if (secureContext === undefined) return;
    this.encrypted = true;
    plain.removeAllListeners('data');
    this.socket = new TLSSocket(plain, { isServer: true, secureContext });
    this.listen(this.socket);
  }
}
