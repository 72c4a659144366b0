import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Release } from '../release.js';
import { javaEncodable } from './codecs/java-text.js';

/**
 * An HTTP answer as Tigase gives it, before it is written. How its end is told differs: answers with content are
 * `chunked`, errors have a `length`, those that have no body at all have `none`, and what the Java HTTP server refuses by itself, before Tigase sees it, is a
 * `rejection` after which the connection is closed. Source: the `headers` of all HTTP recordings.
 */
export interface Answer {
  readonly status: number;
  readonly framing: 'chunked' | 'length' | 'none' | 'rejection';
  /** Name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: string;
}

export const serverError: Answer = { status: 500, framing: 'length', headers: [], body: '' };

/** One list for all: the journal keeps a thousand answers. */
const CONTENT_HEADERS = {
  'application/json': ['Content-type', 'application/json'],
  'application/xml': ['Content-type', 'application/xml'],
} as const;

export function content(type: 'application/json' | 'application/xml', body: string): Answer {
  return { status: 200, framing: 'chunked', headers: CONTENT_HEADERS[type], body };
}

export function forbidden(text: string): Answer {
  return { status: 403, framing: 'length', headers: [], body: text };
}

export const unauthorized: Answer = {
  status: 401,
  framing: 'length',
  headers: ['Www-authenticate', 'Basic realm="TigasePlain"'],
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

/** Where there is no account of a user (recordings "account life"). */
export const noAccount: Answer = { status: 404, framing: 'chunked', headers: [], body: '' };

/** Where there is an account already (recordings "account life"). */
export const userExists: Answer = { status: 409, framing: 'length', headers: [], body: 'User exists' };

export const bodyTooLarge: Answer = { status: 413, framing: 'length', headers: [], body: '' };

/** What the Java HTTP server answers by itself. */
export function rejection(status: number, reason: string): Answer {
  const body = `<h1>${status} ${STATUS_CODES[status]}</h1>${reason}`;
  return { status, framing: 'rejection', headers: [], body };
}

/** The parts of a request on which the form of its answer depends. */
export interface AnsweredRequest {
  readonly httpVersion: string;
  readonly method: string;
}

/** An answer as it goes over the wire, without the status line and the date. */
export interface WireForm {
  /** Name, value, name, value, in the order and letter case in which Tigase sends them. */
  readonly headers: string[];
  /** The body with its framing. */
  readonly payload: string;
  /** UTF-8, or what is the same and written faster where all of it is ASCII. */
  readonly encoding: 'utf8' | 'latin1';
}

/** Headers as lines of HTTP/1.1, from name, value, name, value. */
export function headerLines(headers: readonly string[]): string {
  return headers.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('');
}

/** The form in which a request is answered: HTTP/1.0 knows no chunks, and HEAD gets neither body nor framing. */
export function wireForm({ framing, headers, body }: Answer, request: AnsweredRequest): WireForm {
  const text = javaEncodable(body);
  const length = Buffer.byteLength(text);
  const encoding = length === text.length ? 'latin1' : 'utf8';
  if (framing === 'rejection') {
    return {
      headers: ['Content-Length', String(length), 'Content-Type', 'text/html', 'Connection', 'close'],
      payload: text,
      encoding,
    };
  }
  if (request.method === 'HEAD' || framing === 'none')
    return { headers: [...headers], payload: '', encoding };
  if (framing === 'length')
    return { headers: [...headers, 'Content-length', String(length)], payload: text, encoding };
  if (request.httpVersion === '1.0') return { headers: [...headers], payload: text, encoding };
  const chunk = length === 0 ? '' : `${length.toString(16)}\r\n${text}\r\n`;
  return { headers: ['Transfer-encoding', 'chunked', ...headers], payload: `${chunk}0\r\n\r\n`, encoding };
}

/** Writes an answer; Node's own `Connection` and `Keep-Alive` headers are left out, as Tigase sends none. */
export function writeAnswer(response: ServerResponse, answer: Answer, { last }: { last: boolean }): void {
  const { httpVersion, method = 'GET' } = response.req;
  const { headers, payload, encoding } = wireForm(answer, { httpVersion, method });
  if (answer.framing === 'rejection') response.sendDate = false;
  else response.removeHeader('Connection');
  if (last) response.shouldKeepAlive = false;
  response.writeHead(answer.status, headers);
  response.chunkedEncoding = false; // the payload is framed already: one write instead of five
  if (payload !== '') {
    response.write(payload, encoding);
    response.socket?.uncork(); // written by now, it is one string; end() would gather it with an empty one
  }
  response.end();
}
