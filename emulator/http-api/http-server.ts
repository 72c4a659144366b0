import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Answer, rejection, wireForm } from './answer.js';
import { type ParseError, SecondReadings } from './second-reading.js';

/** Limits on what a client may keep the server waiting for. */
export interface ServerLimits {
  /** How long a request's head may take, in milliseconds. */
  readonly headersTimeout: number;
  /** How long a whole request may take, in milliseconds. */
  readonly requestTimeout: number;
  /** How often both are looked at, in milliseconds. */
  readonly connectionsCheckingInterval: number;
}

const LIMITS: ServerLimits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1000,
};

/** The Java HTTP server's own limit on a request's head, in bytes (system property `jdk.http.maxHeaderSize`). */
const MAX_HEADER_SIZE = 380 * 1024;

/** Node's code for a request that takes longer than the limits. */
const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';

/** Node's code for bytes after a request with `Connection: close`. */
const AFTER_CLOSE = 'HPE_CLOSED_CONNECTION';

export interface HttpServerOptions {
  readonly handler: RequestListener;
  /** Told of bytes that are no request, and of the answer to them. */
  readonly onRejection: (answer: Answer, reason: string) => void;
  readonly limits?: Partial<ServerLimits>;
}

/**
 * A Node HTTP server that lets through what the Java HTTP server before Tigase does, and answers as that does what
 * is no request at all.
 */
export function createHttpServer({ handler, onRejection, limits }: HttpServerOptions): Server {
  const server = createServer({
    ...LIMITS,
    ...limits,
    keepAliveTimeout: 30_000, // as the Java HTTP server's idle interval
    maxHeaderSize: MAX_HEADER_SIZE,
    requireHostHeader: false,
  });
  const readings = new SecondReadings(server);
  const handle: RequestListener = (request, response) => {
    readings.receive(request, response);
    handler(request, response);
  };
  server.on('request', handle);
  server.on('checkExpectation', handle); // an Expect header other than 100-continue changes nothing

  const rejected = new WeakSet<Duplex>();
  const reject = (socket: Duplex, failure: ParseError) => {
    if (rejected.has(socket)) return; // the rest of what is answered already
    rejected.add(socket);
    if (failure.code === AFTER_CLOSE) return; // the answer to the last request ends the connection
    const silent = failure.code === TIMEOUT && (socket as Partial<Socket>).bytesRead === 0;
    if (failure.code === 'ECONNRESET' || silent || !socket.writable) return void socket.destroy();
    const answer = REJECTIONS[failure.code ?? ''] ?? rejection(400, 'Bad request line');
    const send = () => socket.end(rejectionText(answer), () => socket.destroy());
    if (failure.code === TIMEOUT)
      send(); // the request that has no answer yet is the one that takes too long
    else readings.afterAnswers(socket, send);
    onRejection(answer, reasonOf(failure));
  };
  server.on('clientError', (failure: ParseError, socket) => {
    if (!readings.takeUp(socket, failure)) reject(socket, failure);
  });
  server.on('connect', (request, socket, head) => {
    readings.takeUp(socket, unparsed(request, head));
    socket.on('data', (chunk) => readings.takeUp(socket, { rawPacket: chunk }));
  });
  return server;
}

/** A CONNECT request, which Node hands over as a tunnel, as if the parser had refused it: Tigase knows no tunnels. */
function unparsed({ method, url, rawHeaders }: IncomingMessage, rest: Buffer): ParseError {
  const fields = rawHeaders.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
  const head = Buffer.from(`${method} ${url} HTTP/1.1\r\n${fields}\r\n`, 'latin1');
  return { code: 'HPE_INVALID_METHOD', rawPacket: Buffer.concat([head, rest]) };
}

/** A TLS record begins with its type, 22 for a handshake, and the major version, 3. */
const TLS_HANDSHAKE = Buffer.from([22, 3]);

function reasonOf({ message, rawPacket }: ParseError): string {
  if (rawPacket?.subarray(0, 2).equals(TLS_HANDSHAKE) === true)
    return 'they look like TLS. Use http://, not https://';
  return message ?? 'they break off';
}

/**
 * How the Java HTTP server puts it (OpenJDK 17); of a request that takes too long or is too large it says nothing, so
 * that is ours.
 */
const REJECTIONS: { readonly [code: string]: Answer } = {
  [TIMEOUT]: rejection(408, 'The request did not arrive in time'),
  HPE_HEADER_OVERFLOW: rejection(431, 'Request headers too large'),
  HPE_INVALID_CONTENT_LENGTH: rejection(400, 'NumberFormatException thrown'),
  HPE_UNEXPECTED_CONTENT_LENGTH: rejection(400, 'Conflicting or malformed headers detected'),
  HPE_INVALID_TRANSFER_ENCODING: rejection(501, 'Unsupported Transfer-Encoding value'),
  HPE_INVALID_HEADER_TOKEN: rejection(400, 'Header key contains illegal characters'),
};

/** A rejection as it goes over the wire; no ServerResponse is there to write it. */
function rejectionText(answer: Answer): string {
  const { headers, payload } = wireForm(answer, { httpVersion: '1.1', method: 'GET' });
  const fields = headers.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
  return `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${fields}\r\n${payload}`;
}
