import type { IncomingMessage, Server } from 'node:http';
import { Duplex } from 'node:stream';

/** A request line that is well-formed, though Node's parser does not take it. */
interface RequestLine {
  readonly method: string;
  readonly target: string;
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~\w]+) (\S+) (HTTP\/1\.[01])(\r?\n)/;

/** The parse errors after which a request is worth reading again: an unknown method, and raw bytes in the target. */
const NOT_TAKEN: ReadonlySet<string | undefined> = new Set(['HPE_INVALID_METHOD', 'HPE_INVALID_URL']);

/** A line that Node's parser takes, in the place of the one that it does not. */
const TAKEN = 'POST / ';

/** A parse error of Node's, with the bytes that it met. */
export interface ParseError {
  readonly message?: string;
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

/**
 * Has a server read again what Node's parser refused though Tigase's takes it, such as the method `FOO`: the same
 * connection with another request line before the same headers and body. The real method and target are put back
 * once the request is there, so that nobody behind the server sees a difference.
 */
export class SecondReadings {
  private readonly readings = new WeakMap<Duplex, Duplex>();
  private readonly lines = new WeakMap<Duplex, RequestLine>();

  constructor(private readonly server: Server) {}

  /** Takes up a connection on which parsing failed; `false` where a second reading would not help. */
  takeUp(socket: Duplex, { code, rawPacket }: ParseError): boolean {
    const reading = this.readings.get(socket);
    if (reading !== undefined) {
      if (rawPacket !== undefined && !reading.readableEnded) reading.push(rawPacket); // the failed parser still gets the bytes
      return true;
    }
    const packet = rawPacket?.toString('latin1') ?? '';
    const [line, method, target, version, lineEnd] = REQUEST_LINE.exec(packet) ?? [];
    if (!NOT_TAKEN.has(code) || line === undefined || method === undefined || target === undefined)
      return false;
    const again = relay(socket);
    this.readings.set(socket, again);
    this.lines.set(again, { method, target });
    this.server.emit('connection', again);
    again.push(Buffer.from(`${TAKEN}${version}${lineEnd}${packet.slice(line.length)}`, 'latin1'));
    return true;
  }

  /** Gives a request that is read for the second time its real method and target. */
  putBack(request: IncomingMessage): void {
    const line = this.lines.get(request.socket);
    if (line === undefined) return;
    this.lines.delete(request.socket); // those that follow on the connection have their own
    request.method = line.method;
    request.url = line.target;
  }
}

/** A connection that writes to another one; what can be read from it is pushed. */
function relay(socket: Duplex): Duplex {
  const duplex = new Duplex({
    read() {},
    write: (chunk, encoding, done) => void socket.write(chunk, encoding, done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.once('end', () => duplex.push(null));
  socket.once('close', () => duplex.destroy());
  return duplex;
}
