import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { javaUtf8 } from '../../http-api/codecs/java-text.js';
import { isForm } from '../../http-api/content.js';
import { isSecretHeader, percentDecoded } from '../../redact.js';
import { type Exchange, type Headers, headerOf } from './exchange.js';
import { parametersOf, type Redaction } from './secrets.js';

/** An exchange without its secrets, as texts: what a scenario can tell of it. */
export interface Told {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** With its `?`; empty where there is none. */
  readonly query: string;
  /** Whether a key came, and was refused. */
  readonly key: 'own' | 'none' | 'refused';
  /** Whether credentials were asked for, came and were refused, or could not even be read. */
  readonly credentials: 'own' | 'none' | 'refused' | 'unreadable';
  /** Content-Type. */
  readonly type: string | undefined;
  /** Those besides that matter to the server. */
  readonly headers: Headers;
  /** `undefined` where there is nothing in it. */
  readonly body: string | undefined;
  /** Whether its body came in chunks, which Tigase does not read. */
  readonly isChunked: boolean;
  readonly answer: {
    readonly status: number;
    readonly reason: string;
    readonly headers: Headers;
    readonly body: string;
  };
}

export function toldOf(exchange: Exchange, redaction: Redaction): Told {
  const { request, answer } = exchange;
  const [, path = '', query = ''] = /^([^?]*)(.*)$/s.exec(redaction.target(request.target)) ?? [];
  const type = headerOf(request.headers, 'content-type');
  const isChunked = /chunked/i.test(headerOf(request.headers, 'transfer-encoding') ?? '');
  const body = redaction.body(javaUtf8(request.body.toString('latin1')), type ?? '');
  return {
    method: request.method,
    path,
    query,
    key: keyOf(exchange),
    credentials: credentialsOf(exchange),
    type: type === undefined ? undefined : redaction.text(type),
    headers: request.headers
      .filter(([name]) => !isOrdinary(name) && !isSecretHeader(name))
      .map(([name, value]) => [name, redaction.text(value)]),
    body: body === '' || isChunked ? undefined : body,
    isChunked: isChunked && body !== '',
    answer: {
      status: answer.status,
      reason: answer.reason,
      headers: [],
      body: redaction.text(unpacked(answer).toString('utf8')),
    },
  };
}

/** Headers that every client sends for itself, and those that trace requests. */
const ORDINARY = new Set(
  `accept accept-charset accept-encoding accept-language b3 baggage cache-control connection content-length
  content-type date dnt expect forwarded from host http2-settings keep-alive newrelic origin pragma priority
  proxy-connection referer te traceparent tracestate trailer transfer-encoding uber-trace-id upgrade
  upgrade-insecure-requests user-agent via x-amzn-trace-id x-cloud-trace-context x-correlation-id x-forwarded-for
  x-forwarded-port x-forwarded-proto x-real-ip x-request-id`.split(/\s+/),
);

function isOrdinary(name: string): boolean {
  return ORDINARY.has(name.toLowerCase()) || /^(?:sec|x-b3|x-datadog|if)-|^(?:sentry|x-ot)-/i.test(name);
}

/** A key counts from the header, and from a parameter that stands there once. */
function keyOf({ request: { target, headers, body }, answer }: Exchange): Told['key'] {
  const form = isForm(headerOf(headers, 'content-type') ?? '') ? body.toString('utf8') : '';
  const named = [/\?(.*)$/s.exec(target)?.[1] ?? '', form]
    .flatMap(parametersOf)
    .filter(({ name }) => name === 'api-key');
  if (headerOf(headers, 'api-key') === undefined && named.length !== 1) return 'none';
  return answer.status === 403 ? 'refused' : 'own';
}

function credentialsOf({ request: { headers }, answer }: Exchange): Told['credentials'] {
  const sent = headerOf(headers, 'authorization');
  const basic = /^Basic (.*)$/i.exec(sent ?? '')?.[1];
  if (basic !== undefined && !/^[A-Za-z\d+/]*={0,2}$/.test(basic)) return 'unreadable';
  if (answer.status !== 401) return 'own';
  return sent === undefined ? 'none' : 'refused';
}

const UNPACK: { readonly [coding: string]: (bytes: Buffer) => Buffer } = {
  gzip: gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};

/** A played request asks for no compression. */
function unpacked({ headers, body }: Exchange['answer']): Buffer {
  const unpack = UNPACK[headerOf(headers, 'content-encoding')?.toLowerCase() ?? ''];
  return unpack === undefined || body.length === 0 ? body : unpack(body);
}

/** A user that a path names. */
export interface PathUser {
  /** As it is written. */
  readonly raw: string;
  /** Percent-decoded. */
  readonly jid: string;
  readonly local: string;
  readonly domain: string;
  /** What follows: `/status/mobile`. */
  readonly rest: string;
}

export function userOf({ path }: Pick<Told, 'path'>): PathUser | undefined {
  const [, raw = '', rest = ''] = /^\/rest\/user\/([^/]+)(\/.*)?$/s.exec(path) ?? [];
  const isWritten = raw.includes('@'); // what is escaped besides is part of a name then
  const [, local, domain] = /^([^@/]+)@([^@/]+)$/.exec(isWritten ? raw : percentDecoded(raw)) ?? [];
  if (local === undefined || domain === undefined) return undefined;
  return {
    raw,
    jid: percentDecoded(raw),
    local: percentDecoded(local),
    domain: percentDecoded(domain),
    rest,
  };
}

/** The domain whose users a path lists. */
export function listedDomain({ path }: Pick<Told, 'path'>): string | undefined {
  return /^\/rest\/users\/([^/]+)$/.exec(path)?.[1];
}
