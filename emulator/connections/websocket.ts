import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { error, warning } from '../note.js';
import { webSocketFraming } from './framing.js';
import { MAX_UNSENT, type Streams } from './streams.js';
import type { Wire } from './xmpp-stream.js';

/** How much larger than a stanza a message may be, in bytes, to be answered with a stream error: more ends the connection. */
const OVERSIZE = 16 * 1024 ** 2;

/** What the client's close frame may say is wrong (RFC 6455, section 7.4.1). */
const UNSUPPORTED_DATA = 1003;

/** XMPP over WebSocket (RFC 7395). */
export class WebSocketEndpoint {
  private readonly server: WebSocketServer;

  constructor(private readonly streams: Streams) {
    this.server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: streams.limits.stanza + OVERSIZE,
      handleProtocols: (offered) => (offered.has('xmpp') ? 'xmpp' : false),
    });
  }

  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.server.handleUpgrade(request, socket, head, (webSocket) => this.serve(webSocket, socket));
  }

  private serve(socket: WebSocket, connection: Duplex): void {
    const gather = gathering(connection);
    const wire: Wire = {
      framing: webSocketFraming,
      send: (text) => {
        if (socket.readyState !== socket.OPEN) return;
        gather();
        socket.send(text);
        if (socket.bufferedAmount > MAX_UNSENT) socket.terminate();
      },
      end: () => socket.close(),
      cut: () => socket.terminate(),
      startTls: undefined,
    };
    const stream = this.streams.open(wire);
    if (socket.protocol !== 'xmpp') {
      const text = 'The client did not offer the WebSocket subprotocol xmpp, which clients must (RFC 7395)';
      stream.note(warning('no-subprotocol', text));
    }
    socket.on('message', (data: RawData, isBinary) => {
      if (!isBinary) return stream.receive(data as Buffer);
      stream.note(error('binary-message', 'XMPP over WebSocket is text (RFC 7395, section 3.2)'));
      socket.close(UNSUPPORTED_DATA);
      stream.disconnected();
    });
    socket.on('error', (failure) => {
      stream.note(error('connection-failed', `The WebSocket connection failed: ${failure.message}`));
    });
    socket.on('close', () => this.streams.closed(stream));
  }
}

/** Gathers what is written in one turn of the event loop into one packet: an error and its close arrive together. */
function gathering(connection: Duplex): () => void {
  let corked = false;
  return () => {
    if (corked) return;
    corked = true;
    connection.cork();
    process.nextTick(() => {
      corked = false;
      connection.uncork();
    });
  };
}
