import { connect, type Socket } from 'node:net';
import { AnswerReader, type RawAnswer } from '../../emulator/scenario/recordings/answer-reader.js';
import { rawExchange } from '../../emulator/scenario/recordings/raw-exchange.js';
import type { RecordedRequest } from '../../emulator/scenario/recordings/recording.js';

export interface WireResponse {
  readonly status: number;
  readonly reason: string;
  /** All but `Date`, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** How long an answer may take, in milliseconds. */
const TIMEOUT = 30_000;

/**
 * Sends bytes to a port and resolves with what comes back until the server closes the connection, or until it is
 * complete.
 */
export function sendBytes(
  port: number,
  bytes: Buffer | string,
  isComplete: (received: Buffer) => boolean = () => false,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (isComplete(received)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

/** Resolves once a connection is over, in order or not. */
export function overOf(socket: Socket): Promise<void> {
  socket.on('error', () => {});
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** The answer in the bytes that came back; interim answers (100 Continue) are passed over. */
export function parseResponse(bytes: Buffer): WireResponse {
  const reader = new AnswerReader('GET');
  reader.push(bytes);
  return wireResponse(reader.answer, reader.problem);
}

/** One exchange with a server. */
export async function exchange(
  port: number,
  request: RecordedRequest,
  credentials?: string,
): Promise<WireResponse> {
  const target = { host: '127.0.0.1', port, credentials };
  const { answer, problem } = await rawExchange(request, target, TIMEOUT);
  return wireResponse(answer, problem);
}

function wireResponse(answer: RawAnswer | undefined, problem: string | undefined): WireResponse {
  if (answer === undefined || problem !== undefined) throw new Error(`no whole answer came: ${problem}`);
  const { status, reason, headers, body, surplus } = answer;
  return {
    status,
    reason,
    headers: headers.filter(([name]) => name !== 'Date'),
    body: Buffer.concat([body, surplus]).toString('utf8'),
  };
}
