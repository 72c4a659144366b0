import { createServer } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer, type ServerLimits } from '../../emulator/http-api/http-server.js';
import { Rejections, SILENT } from '../../emulator/http-api/rejections.js';
import { SecondReadings } from '../../emulator/http-api/second-reading.js';
import { parseResponse, sendBytes } from '../support/wire.js';

/** The port of a server that answers `whole` to each request, and what it told of rejections. */
async function serving(limits: Partial<ServerLimits> = {}) {
  const told: string[] = [];
  const server = createHttpServer({
    handler: (request, response) => request.resume().on('end', () => response.end('whole')),
    onRejection: (answer, reason) => told.push(`${answer?.status ?? 'none'}: ${reason}`),
    limits,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as { port: number }).port, told };
}

/** Connections are looked at often, and given up soon. In milliseconds. */
const IMPATIENT = { headersTimeout: 40, requestTimeout: 60, connectionsCheckingInterval: 10 };

const CONFLICT = 'Conflicting or malformed headers detected';

test('a client that says nothing is left without a word, and nobody is told', async () => {
  const { port, told } = await serving(IMPATIENT);
  expect(String(await sendBytes(port, ''))).toBe('');
  expect(told).toEqual([]);
});

test('a client that says half a request is told, and so is who listens', async () => {
  const { port, told } = await serving(IMPATIENT);
  const received = String(await sendBytes(port, 'POST / HTTP/1.1\r\nHo'));
  expect(received).toBe(
    'HTTP/1.1 408 Request Timeout\r\nContent-Length: 62\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<h1>408 Request Timeout</h1>The request did not arrive in time',
  );
  expect(told).toEqual(['408: Request timeout']);
});

test.each([
  'POST / HT',
  'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{',
  'FOO / HTTP/1.1\r\nCont',
])('half a request is given up, be it half a head or half a body: %j', async (half) => {
  const { port } = await serving(IMPATIENT);
  expect(parseResponse(await sendBytes(port, half)).status).toBe(408);
});

test.each([
  [
    'a head of 400 KB',
    `GET / HTTP/1.1\r\nA: ${'a'.repeat(400 * 1024)}\r\n\r\n`,
    431,
    'Request headers too large',
  ],
  [
    'a length that is no number',
    'GET / HTTP/1.1\r\nContent-Length: a\r\n\r\n',
    400,
    'NumberFormatException thrown',
  ],
  [
    'chunks and a length',
    'GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n',
    400,
    CONFLICT,
  ],
  [
    'a length and chunks',
    'GET / HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n',
    400,
    CONFLICT,
  ],
  ['two lengths', 'GET / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n', 400, CONFLICT],
  [
    'another encoding',
    'GET / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n',
    501,
    'Unsupported Transfer-Encoding value',
  ],
  ['a space in a name', 'GET / HTTP/1.1\r\na b: c\r\n\r\n', 400, 'Header key contains illegal characters'],
  ['no words', 'garbage\r\n\r\n', 400, 'Bad request line'],
])('%s is answered once, after what came before it', async (_name, bytes, status, text) => {
  const { port, told } = await serving();
  const received = String(await sendBytes(port, `GET / HTTP/1.1\r\n\r\n${bytes}${bytes}`));
  const [first, second, ...others] = received.split(/(?=HTTP\/1\.1 )/);
  expect(first).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*whole/);
  expect(second).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*</h1>${text}$`));
  expect(others).toEqual([]);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(new RegExp(`^${status}: .`));
});

test.each([
  [200, 1],
  [201, 0],
])('%i header fields: %i answer', async (fields, answers) => {
  const { port, told } = await serving();
  const head = `GET / HTTP/1.1\r\n${'A: a\r\n'.repeat(fields - 1)}Connection: close\r\n\r\n`;
  const received = String(await sendBytes(port, head));
  expect(received.match(/whole/g) ?? []).toHaveLength(answers);
  expect(told).toEqual(answers === 1 ? [] : ['none: there are more than 200 header fields']);
});

test('bytes after a last request are no news', async () => {
  const { port, told } = await serving();
  const received = String(await sendBytes(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\ngarbage'));
  expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*whole/);
  expect(told).toEqual([]);
});

test.each([
  ['was reset', 'ECONNRESET', false, []],
  ['can be written no more', 'HPE_INVALID_CONSTANT', true, []],
  ['brings what ends it in silence', SILENT, false, ['none: they break off']],
  ['brings what nobody knows', undefined, false, ['400: they break off']],
])('a connection that %s (%s) ends, once', async (_name, code, ended, expected) => {
  const told: string[] = [];
  const rejections = new Rejections(new SecondReadings(createServer()), (answer, reason) =>
    told.push(`${answer?.status ?? 'none'}: ${reason}`),
  );
  const connection = new PassThrough().resume();
  if (ended) connection.end();
  const closed = new Promise((resolve) => connection.once('close', resolve));
  const failure = code === undefined ? {} : { code };
  rejections.reject(connection, failure);
  rejections.reject(connection, failure);
  await closed;
  expect(told).toEqual(expected);
});
