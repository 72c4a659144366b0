import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { headerLines } from './answer.js';
import { type RejectionListener, Rejections, SILENT } from './rejections.js';
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

/** The same on how many header fields it has (`sun.net.httpserver.maxReqHeaders`): the connection ends without an answer. */
const MAX_HEADERS = 200;

export interface HttpServerOptions {
  readonly handler: RequestListener;
  /** Told of bytes that are no request, and of the answer to them. */
  readonly onRejection: RejectionListener;
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
  // who has said all that there is to say still gets the answers; Node has no word in its documentation for it
  Object.assign(server, { httpAllowHalfOpen: true });
  server.maxHeadersCount = 0; // all are read and counted here: newer Node answers at its own limit, older leaves fields out
  const readings = new SecondReadings(server);
  const rejections = new Rejections(readings, onRejection);
  const handle: RequestListener = (request, response) => {
    const encoding = request.headers['transfer-encoding'] ?? 'chunked';
    if (encoding.toLowerCase() !== 'chunked') return rejections.reject(request.socket, NO_SUCH_ENCODING);
    if (request.rawHeaders.length > 2 * MAX_HEADERS)
      return rejections.reject(request.socket, TOO_MANY_HEADERS);
    readings.receive(request, response);
    handler(request, response);
  };
  server.on('request', handle);
  server.on('checkExpectation', handle); // an Expect header other than 100-continue changes nothing
  server.on('clientError', (failure: ParseError, socket) => {
    if (!readings.takeUp(socket, failure)) rejections.reject(socket, failure);
  });
  server.on('connect', (request, socket, head) => {
    readings.takeUp(socket, unparsed(request, head));
    socket.on('data', (chunk) => readings.takeUp(socket, { rawPacket: chunk }));
  });
  return server;
}

/** A CONNECT request, which Node hands over as a tunnel, as if the parser had refused it: Tigase knows no tunnels. */
function unparsed({ method, url, rawHeaders }: IncomingMessage, rest: Buffer): ParseError {
  const head = Buffer.from(`${method} ${url} HTTP/1.1\r\n${headerLines(rawHeaders)}\r\n`, 'latin1');
  return { code: 'HPE_INVALID_METHOD', rawPacket: Buffer.concat([head, rest]) };
}

const TOO_MANY_HEADERS: ParseError = {
  code: SILENT,
  message: `there are more than ${MAX_HEADERS} header fields`,
};

/** Node's parser lets some of these through. */
const NO_SUCH_ENCODING: ParseError = {
  code: 'HPE_INVALID_TRANSFER_ENCODING',
  message: 'Transfer-Encoding is not chunked',
};
