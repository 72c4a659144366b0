import { connect } from 'node:net';
import { UsageError } from '../../usage-error.js';
import { AnswerReader, type RawAnswer } from './answer-reader.js';
import type { RecordedRequest } from './recording.js';

/** Where recorded requests are sent. */
export interface RecordingTarget {
  readonly host: string;
  readonly port: number;
  /** `user:password`, which every request brings but those marked `noAuth`. */
  readonly credentials?: string | undefined;
}

/**
 * The host and port of a URL.
 *
 * @throws {@link UsageError} where recorded requests can't be sent there as they stand
 */
export function recordingTarget(url: string): RecordingTarget {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:') {
    throw new UsageError(
      `${url}: recordings are sent byte for byte over a plain socket: give a URL with http, such as http://localhost:8080`,
    );
  }
  if (parsed.pathname !== '/' || parsed.search !== '') {
    throw new UsageError(
      `${url}: the paths of recordings are sent as they stand: give a URL without a path, such as ${parsed.origin}`,
    );
  }
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: parsed.port === '' ? 80 : Number(parsed.port) };
}

/** `http://host:port` of a target. */
export function originOf({ host, port }: RecordingTarget): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** The headers of a request as they are sent, in order. */
export function headersOf(
  { method, headers: given, body, bodyBase64, chunked, host = 'localhost:8080', noAuth }: RecordedRequest,
  credentials?: string,
): (readonly [name: string, value: string])[] {
  const headers: (readonly [string, string])[] = [['Host', host], ...given];
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (credentials !== undefined && noAuth !== true && !has('authorization')) {
    headers.push(['Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`]);
  }
  if (!has('connection')) headers.push(['Connection', 'close']);
  if (isChunked({ body, bodyBase64, chunked })) headers.push(['Transfer-Encoding', 'chunked']);
  else if (body !== undefined || bodyBase64 !== undefined || method === 'POST' || method === 'PUT')
    headers.push(['Content-Length', String(bodyOf({ body, bodyBase64 }).length)]);
  return headers;
}

function isChunked({
  body,
  bodyBase64,
  chunked,
}: Pick<RecordedRequest, 'body' | 'bodyBase64' | 'chunked'>): boolean {
  return chunked === true && (body !== undefined || bodyBase64 !== undefined);
}

/** The bytes of a recorded body; none where there is none. */
export function bodyOf({ body, bodyBase64 }: Pick<RecordedRequest, 'body' | 'bodyBase64'>): Buffer {
  return bodyBase64 === undefined ? Buffer.from(body ?? '') : Buffer.from(bodyBase64, 'base64');
}

/** The bytes of a request, just as its description says. */
export function requestBytes(request: RecordedRequest, credentials?: string): Buffer {
  const { method, path, http10 } = request;
  const fields = headersOf(request, credentials)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const head = Buffer.from(`${method} ${path} HTTP/1.${http10 === true ? 0 : 1}\r\n${fields}\r\n`);
  const body = bodyOf(request);
  if (!isChunked(request)) return Buffer.concat([head, body]);
  const size = Buffer.from(`${body.length.toString(16)}\r\n`);
  return Buffer.concat([head, size, body, Buffer.from('\r\n0\r\n\r\n')]);
}

/** What one request brought. */
export interface RawExchange {
  /** What came of the answer; `undefined` where not even its head did. */
  readonly answer: RawAnswer | undefined;
  /** Why there is no whole answer. */
  readonly problem: string | undefined;
  /** Whether the server, not its client, closed the connection. */
  readonly closed: boolean;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** Sends a request over a connection of its own, and resolves with what came back within a time in milliseconds. */
export function rawExchange(
  request: RecordedRequest,
  { host, port, credentials }: RecordingTarget,
  timeoutMs: number,
): Promise<RawExchange> {
  const bytes = requestBytes(request, credentials);
  return new Promise((resolve) => {
    const reader = new AnswerReader(request.method);
    const startedAt = performance.now();
    let problem: string | undefined;
    let closed = true;
    const socket = connect(port, host, () => socket.write(bytes));
    const hangUp = () => {
      closed = false;
      socket.destroy();
    };
    const timer = setTimeout(() => {
      problem = `no whole answer within ${timeoutMs} ms`;
      hangUp();
    }, timeoutMs);
    socket.on('data', (piece) => {
      if (reader.push(piece)) hangUp();
    });
    socket.on('error', (failure) => {
      problem = `${host}:${port}: ${failure.message || String(failure)}`;
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({
        answer: reader.answer,
        problem: problem ?? reader.problem,
        closed,
        ms: performance.now() - startedAt,
      });
    });
  });
}
