import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A request line that is well-formed, though Node's parser does not take it. */
interface RequestLine {
  readonly method: string;
  readonly target: string;
}

/** The Java HTTP server takes what stands before the first space, between the first two, and whatever follows. */
const REQUEST_LINE = /^([^ \r\n]+) ([^ \r\n]*) ([^\r\n]*)\r?\n/;

/** The same before its end has come. */
const LINE_BEGUN = /^[!#$%&'*+\-.^_`|~\w]+(?: [ -\u00ff]*)?\r?$/;

/** The parse errors after which a request is worth reading again: an odd method, target or version. */
const NOT_TAKEN: ReadonlySet<string | undefined> = new Set([
  'HPE_INVALID_METHOD',
  'HPE_INVALID_URL',
  'HPE_INVALID_CONSTANT',
  'HPE_INVALID_VERSION',
]);

/** How many refused requests one connection may bring; each costs a parser of its own. */
const MOST_READINGS = 20;

/** How much of a refused request may wait to be read, in bytes. */
const MOST_WAITING = 16 * 1024 ** 2;

/** A parse error of Node's, with the bytes that it met and how many of them were parsed before it. */
export interface ParseError {
  readonly message?: string;
  readonly code?: string;
  readonly rawPacket?: Buffer;
  readonly bytesParsed?: number;
}

/** What is known of a connection, or of the one that stands in for it. */
interface ConnectionState {
  /** What stands in for it while a request of it is read again. */
  reading: Duplex | undefined;
  /** The line of the request that is read again through it, until that is there. */
  line: RequestLine | undefined;
  /** What there is of a refused request, until its line is whole. */
  begun: string | undefined;
  /** The last request that came, whole or not, and the answer to it. */
  last: { readonly request: IncomingMessage; readonly answer: ServerResponse } | undefined;
  /** The answer to the one before. */
  previous: ServerResponse | undefined;
  /** How many readings it has behind it. */
  readings: number;
}

/**
 * Has a server read again what Node's parser refused though Tigase's takes it, such as the method `FOO`: the same
 * connection with another request line before the same headers and body. The real method and target are put back
 * once the request is there, so that nobody behind the server sees a difference.
 */
export class SecondReadings {
  private readonly connections = new WeakMap<Duplex, ConnectionState>();

  constructor(private readonly server: Server) {}

  /** Takes up a connection on which parsing failed; `false` where a second reading would not help. */
  takeUp(socket: Duplex, failure: ParseError): boolean {
    const { rawPacket } = failure;
    const state = this.stateOf(socket);
    const { reading } = state;
    if (reading !== undefined) {
      // The failed parser still gets what comes; when it gives up waiting, that is no news.
      if (rawPacket !== undefined && !reading.readableEnded) reading.push(rawPacket);
      if (reading.readableLength > MOST_WAITING) reading.destroy();
      return true;
    }
    const begun = state.begun === undefined ? beginningOf(failure) : state.begun + latin1(rawPacket);
    const readings = state.readings + 1;
    if (begun === undefined || begun.length > MOST_WAITING || readings > MOST_READINGS) return false;
    state.begun = LINE_BEGUN.test(begun) ? begun : undefined;
    if (state.begun !== undefined) return true; // the rest of the line comes as the failed parser's next packet
    const refused = refusedLine(begun);
    if (refused === undefined) return false;
    const again = relay(socket);
    state.reading = again;
    Object.assign(this.stateOf(again), { line: refused, readings });
    again.push(refused.again);
    this.afterAnswers(socket, () => this.server.emit('connection', again));
    return true;
  }

  /** Acts once the requests that came before on a connection are answered: answers keep the order of requests. */
  afterAnswers(socket: Duplex, act: () => void): void {
    whenSent(this.stateOf(socket).last?.answer, act);
  }

  /** The same on a connection that its client has ended: a request of which a part is missing gets no answer. */
  afterWholeAnswers(socket: Duplex, act: () => void): void {
    const { last, previous } = this.stateOf(socket);
    whenSent(last?.request.complete === false ? previous : last?.answer, act);
  }

  /** Notes a request, and gives one that is read for the second time its real method and target. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    const state = this.stateOf(request.socket);
    state.previous = state.last?.answer;
    state.last = { request, answer: response };
    const { line } = state;
    if (line === undefined) return;
    state.line = undefined; // those that follow on the connection have their own
    request.method = line.method;
    request.url = line.target;
  }

  private stateOf(socket: Duplex): ConnectionState {
    const there = this.connections.get(socket);
    if (there !== undefined) return there;
    const state = {
      reading: undefined,
      line: undefined,
      begun: undefined,
      last: undefined,
      previous: undefined,
      readings: 0,
    };
    this.connections.set(socket, state);
    return state;
  }
}

function whenSent(answer: ServerResponse | undefined, act: () => void): void {
  if (answer === undefined || answer.writableFinished) act();
  else answer.once('close', act);
}

/** What there is of a refused request in a packet; `undefined` where another reading would not help. */
function beginningOf(failure: ParseError): string | undefined {
  if (!NOT_TAKEN.has(failure.code) || failure.rawPacket === undefined) return undefined;
  const packet = latin1(failure.rawPacket);
  return packet.slice(startOfLine(packet, failure));
}

function latin1(bytes: Buffer | undefined): string {
  return bytes?.toString('latin1') ?? '';
}

/** The refused request line, and the request with a line that the parser takes. */
function refusedLine(begun: string): (RequestLine & { again: Buffer }) | undefined {
  const [line, method, target, version] = REQUEST_LINE.exec(begun) ?? [];
  if (line === undefined || method === undefined || target === undefined) return undefined;
  const taken = `POST / ${version === 'HTTP/1.0' ? version : 'HTTP/1.1'}\r\n`;
  return { method, target, again: Buffer.from(taken + begun.slice(line.length), 'latin1') };
}

/** Where the line starts in which the parser stopped: before the method, and what came of target and version. */
function startOfLine(packet: string, { code, bytesParsed = 0 }: ParseError): number {
  const spaces = code === 'HPE_INVALID_METHOD' ? 0 : code === 'HPE_INVALID_URL' ? 1 : 2;
  let start = bytesParsed;
  for (let passed = 0; passed < spaces; passed++) start = packet.lastIndexOf(' ', start - 1);
  while (packet[start - 1] === ' ') start--;
  while (isToken(packet[start - 1])) start--;
  return Math.max(start, 0);
}

function isToken(character: string | undefined): boolean {
  return character !== undefined && /^[!#$%&'*+\-.^_`|~\w]$/.test(character);
}

/** A connection that writes to another one, and is idle when that is; what can be read from it is pushed. */
function relay(socket: Duplex & Partial<Pick<Socket, 'setTimeout'>>): Duplex {
  const duplex: Duplex = new Duplex({
    read() {},
    write: (chunk, encoding, done) => {
      if (socket.writable) socket.write(chunk, encoding, done);
      else duplex.destroy(); // an answer before this one was the last
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.removeAllListeners('end'); // with the parser's, which would end the other side though there are answers to come
  socket.once('end', () => duplex.push(null));
  socket.once('close', () => duplex.destroy());
  socket.on('error', () => duplex.destroy()); // Node leaves nobody to hear of it on a tunnel's connection
  return Object.assign(duplex, { setTimeout: (ms: number) => socket.setTimeout?.(ms) });
}
