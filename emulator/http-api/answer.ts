import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Release } from '../release.js';

/**
 * An HTTP answer as Tigase gives it, before it is written. How its end is told differs: answers with content are
 * `chunked`, errors have a `length`, and what the Java HTTP server refuses by itself, before Tigase sees it, is a
 * `rejection` after which the connection is closed. Source: the `headers` of all HTTP recordings.
 */
export interface Answer {
  readonly status: number;
  readonly framing: 'chunked' | 'length' | 'rejection';
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export const serverError: Answer = { status: 500, framing: 'length', headers: [], body: '' };

export function content(type: 'application/json' | 'application/xml', body: string): Answer {
  return { status: 200, framing: 'chunked', headers: [['Content-type', type]], body };
}

export function forbidden(text: string): Answer {
  return { status: 403, framing: 'length', headers: [], body: text };
}

export const unauthorized: Answer = {
  status: 401,
  framing: 'length',
  headers: [['Www-authenticate', 'Basic realm="TigasePlain"']],
  body: 'Not authorized',
};

export function noRoute({ noRoute: { framing, text } }: Release): Answer {
  return { status: 404, framing, headers: [], body: text };
}

export function methodNotSupported(method: string): Answer {
  return {
    status: 405,
    framing: 'length',
    headers: [],
    body: `HTTP method ${method} is not supported by this URL`,
  };
}

export const bodyTooLarge: Answer = { status: 413, framing: 'length', headers: [], body: '' };

/** What the Java HTTP server answers by itself. */
export function rejection(status: number, reason: string): Answer {
  const body = `<h1>${status} ${STATUS_CODES[status]}</h1>${reason}`;
  return { status, framing: 'rejection', headers: [], body };
}

/** The bytes that Java's encoder makes of a text: half a surrogate pair becomes a question mark. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text.isWellFormed() ? text : text.replace(/\p{Surrogate}/gu, '?'));
}

/** The header lines, in the order and letter case in which Tigase sends them, as name, value, name, value. */
export function headerLines(
  answer: Answer,
  length: number,
  request: { httpVersion: string; method: string },
): string[] {
  const own = answer.headers.flat();
  if (answer.framing === 'rejection') {
    return ['Content-Length', String(length), 'Content-Type', 'text/html', 'Connection', 'close'];
  }
  if (request.method === 'HEAD') return own;
  if (answer.framing === 'length') return [...own, 'Content-length', String(length)];
  return request.httpVersion === '1.0' ? own : ['Transfer-encoding', 'chunked', ...own];
}

/** Writes an answer; Node's own `Connection` and `Keep-Alive` headers are left out, as Tigase sends none. */
export function writeAnswer(response: ServerResponse, answer: Answer, { last }: { last: boolean }): void {
  const body = bytesOf(answer.body);
  const { httpVersion, method = 'GET' } = response.req;
  if (answer.framing === 'rejection') response.sendDate = false;
  else response.removeHeader('Connection');
  if (last) response.shouldKeepAlive = false;
  response.writeHead(answer.status, headerLines(answer, body.length, { httpVersion, method }));
  response.end(body);
}
