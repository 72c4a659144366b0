import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Exchange } from '../../emulator/http-api/exchange.js';
import { type Emulator, startEmulator } from '../../emulator/index.js';
import { exchange, overOf, parseResponse, sendBytes } from '../support/wire.js';

const path = '/rest/user/test@domain.com/status?api-key=API_KEY';
const headers = [['Content-Type', 'application/json']] as const;

/** The end of a request that sets a status with nothing but defaults. */
const EMPTY_OBJECT = 'Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

let emulator: Emulator;
let port: number;
const exchanges: Exchange[] = [];
beforeAll(async () => {
  emulator = await startEmulator({ release: '8.3', limits: { body: '1mb' } });
  emulator.onExchange((told) => exchanges.push(told));
  port = emulator.httpPort ?? 0;
});
afterAll(() => emulator.stop());

const post = (body: string, type = 'application/json') =>
  exchange(port, { method: 'POST', path, headers: [['Content-Type', type]], body });

test.each([
  ['200,000 open brackets', '['.repeat(200_000), 'application/json'],
  ['200,000 nested arrays', '['.repeat(200_000) + ']'.repeat(200_000), 'application/json'],
  ['100,000 nested objects', '{"a":'.repeat(100_000), 'application/json'],
  ['200,000 open elements', '<a>'.repeat(200_000), 'application/xml'],
  ['100,000 nested elements', '<a>'.repeat(100_000) + '</a>'.repeat(100_000), 'application/xml'],
])('%s are an ordinary bad body', async (_, body, type) => {
  expect(await post(body, type)).toMatchObject({ status: 500, body: '' });
  expect(exchanges.at(-1)?.notes).toMatchObject([{ severity: 'error', line: 1 }]);
});

test('a number of a million digits is read in its length', async () => {
  const digits = '7'.repeat(1_000_000);
  expect(await post(`{"show":${digits}}`)).toMatchObject({ status: 200 });
  expect(await post(`{"show":${digits}.5}`)).toMatchObject({ status: 200 });
});

test('a body beyond limits.body is a 413 with a note', async () => {
  const answer = await post(`{"show":"${'x'.repeat(1024 ** 2)}"}`);
  expect(answer.status).toBe(413);
  expect(exchanges.at(-1)?.notes).toMatchObject([{ code: 'body-too-large', severity: 'error' }]);
  expect(await post('{}')).toMatchObject({ status: 200 });
});

test.each([
  ['no words', 'garbage\r\n\r\n', 'Bad request line'],
  ['TLS', Buffer.from('16030100a5010000a1030300', 'hex'), 'Bad request line'],
  [
    'a Content-Length that is no number',
    `POST ${path} HTTP/1.1\r\nContent-Length: abc\r\n\r\n`,
    'NumberFormatException thrown',
  ],
])('bytes that are no HTTP (%s) are told so, and the connection ends', async (_, bytes, reason) => {
  const answer = parseResponse(await sendBytes(port, bytes));
  expect(answer).toMatchObject({ status: 400, body: `<h1>400 Bad Request</h1>${reason}` });
  expect(exchanges.at(-1)?.notes).toMatchObject([{ code: 'no-request' }]);
});

test('a head without end is a 431', async () => {
  const bytes = `POST ${path} HTTP/1.1\r\n${'X-Flood: x\r\n'.repeat(60_000)}`;
  expect(parseResponse(await sendBytes(port, bytes))).toMatchObject({ status: 431 });
});

test('a target of 300,000 characters that is no URI is refused in its length', async () => {
  for (const start of ['//', '/', 'a:', '/?', '/#']) {
    const bytes = `POST ${start}${'a'.repeat(300_000)}" HTTP/1.1\r\nConnection: close\r\n\r\n`;
    expect(parseResponse(await sendBytes(port, bytes)).status).toBe(400);
  }
});

test('an answer in XML with a million spaces is written in its length', async () => {
  const answer = await post(
    `<command><show></show><status>x${' '.repeat(1_000_000)}x</status></command>`,
    'application/xml',
  );
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('<show></show>');
});

test.each([
  ['a space in the target', 'POST /rest/user/a b@domain.com/status HTTP/1.1', 404],
  ['an odd version', `POST ${path} http/1.5`, 200],
  ['an odd method', `PO{ST ${path} HTTP/1.1`, 404],
  ['an empty target', 'POST  HTTP/1.1', 404],
  ['a tunnel', `CONNECT ${path} HTTP/1.1`, 404],
  ['nothing but two slashes', 'POST // HTTP/1.1', 400],
  ['an escape in the context', `POST ${path.replace('/rest', '/%72est')} HTTP/1.1`, 200],
])('a request line with %s is taken as the Java HTTP server takes it', async (_, line, status) => {
  const bytes = `${line}\r\nConnection: close\r\n${EMPTY_OBJECT}`;
  expect(parseResponse(await sendBytes(port, bytes)).status).toBe(status);
});

test.each([
  ['Transfer-Encoding: gzip', 501, 'Unsupported Transfer-Encoding value'],
  ['Content-Length: 2\r\nContent-Length: 3', 400, 'Conflicting or malformed headers detected'],
  ['Content Type: x', 400, 'Header key contains illegal characters'],
])('the headers %j are rejected with a reason', async (fields, status, reason) => {
  const answer = parseResponse(await sendBytes(port, `POST ${path} HTTP/1.1\r\n${fields}\r\n\r\n{}`));
  expect(answer).toMatchObject({ status, body: expect.stringContaining(`</h1>${reason}`) });
});

test('what follows a last request is ignored, and costs it no answer', async () => {
  const last = `POST ${path} HTTP/1.1\r\nConnection: close\r\n${EMPTY_OBJECT}`;
  for (const rest of ['extra', last]) {
    const before = exchanges.length;
    const received = (await sendBytes(port, last + rest)).toString();
    expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect(exchanges.slice(before)).toMatchObject([{ notes: [] }]);
  }
});

test('a request without Host, with an odd Expect or with Upgrade is answered as any other', async () => {
  const answers = ['', 'Expect: tea\r\n', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'].map(
    async (extra) => {
      const bytes = `POST ${path} HTTP/1.1\r\n${extra}Connection: close\r\n${EMPTY_OBJECT}`;
      return parseResponse(await sendBytes(port, bytes, (received) => received.includes('\r\n0\r\n\r\n')));
    },
  );
  for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
});

test('raw characters in a path are those of ISO 8859-1 to the Java HTTP server', async () => {
  const raw = await exchange(port, {
    method: 'POST',
    path: '/rest/user/é@domain.com/status?api-key=API_KEY',
    headers,
    body: '{}',
  });
  expect(JSON.parse(raw.body).status.user).toBe('Ã©@domain.com/tigase-external');
  const control = await exchange(port, {
    method: 'POST',
    path: '/rest/user/ﬀ@domain.com/status?api-key=API_KEY',
    headers,
    body: '{}',
  });
  expect(control).toMatchObject({ status: 400, body: '<h1>400 Bad Request</h1>URISyntaxException thrown' });
});

test('requests on one connection are answered in order, those that the parser refuses among them', async () => {
  const request = (method: string, resource: string, extra = '') =>
    `${method} /rest/user/kept@domain.com/status/${resource}?api-key=API_KEY HTTP/1.1\r\nHost: x\r\n${extra}${EMPTY_OBJECT}`;
  const bytes =
    request('POST', 'a') +
    request('POST', 'b') +
    request('FOO', 'c') +
    request('POST', 'd', 'Connection: close\r\n');
  const received = (await sendBytes(port, bytes)).toString();
  expect(received.match(/HTTP\/1.1 \d+|kept@domain.com\/\w/g)).toEqual([
    ...['HTTP/1.1 200', 'kept@domain.com/a', 'HTTP/1.1 200', 'kept@domain.com/b'],
    ...['HTTP/1.1 404', 'HTTP/1.1 200', 'kept@domain.com/d'],
  ]);
});

test('a refused method is answered when its request comes in pieces, too', async () => {
  const socket = connect(port, '127.0.0.1');
  const received: Buffer[] = [];
  const ended = new Promise((resolve) => socket.once('close', resolve));
  socket.on('data', (chunk) => received.push(chunk));
  await new Promise<void>((resolve) =>
    socket.write(`FOO ${path} HTTP/1.1\r\nConnection: close\r\nContent-Le`, () => resolve()),
  );
  await new Promise<void>((resolve) => setImmediate(resolve));
  socket.write('ngth: 2\r\n\r\n{}');
  await ended;
  expect(Buffer.concat(received).toString()).toMatch(
    /^HTTP\/1.1 404 Not Found\r\nTransfer-encoding: chunked\r\n/,
  );
});

test('what came before garbage on a connection is answered before it', async () => {
  const good = `POST ${path} HTTP/1.1\r\n${EMPTY_OBJECT}`;
  const received = (await sendBytes(port, `${good}${good}\u0000garbage`)).toString();
  expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 400']);
});

test('a flood of refused methods on one connection ends it', async () => {
  const bytes = `FOO ${path} HTTP/1.1\r\nContent-Length: 0\r\n\r\n`.repeat(1000);
  const received = (await sendBytes(port, bytes)).toString();
  expect(received.match(/HTTP\/1.1 404/g)).toHaveLength(20);
  expect(received).toMatch(/HTTP\/1.1 400 Bad Request.*Bad request line$/s);
});

test.each([
  [200, ['HTTP/1.1 200', 'HTTP/1.1 200']],
  [201, ['HTTP/1.1 200']],
  [20_000, ['HTTP/1.1 200']],
])('of %i header fields more than 200 end the connection, without an answer', async (count, answers) => {
  const fields = Array.from({ length: count - 3 }, (_, index) => `a${index}: b\r\n`).join('');
  const good = `POST ${path} HTTP/1.1\r\n${EMPTY_OBJECT}`;
  const flood = `POST ${path} HTTP/1.1\r\n${fields}Connection: close\r\n${EMPTY_OBJECT}`;
  const received = String(await saidAndEnded(good + flood));
  expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(answers);
  expect(await post('{}')).toMatchObject({ status: 200 });
});

test('a client that never reads its answers is not served for ever, and costs little', async () => {
  const socket = await opened(port);
  socket.on('error', () => {});
  socket.pause();
  const before = exchanges.length;
  const batch = Buffer.from(`POST ${path} HTTP/1.1\r\n${EMPTY_OBJECT}`.repeat(1000));
  let isFull = false;
  for (let count = 0; !isFull && count < 1000; count += 1) {
    isFull = !socket.write(batch);
    await post('{}'); // by then the server has read what it takes
  }
  expect(isFull, 'the server stops reading').toBe(true);
  expect(exchanges.length - before).toBeLessThan(100_000);
  socket.destroy();
});

test('1,500 open connections keep nobody from being answered', async () => {
  const sockets = await Promise.all(Array.from({ length: 1500 }, () => opened(port)));
  expect(await post('{}')).toMatchObject({ status: 200 });
  for (const socket of sockets) socket.destroy();
});

function opened(to: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(to, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

test('a client that goes away in the middle of its body harms nobody', async () => {
  const socket = await opened(port);
  await new Promise<void>((resolve) =>
    socket.write(
      `POST ${path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a`,
      () => resolve(),
    ),
  );
  socket.destroy();
  expect(await post('{}')).toMatchObject({ status: 200 });
});

test.each([
  ['one request', ['GET']],
  ['several', ['GET', 'POST', 'GET']],
  ['some that the parser refuses', ['GET', 'FOO', 'POST']],
])('a client that sends %s and ends its side gets every answer', async (_, methods) => {
  const requests = methods.map((method) => `${method} ${path} HTTP/1.1\r\n\r\n`);
  const received = String(await saidAndEnded(requests.join('')));
  expect(received.match(/HTTP\/1.1 (404|500)/g)).toHaveLength(methods.length);
});

test.each([
  ['head', 'POST / HTTP/1.1\r\nCont'],
  ['body', `POST ${path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a`],
])(
  'a client that ends its side in the middle of a %s is answered what came whole, and no more',
  async (_, half) => {
    const received = String(await saidAndEnded(`GET ${path} HTTP/1.1\r\n\r\n${half}`));
    expect(received.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 404']);
    expect(await post('{}')).toMatchObject({ status: 200 });
  },
);

/** Sends bytes, ends that side of the connection, and resolves with what came until the server ended the other. */
async function saidAndEnded(bytes: string): Promise<Buffer> {
  const socket = await opened(port);
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  socket.end(bytes);
  await overOf(socket);
  return Buffer.concat(received);
}

test.each(['CONNECT', 'FOO', 'POST'])('a client that resets its %s request harms nobody', async (method) => {
  for (const half of [
    `${method} ${path} HTTP/1.1\r\nContent-Length: 9\r\n\r\n{`,
    `${method} ${path} HTTP/1.1\r\nCont`,
  ]) {
    const socket = await opened(port);
    socket.on('error', () => {});
    await new Promise<void>((resolve) => socket.write(half, () => resolve()));
    await exchange(port, { method: 'POST', path, headers, body: '{}' }); // by then the server has the half, too
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resetAndDestroy();
    await closed;
    expect(await post('{}')).toMatchObject({ status: 200 });
  }
});

test('stopping answers what was accepted, and ends the connection with it', async () => {
  const stopped = await startEmulator({ release: '8.3' });
  const to = stopped.httpPort ?? 0;
  const socket = await opened(to);
  const received: Buffer[] = [];
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const continued = new Promise((resolve) => socket.once('data', resolve));
  socket.on('data', (chunk) => received.push(chunk));
  const fields = 'Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2';
  socket.write(`POST ${path} HTTP/1.1\r\n${fields}\r\n\r\n`);
  await continued; // the server has the head, and waits for the body
  vi.useFakeTimers({ toFake: ['setTimeout'] }); // nothing is cut off: the answer itself ends the connection
  const stop = stopped.stop();
  socket.write('{}');
  await Promise.all([ended, stop]);
  vi.useRealTimers();
  expect(parseResponse(Buffer.concat(received)).status).toBe(200);
  await expect(opened(to)).rejects.toThrow('ECONNREFUSED');
});

test('what follows a CONNECT request in later packets is read as well', async () => {
  const socket = await opened(port);
  const answers = new Promise<string>((resolve) => {
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    socket.on('close', () => resolve(received));
  });
  await new Promise<void>((resolve) =>
    socket.write(`CONNECT ${path} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{`, () => resolve()),
  );
  await exchange(port, { method: 'POST', path, headers, body: '{}' }); // by then the server has the first packet
  socket.write(`}POST ${path} HTTP/1.1\r\nConnection: close\r\n${EMPTY_OBJECT}`);
  expect((await answers).match(/^HTTP\/1.1 \d+/gm)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
});
