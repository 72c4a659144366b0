import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Answer, type AnsweredRequest, rejection, wireForm } from './answer.js';

/** Limits on what a client may keep the server waiting for or make it hold. */
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

/** A request that Node's parser refused: what can be told of it. */
export interface RefusedRequest extends AnsweredRequest {
  readonly target: string;
}

export interface HttpServerOptions {
  readonly handler: RequestListener;
  /** The answer to a well-formed request line that Node's parser does not take, such as one with an unknown method. */
  readonly answerTo: (request: RefusedRequest) => Answer;
  readonly limits?: Partial<ServerLimits>;
}

/** A parse error of Node's, with the bytes that it met. */
interface ParseError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

/**
 * A Node HTTP server that lets through whatever Tigase's does, and answers what Node's parser refuses before an
 * application sees it.
 */
export function createHttpServer({ handler, answerTo, limits }: HttpServerOptions): Server {
  const server = createServer(
    {
      ...LIMITS,
      ...limits,
      keepAliveTimeout: 30_000, // as the Java HTTP server's idle interval
      maxHeaderSize: MAX_HEADER_SIZE,
      requireHostHeader: false,
    },
    handler,
  );
  const answered = new WeakSet<Duplex>();
  server.on('clientError', (failure: ParseError, socket) => {
    if (answered.has(socket)) return; // the rest of what is answered already
    answered.add(socket);
    if (failure.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const refused = NOT_TAKEN.has(failure.code ?? '') ? readRequestLine(failure.rawPacket) : undefined;
    const answer = refused === undefined ? answerToGarbage(failure) : answerTo(refused);
    socket.end(wireBytes(answer, refused ?? { method: 'GET', httpVersion: '1.1' }));
    setTimeout(() => socket.destroy(), 1000).unref();
  });
  return server;
}

/** The parse errors after which a request line is still worth an answer of its own. */
const NOT_TAKEN: ReadonlySet<string> = new Set(['HPE_INVALID_METHOD', 'HPE_INVALID_URL']);

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~\w]+) (\S+) HTTP\/(1\.[01])\r?\n/;

function readRequestLine(packet: Buffer | undefined): RefusedRequest | undefined {
  const [, method, target, httpVersion] = REQUEST_LINE.exec(packet?.toString('latin1') ?? '') ?? [];
  if (method === undefined || target === undefined || httpVersion === undefined) return undefined;
  return { method, target, httpVersion };
}

/** What was recorded of none of them is the Java HTTP server's own answer to a bad request line. */
function answerToGarbage({ code }: ParseError): Answer {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return rejection(408, 'The request did not arrive in time');
  if (code === 'HPE_HEADER_OVERFLOW') return rejection(431, 'Request headers too large');
  return rejection(400, 'Bad request line');
}

/** An answer that no ServerResponse writes; the connection ends after it. */
function wireBytes(answer: Answer, request: AnsweredRequest): Buffer {
  const { headers, payload } = wireForm(answer, request);
  if (answer.framing !== 'rejection') headers.push('Date', new Date().toUTCString());
  const fields = headers.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
  return Buffer.from(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${fields}\r\n${payload}`);
}
