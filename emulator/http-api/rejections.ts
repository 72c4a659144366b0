import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Answer, headerLines, rejection, wireForm } from './answer.js';
import type { ParseError, SecondReadings } from './second-reading.js';

/** Node's code for a request that takes longer than the limits. */
const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';

/** Node's code for bytes after a request with `Connection: close`. */
const AFTER_CLOSE = 'HPE_CLOSED_CONNECTION';

/** Node's code for the end of a connection in the middle of a request. */
const ENDED = 'HPE_INVALID_EOF_STATE';

/** A code of ours for what ends the connection without an answer. */
export const SILENT = 'SILENT';

/** Told of an answer, or that there was none, and of the reason. */
export type RejectionListener = (answer: Answer | undefined, reason: string) => void;

/** Answers bytes that are no request, and ends their connections. */
export class Rejections {
  private readonly rejected = new WeakSet<Duplex>();

  constructor(
    private readonly readings: SecondReadings,
    private readonly onRejection: RejectionListener,
  ) {}

  reject(socket: Duplex, failure: ParseError): void {
    if (this.rejected.has(socket)) return; // the rest of what is answered already
    this.rejected.add(socket);
    if (failure.code === AFTER_CLOSE) return; // the answer to the last request ends the connection
    const silent = failure.code === TIMEOUT && (socket as Partial<Socket>).bytesRead === 0;
    if (failure.code === 'ECONNRESET' || silent || !socket.writable) return void socket.destroy();
    if (failure.code === ENDED) return this.readings.afterWholeAnswers(socket, () => void socket.destroy());
    if (failure.code === SILENT) {
      this.readings.afterAnswers(socket, () => void socket.destroy());
      return this.onRejection(undefined, reasonOf(failure));
    }
    const answer = answerTo(failure);
    const send = () => socket.end(rejectionText(answer), () => socket.destroy());
    // A request that takes too long is itself the one without an answer.
    if (failure.code === TIMEOUT) send();
    else this.readings.afterAnswers(socket, send);
    this.onRejection(answer, reasonOf(failure));
  }
}

function answerTo({ code = '', message = '' }: ParseError): Answer {
  if (message.includes("can't be present with")) return CONFLICTING; // a length and chunks, in either order
  return REJECTIONS[code] ?? rejection(400, 'Bad request line');
}

const CONFLICTING = rejection(400, 'Conflicting or malformed headers detected');

/**
 * How the Java HTTP server puts it (OpenJDK 17); of a request that takes too long or is too large it says nothing, so
 * that is ours.
 */
const REJECTIONS: { readonly [code: string]: Answer } = {
  [TIMEOUT]: rejection(408, 'The request did not arrive in time'),
  HPE_HEADER_OVERFLOW: rejection(431, 'Request headers too large'),
  HPE_INVALID_CONTENT_LENGTH: rejection(400, 'NumberFormatException thrown'),
  HPE_UNEXPECTED_CONTENT_LENGTH: CONFLICTING,
  HPE_INVALID_TRANSFER_ENCODING: rejection(501, 'Unsupported Transfer-Encoding value'),
  HPE_INVALID_HEADER_TOKEN: rejection(400, 'Header key contains illegal characters'),
};

/** A TLS record begins with its type, 22 for a handshake, and the major version, 3. */
const TLS_HANDSHAKE = Buffer.from([22, 3]);

function reasonOf({ message, rawPacket }: ParseError): string {
  if (rawPacket?.subarray(0, 2).equals(TLS_HANDSHAKE) === true)
    return 'they look like TLS. Use http://, not https://';
  return message ?? 'they break off';
}

/** A rejection as it goes over the wire; no ServerResponse is there to write it. */
function rejectionText(answer: Answer): string {
  const { headers, payload } = wireForm(answer, { httpVersion: '1.1', method: 'GET' });
  return `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${headerLines(headers)}\r\n${payload}`;
}
