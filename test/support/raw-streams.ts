import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { RawStream } from './raw-stream.js';
import type { Transport } from './stream-words.js';

/** Where XMPP clients connect: an emulator's ports, inside the process or outside. */
export interface XmppPorts {
  readonly websocketPort: number | undefined;
  readonly xmppPort: number | undefined;
}

export function connectRaw(emulator: XmppPorts, transport: Transport): Promise<RawStream> {
  return transport === 'tcp' ? TcpStream.connect(emulator) : WebSocketStream.connect(emulator);
}

export class TcpStream extends RawStream {
  readonly transport = 'tcp';

  private constructor(private socket: Socket) {
    super();
    socket.setNoDelay(true);
    this.listen();
  }

  static async connect({ xmppPort = 0 }: XmppPorts): Promise<TcpStream> {
    const socket = connect(xmppPort, '127.0.0.1');
    await once(socket, 'connect');
    return new TcpStream(socket);
  }

  /** Goes on encrypted, once the server has said that it does too (RFC 6120, section 5.4.3). */
  async startTls(): Promise<TLSSocket> {
    this.socket.removeAllListeners();
    const encrypted = connectTls({ socket: this.socket, rejectUnauthorized: false });
    this.socket = encrypted;
    this.listen();
    await once(encrypted, 'secureConnect');
    return encrypted;
  }

  send(data: string | Buffer): void {
    this.socket.write(data);
  }

  end(): void {
    this.socket.end();
  }

  cut(): void {
    this.socket.destroy();
  }

  pause(): void {
    this.socket.pause();
  }

  private listen(): void {
    const decoder = new StringDecoder('utf8');
    this.socket.on('data', (bytes) => this.take(decoder.write(bytes)));
    this.socket.on('error', () => {});
    this.socket.on('close', () => this.over());
  }
}

export class WebSocketStream extends RawStream {
  readonly transport = 'websocket';
  /** The messages that came, taken or not. */
  readonly messages: string[] = [];
  /** The code of the close frame; 1005 where it has none. */
  closeCode: number | undefined;

  private constructor(private readonly socket: WebSocket) {
    super();
    socket.on('message', (message) => {
      this.messages.push(String(message));
      this.take(String(message));
    });
    socket.on('error', () => {});
    socket.on('close', (code) => {
      this.closeCode = code;
      this.over();
    });
  }

  static async connect(
    { websocketPort }: XmppPorts,
    { path = '/xmpp-websocket', protocols = ['xmpp'] } = {},
  ): Promise<WebSocketStream> {
    const socket = new WebSocket(`ws://127.0.0.1:${websocketPort}${path}`, protocols);
    const stream = new WebSocketStream(socket);
    await once(socket, 'open');
    return stream;
  }

  send(data: string | Buffer): void {
    this.socket.send(data);
  }

  end(): void {
    this.socket.close();
  }

  cut(): void {
    this.socket.terminate();
  }

  pause(): void {
    this.socket.pause();
  }
}
