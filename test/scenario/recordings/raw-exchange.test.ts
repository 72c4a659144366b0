import { expect, test } from 'vitest';
import {
  rawExchange,
  recordingTarget,
  requestBytes,
} from '../../../emulator/scenario/recordings/raw-exchange.js';
import type { RecordedRequest } from '../../../emulator/scenario/recordings/recording.js';
import { answeringServer, rawServer } from '../../support/raw-server.js';

const get: RecordedRequest = { method: 'GET', path: '/', headers: [] };
const post: RecordedRequest = { ...get, method: 'POST' };
const HOST = 'Host: localhost:8080\r\n';

test.each<[string, RecordedRequest, string]>([
  ['without a body', get, `GET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`],
  ['a POST without one', post, `POST / HTTP/1.1\r\n${HOST}Connection: close\r\nContent-Length: 0\r\n\r\n`],
  [
    'whose length is that of its bytes',
    { ...get, body: 'é' },
    `GET / HTTP/1.1\r\n${HOST}Connection: close\r\nContent-Length: 2\r\n\r\né`,
  ],
  [
    'in chunks',
    { ...post, body: 'a'.repeat(26), chunked: true },
    `POST / HTTP/1.1\r\n${HOST}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n${'a'.repeat(26)}\r\n0\r\n\r\n`,
  ],
  [
    'in HTTP/1.0, for another host',
    { ...get, http10: true, host: 'example.org' },
    'GET / HTTP/1.0\r\nHost: example.org\r\nConnection: close\r\n\r\n',
  ],
  [
    'with a Connection of its own',
    { ...get, headers: [['connection', 'keep-alive']] },
    `GET / HTTP/1.1\r\n${HOST}connection: keep-alive\r\n\r\n`,
  ],
  [
    'with characters that no URL may hold',
    { ...get, path: '/é <日>?a b' },
    `GET /é <日>?a b HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`,
  ],
])('a request %s is sent as it stands', async (_, request, bytes) => {
  let sent = Buffer.alloc(0);
  const server = await rawServer((socket) =>
    socket.on('data', (piece) => {
      sent = Buffer.concat([sent, piece]);
      if (sent.length >= Buffer.byteLength(bytes)) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    }),
  );
  await rawExchange(request, server, 1000);
  expect(sent.toString()).toBe(bytes);
});

test('a body in Base64 is sent as its bytes', () => {
  const bytes = requestBytes({ ...post, bodyBase64: '/wCA' });
  expect(bytes.subarray(-5)).toEqual(Buffer.from([0x0d, 0x0a, 0xff, 0x00, 0x80]).subarray(-5));
  expect(bytes.toString('latin1')).toContain('Content-Length: 3\r\n');
});

test('credentials are sent but where a request has its own or none', () => {
  const sent = (request: RecordedRequest) => requestBytes(request, 'admin:pw').toString();
  expect(sent(get)).toContain('Authorization: Basic YWRtaW46cHc=\r\n');
  expect(sent({ ...get, noAuth: true })).not.toContain('Authorization');
  expect(sent({ ...get, headers: [['authorization', 'x']] })).not.toContain('Authorization');
});

test.each<[string, string, string]>([
  ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\naé', 'aé'],
  ['of length 0', 'HTTP/1.1 200 OK\r\nContent-length: 0\r\n\r\n', ''],
  [
    'in chunks',
    'HTTP/1.1 200 OK\r\nTransfer-encoding: chunked\r\n\r\n2;x=y\r\nab\r\nA\r\n\r\n0\r\n\r\ncde\r\n0\r\n\r\n',
    'ab\r\n0\r\n\r\ncde',
  ],
  [
    'in chunks, with a trailer',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n',
    'a',
  ],
  ['after an interim one', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na', 'a'],
])(
  'an answer %s is read however it is cut, without waiting for the end of the connection',
  async (_, answer, body) => {
    for (const pieces of [[answer], Array.from(Buffer.from(answer), (byte) => Buffer.from([byte]))]) {
      const server = await answeringServer(pieces, { hangsUp: false });
      const exchange = await rawExchange(get, server, 2000);
      expect(exchange).toMatchObject({
        answer: { status: 200, reason: 'OK' },
        problem: undefined,
        closed: false,
      });
      expect(exchange.answer?.body.toString()).toBe(body);
      expect(exchange.answer?.surplus).toHaveLength(0);
    }
  },
);

test.each([
  ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n'],
  ['GET', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n'],
])('an answer to %s without a body ends with its head', async (method, answer) => {
  const server = await answeringServer([answer], { hangsUp: false });
  expect(await rawExchange({ ...get, method }, server, 1000)).toMatchObject({ problem: undefined });
});

test('a body that nothing else ends lasts until the server hangs up', async () => {
  const server = await answeringServer(['HTTP/1.1 200\r\nX: 1\r\n\r\nab', 'cd']);
  const exchange = await rawExchange(get, server, 1000);
  expect(exchange).toMatchObject({
    answer: { status: 200, reason: '', headers: [['X', '1']] },
    problem: undefined,
    closed: true,
  });
  expect(exchange.answer?.body.toString()).toBe('abcd');
});

test('bytes of an answer stay what they were', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const server = await answeringServer([Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), bytes])]);
  expect((await rawExchange(get, server, 1000)).answer?.body).toEqual(bytes);
});

test.each([
  ['', 'the connection closed without an answer'],
  ['HTTP/1.1 200 OK\r\nX', 'what came is no whole head of an HTTP answer: "HTTP/1.1 200 OK\\r\\nX"'],
  ['SSH-2.0-x\r\n\r\n', 'what came is no HTTP answer: "SSH-2.0-x\\r\\n\\r\\n"'],
  ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab', 'the body ended 3 bytes short of its Content-Length'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab', 'the body ended before its last chunk'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nab\r\n', 'the body ended before its last chunk'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxy\r\n', 'what came is no HTTP answer: "xy\\r\\n"'],
])('an answer %j that is none, or not whole, is a problem', async (answer, problem) => {
  expect((await rawExchange(get, await answeringServer([answer]), 1000)).problem).toBe(problem);
});

test('an answer that does not end in time is a problem', async () => {
  const server = await answeringServer(['HTTP/1.1 200 OK\r\n\r\nab'], { hangsUp: false });
  const exchange = await rawExchange(get, server, 50);
  expect(exchange.problem).toBe('no whole answer within 50 ms');
  expect(exchange.answer?.body.toString()).toBe('ab');
});

test('a server that is not there is a problem', async () => {
  const { problem } = await rawExchange(get, { host: '127.0.0.1', port: 1 }, 1000);
  expect(problem).toBe('127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1');
});

test('a URL is a target where requests can be sent there as they stand', () => {
  expect(recordingTarget('http://localhost')).toEqual({ host: 'localhost', port: 80 });
  expect(recordingTarget('http://[::1]:8080/')).toEqual({ host: '::1', port: 8080 });
  expect(() => recordingTarget('https://localhost')).toThrow(
    'https://localhost: recordings are sent byte for byte over a plain socket: give a URL with http, such as http://localhost:8080',
  );
  expect(() => recordingTarget('http://localhost:8080/tigase')).toThrow(
    'http://localhost:8080/tigase: the paths of recordings are sent as they stand: give a URL without a path, such as http://localhost:8080',
  );
});
