import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AnswerReader } from '../../emulator/scenario/recordings/answer-reader.js';
import { holds } from '../support/property.js';
import { cut, mutated, places } from '../support/random-bytes.js';
import { type Tested, tested } from '../support/requests.js';
import { overOf, parseResponse, sendBytes, type WireResponse } from '../support/wire.js';

let server: Tested;
let port: number;
const errors = vi.spyOn(console, 'error');
beforeAll(async () => {
  server = await tested({ release: '8.3', port: 0 });
  port = server.emulator.httpPort ?? 0;
});
afterAll(async () => {
  await server.emulator.stop();
  errors.mockRestore();
});

/** Sends pieces one after the other, ends the connection, and resolves with all that came back. */
async function said(pieces: readonly Buffer[]): Promise<Buffer> {
  const socket: Socket = connect(port, '127.0.0.1').setNoDelay();
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.on('error', () => {}); // who is refused in the middle of a request may be reset
  const closed = overOf(socket);
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise(setImmediate);
  }
  socket.end();
  const t = setTimeout(() => {
    console.log('HANG', JSON.stringify(pieces.map(String)), String(Buffer.concat(received)));
    socket.destroy();
  }, 3000);
  await closed;
  clearTimeout(t);
  return Buffer.concat(received);
}

/** The answers in what came back, and what is wrong with the last of them. */
function answersIn(bytes: Buffer): {
  readonly answers: WireResponse[];
  readonly problem: string | undefined;
} {
  const answers: WireResponse[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const reader = new AnswerReader('GET');
    reader.push(rest);
    const { answer, problem } = reader;
    if (answer === undefined || problem !== undefined) return { answers, problem };
    const { status, reason, headers, body } = answer;
    answers.push({
      status,
      reason,
      headers: headers.filter(([name]) => name !== 'Date'),
      body: body.toString(),
    });
    rest = answer.surplus;
  }
  return { answers, problem: undefined };
}

const bodies = fc.constantFrom(
  ['application/json', '{"show":"xa","priority":5}'],
  ['application/json', '{"status":"é 😀","available":"true"}'],
  ['application/json', '{"status":'],
  ['application/xml', '<command><show>dnd</show></command>'],
  ['text/plain', 'any'],
  ['application/json', ''],
) as fc.Arbitrary<[string, string]>;

/** A body in chunks of some sizes (RFC 9112, section 7.1). */
function chunked(body: Buffer, at: readonly number[]): Buffer[] {
  const chunks = cut(body, at).filter(({ length }) => length > 0);
  return [
    ...chunks.flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from('0\r\n\r\n'),
  ];
}

/** A request that is answered the same however often it comes. */
const request = fc
  .record({
    line: fc.constantFrom(
      'POST /rest/user/any@domain.com/status?api-key=API_KEY',
      'POST /rest/user/any@domain.com/status/mobile?api-key=API_KEY',
      'POST /rest/user/any@domain.com/status?api-key=wrong',
      'POST /rest/user/any@elsewhere.example/status?api-key=API_KEY',
      'GET /rest/user/test@domain.com?api-key=API_KEY',
      'GET /nowhere',
      'FOO /rest/user/any@domain.com/status?api-key=API_KEY',
    ),
    content: bodies,
    isChunked: fc.boolean(),
    at: places,
  })
  .map(({ line, content: [type, body], isChunked, at }) => {
    const bytes = Buffer.from(body);
    const isRefused = line.startsWith('FOO'); // by Node's parser, which leaves no body to read
    const framing =
      isChunked && !isRefused ? 'Transfer-Encoding: chunked' : `Content-Length: ${bytes.length}`;
    const head = `${line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n${framing}\r\n`;
    const content = isChunked && !isRefused ? chunked(bytes, at) : [bytes];
    const written = (more: string) => Buffer.concat([Buffer.from(`${head}${more}\r\n`), ...content]);
    return { line, plain: written(''), last: written('Connection: close\r\n') };
  });

/** What a request is answered on a connection of its own. */
const alone = new Map<string, WireResponse>();
async function aloneAnswer(last: Buffer): Promise<WireResponse> {
  const known = alone.get(last.toString());
  if (known !== undefined) return known;
  const answer = parseResponse(await sendBytes(port, last));
  alone.set(last.toString(), answer);
  return answer;
}

/** What must be the same wherever a request stands: all but whether the connection goes on. */
function kept({ headers, ...rest }: WireResponse): WireResponse {
  return { ...rest, headers: headers.filter(([name]) => name.toLowerCase() !== 'connection') };
}

test('requests on one connection, in whatever pieces, are answered as each is alone, and in order', async () => {
  await holds(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 8 }), places, async (requests, at) => {
      const bytes = requests.map(({ plain, last }, index) => (index === requests.length - 1 ? last : plain));
      const { answers, problem } = answersIn(await said(cut(Buffer.concat(bytes), at)));
      expect(problem).toBeUndefined();
      const expected: WireResponse[] = [];
      for (const { last } of requests) expected.push(kept(await aloneAnswer(last)));
      expect(answers.map(kept), Buffer.concat(bytes).toString()).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

/** What requests are made of, for those that are none. */
const nasty = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\0',
    ' ',
    '  ',
    ':',
    '?',
    '#',
    '%',
    '%00',
    '/',
    '//',
    '..',
    '\u00e9',
    '\ufeff',
    '@',
  ],
  ...[
    'HTTP/1.0',
    'HTTP/2.0',
    'HTTP/1.1',
    'PRI * HTTP/2.0',
    'CONNECT a:1',
    'OPTIONS *',
    'HEAD',
    'http://[',
    'x:y',
  ],
  ...[
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 99999999999999999999',
    'Transfer-Encoding: gzip',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Expect: 100-continue',
    'Connection: close',
    'Upgrade: h2c',
    'Host: ',
    'Api-Key: API_KEY',
  ],
  ...[
    'Authorization: Basic ====',
    'Content-Type: multipart/form-data; boundary=',
    'ffffffffffffffff\r\n',
    '0\r\n\r\n',
  ],
];

test('bytes that are hardly requests end in answers or the end of the connection, and disturb nobody', async () => {
  const streams = fc.tuple(
    fc.array(
      mutated(
        request.map(({ plain }) => plain),
        nasty,
      ),
      { maxLength: 4 },
    ),
    places,
  );
  await holds(
    fc.asyncProperty(streams, async ([all, at]) => {
      const { answers, problem } = answersIn(await said(cut(Buffer.concat(all), at)));
      expect(problem, 'an answer is whole, or does not begin').toBeUndefined();
      for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(100);
      const codes = server.exchanges.splice(0).flatMap(({ notes }) => notes.map(({ code }) => code));
      expect(codes).not.toContain('emulator-error');
      const bystander = await server.post('bystander@domain.com/status', '{}');
      expect(bystander.status).toBe(200);
      expect(errors).not.toHaveBeenCalled();
    }),
    { numRuns: 200 },
  );
});
