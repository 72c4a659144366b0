import {
  createServer,
  type IncomingMessage,
  type OutgoingMessage,
  request as requestHttp,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import { closed, listen, portOf } from '../../listening.js';
import { type Exchange, type Headers, headerOf, headersFrom } from './exchange.js';

export interface ProxyOptions {
  readonly target: URL;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Told of each pair once its answer has passed; `number` counts the requests as they came, from 0. */
  readonly onExchange: (exchange: Exchange, number: number) => void;
  /** Told of each request that the target did not answer. */
  readonly onFailure: (text: string) => void;
}

/** Headers of one connection, not of what passes over it (RFC 9110, section 7.6.1). `Expect` is answered by Node. */
const HOP_BY_HOP = /^(?:connection|keep-alive|proxy-connection|te|trailer|upgrade|expect)$/i;

/** How long requests that are under way may take once the proxy stops, in milliseconds. */
const GRACE = 2000;

/**
 * An HTTP proxy in front of one target: what comes in goes on as it is, headers in their order and spelling, and so
 * does the answer. Only what belongs to a connection is its own.
 */
export class RecordingProxy {
  private readonly server: Server;
  private arrived = 0;
  private underWay = 0;

  constructor(private readonly options: ProxyOptions) {
    this.server = createServer({ requireHostHeader: false }, (request, response) => {
      this.serve(request, response).catch((failure: NodeJS.ErrnoException) => {
        this.options.onFailure(`${shownTarget(request)}: ${failure.message}`);
        response.destroy();
      });
    });
  }

  /** @throws {@link ListenError} */
  async start(): Promise<void> {
    await listen(this.server, this.options.host, this.options.port, 'port');
  }

  get port(): number | undefined {
    return portOf(this.server);
  }

  /** Takes no more requests, and waits a while for the answers to those that it has. */
  async stop(): Promise<void> {
    const ended = closed(this.server);
    this.server.closeIdleConnections();
    const timer = setTimeout(() => this.server.closeAllConnections(), this.underWay === 0 ? 0 : GRACE);
    await ended;
    clearTimeout(timer);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      return; // the client is gone before its request was whole
    }
    const number = this.arrived;
    this.arrived += 1;
    this.underWay += 1;
    try {
      const exchange = await this.forward(request, Buffer.concat(chunks), response);
      if (exchange !== undefined) this.options.onExchange(exchange, number);
    } finally {
      this.underWay -= 1;
    }
  }

  /** Resolves once the answer has passed; with nothing where there was none, or its client went away. */
  private forward(
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<Exchange | undefined> {
    const { target, onFailure } = this.options;
    const { method = 'GET', url = '/' } = request;
    const headers = headersFrom(request.rawHeaders);
    return new Promise((resolve) => {
      const fail = (failure: NodeJS.ErrnoException) => {
        if (!response.destroyed) onFailure(`${shownTarget(request)}: ${reasonOf(failure, target)}`);
        refuse(response, reasonOf(failure, target));
        resolve(undefined);
      };
      const outgoing = (target.protocol === 'https:' ? requestHttps : requestHttp)({
        method,
        host: target.hostname.replace(/^\[|\]$/g, ''),
        port: target.port,
        path: url.startsWith('/') ? `${target.pathname.replace(/\/$/, '')}${url}` : url,
        agent: false,
        setHost: false,
      });
      writeHeaders(outgoing, this.withHost(headers));
      outgoing.on('error', fail);
      outgoing.on('response', (incoming) => {
        const answered = headersFrom(incoming.rawHeaders);
        const { statusCode: status = 0, statusMessage: reason = '' } = incoming;
        const received: Buffer[] = [];
        response.sendDate = false; // the target's own passes
        response.statusCode = status;
        response.statusMessage = reason;
        response.removeHeader('Connection'); // Node's own
        writeHeaders(response, answered);
        response.flushHeaders();
        incoming.on('data', (chunk: Buffer) => {
          received.push(chunk);
          response.write(chunk);
        });
        incoming.on('end', () => {
          response.end();
          resolve({
            request: { method, target: url, headers, body },
            answer: { status, reason, headers: answered, body: Buffer.concat(received) },
          });
        });
        incoming.on('error', fail);
      });
      response.on('error', fail); // the client went away in the middle of it
      response.on('close', () => {
        if (!response.writableFinished) outgoing.destroy();
        resolve(undefined); // unless the answer has passed
      });
      outgoing.end(body.length > 0 ? body : undefined);
    });
  }

  /** What the client called the proxy is called as the target is; another name that it sent goes on as it is. */
  private withHost(headers: Headers): Headers {
    const { host, target } = this.options;
    const own = [host, 'localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${this.port}`);
    const sent = headerOf(headers, 'host');
    if (sent === undefined || !own.includes(sent.toLowerCase())) return headers;
    return headers.map(([name, value]) => [name, name.toLowerCase() === 'host' ? target.host : value]);
  }
}

/** Sets headers in their order and spelling, and keeps Node from adding any that say how the body ends. */
function writeHeaders(message: OutgoingMessage, headers: Headers): void {
  const named = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of headers) {
    if (HOP_BY_HOP.test(name)) continue;
    const same = named.get(name.toLowerCase()) ?? { name, values: [] };
    named.set(name.toLowerCase(), same);
    same.values.push(value);
  }
  for (const { name, values } of named.values())
    message.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
  for (const name of ['Content-Length', 'Transfer-Encoding'])
    if (!named.has(name.toLowerCase())) message.removeHeader(name);
}

function refuse(response: ServerResponse, reason: string): void {
  if (response.headersSent) return void response.destroy();
  const text = `tigase-emulator record: ${reason}\n`;
  response.writeHead(502, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Why the target gave no answer, in a sentence that names it. */
export function reasonOf({ code, message }: NodeJS.ErrnoException, { origin, host }: URL): string {
  if (code === 'ECONNREFUSED') return `${origin} can't be reached: nothing listens there`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${origin} can't be reached: there is no host ${host}`;
  if (code === 'ECONNRESET' || message === 'aborted')
    return `${origin} closed the connection without an answer`;
  return `${origin} can't be reached: ${message}`;
}

function shownTarget({ method = '', url = '' }: IncomingMessage): string {
  return `${method} ${url.replace(/\?.*$/s, '')}`;
}
