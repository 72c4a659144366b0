import { connect } from 'node:net';

/** A request as fixtures describe it. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly chunked?: boolean;
  readonly http10?: boolean;
  readonly host?: string;
  readonly noAuth?: boolean;
}

export interface WireResponse {
  readonly status: number;
  readonly reason: string;
  /** All but `Date`, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** The bytes of a request, just as its description says. */
export function requestBytes(request: WireRequest, credentials?: string): Buffer {
  const { method, path, body, bodyBase64, chunked, http10, host = 'localhost:8080', noAuth } = request;
  const headers: (readonly [string, string])[] = [['Host', host], ...request.headers];
  const has = (name: string) => headers.some(([key]) => key.toLowerCase() === name);
  if (credentials !== undefined && noAuth !== true && !has('authorization')) {
    headers.push(['Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`]);
  }
  if (!has('connection')) headers.push(['Connection', 'close']);
  const bytes = bodyBase64 === undefined ? Buffer.from(body ?? '') : Buffer.from(bodyBase64, 'base64');
  const hasBody = body !== undefined || bodyBase64 !== undefined;
  if (chunked === true) headers.push(['Transfer-Encoding', 'chunked']);
  else if (hasBody || method === 'POST' || method === 'PUT')
    headers.push(['Content-Length', String(bytes.length)]);
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`${method} ${path} HTTP/1.${http10 === true ? 0 : 1}\r\n${fields}\r\n`);
  if (chunked !== true) return Buffer.concat([head, bytes]);
  return Buffer.concat([
    head,
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from('\r\n0\r\n\r\n'),
  ]);
}

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

/** Whether bytes hold a whole answer to a method, as its headers tell its end. */
function isWholeAnswer(bytes: Buffer, method: string): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = bytes.subarray(0, end).toString('latin1');
  const body = bytes.subarray(end + 4);
  if (/^HTTP\/1.1 1/.test(head)) return isWholeAnswer(body, method);
  if (method === 'HEAD') return true;
  if (/\r\ntransfer-encoding: chunked/i.test(head))
    return body.subarray(-5).toString('latin1') === '0\r\n\r\n';
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  return length !== undefined && body.length >= Number(length);
}

/** The answer in the bytes that came back; interim answers (100 Continue) are passed over. */
export function parseResponse(bytes: Buffer): WireResponse {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) throw new Error(`no whole answer came: ${JSON.stringify(bytes.toString('latin1'))}`);
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [, status = '', ...reason] = first.split(' ');
  const rest = bytes.subarray(end + 4);
  if (status.startsWith('1')) return parseResponse(rest);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const chunked = headers.some(
    ([name, value]) => name.toLowerCase() === 'transfer-encoding' && value === 'chunked',
  );
  const body = (chunked ? dechunked(rest) : rest).toString('utf8');
  return {
    status: Number(status),
    reason: reason.join(' '),
    headers: headers.filter(([name]) => name !== 'Date'),
    body,
  };
}

function dechunked(bytes: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const length = Number.parseInt(bytes.subarray(at, lineEnd).toString('latin1'), 16);
    if (!(length > 0)) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
}

/** One exchange with a server. */
export async function exchange(
  port: number,
  request: WireRequest,
  credentials?: string,
): Promise<WireResponse> {
  const isWhole = (received: Buffer) => isWholeAnswer(received, request.method);
  return parseResponse(await sendBytes(port, requestBytes(request, credentials), isWhole));
}
