import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { answeringServer, rawServer } from '../../support/raw-server.js';
import { overOf, sendBytes } from '../../support/wire.js';
import { recordingOf } from './recorded.js';

/** What comes back through a recording from a server that answers with these bytes. */
async function through(answer: string, request = 'GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n') {
  const { port } = await answeringServer([answer]);
  const recording = await recordingOf(`http://127.0.0.1:${port}`);
  return (await sendBytes(recording.port, request)).toString('latin1');
}

/** What a target receives of a request through a recording, as it stands on the wire. */
async function received(request: string): Promise<{ bytes: string; port: number; recordingPort: number }> {
  let bytes = '';
  const { port } = await rawServer((socket) => {
    socket.on('data', (chunk) => {
      bytes += chunk.toString('latin1');
      if (/\r\n\r\n$|0\r\n\r\n$|body$/.test(bytes))
        socket.end('HTTP/1.1 200 OK\r\nContent-length: 0\r\n\r\n');
    });
  });
  const recording = await recordingOf(`http://127.0.0.1:${port}`);
  await sendBytes(recording.port, request.replaceAll('OWN', `127.0.0.1:${recording.port}`));
  return { bytes, port, recordingPort: recording.port };
}

const CLOSE = 'Connection: close\r\n';

test.each([
  [
    'in chunks',
    'HTTP/1.1 200 OK\r\nTransfer-encoding: chunked\r\nContent-type: application/json\r\n\r\n7\r\n{"a":1}\r\n0\r\n\r\n',
  ],
  ['with a length', 'HTTP/1.1 403 Forbidden\r\nX-odd-Spelling: y\r\nContent-length: 3\r\n\r\nno!'],
  ['an empty 500', 'HTTP/1.1 500 Internal Server Error\r\nContent-length: 0\r\n\r\n'],
  ['a reason of its own', 'HTTP/1.1 299 Quite Fine\r\nContent-Length: 0\r\n\r\n'],
  [
    'several headers of one name',
    'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n',
  ],
])('an answer passes as it is: %s', async (_, answer) => {
  const [head = '', body] = answer.split('\r\n\r\n', 2);
  const passed = await through(answer);
  expect(passed.startsWith(`${head}\r\n`)).toBe(true);
  expect(passed.replace(CLOSE, '').split('\r\n\r\n')[0]).toBe(head);
  if (!answer.includes('chunked')) expect(passed.endsWith(`\r\n\r\n${body}`)).toBe(true);
  else expect(passed.split('\r\n\r\n').slice(1).join('\r\n\r\n')).toBe('7\r\n{"a":1}\r\n0\r\n\r\n');
});

test('an answer that ends with its connection passes', async () => {
  const passed = await through('HTTP/1.1 200 OK\r\nX: y\r\n\r\nuntil the end');
  expect(passed).toMatch(/^HTTP\/1\.1 200 OK\r\nX: y\r\n(?:Connection: close\r\n)?\r\nuntil the end$/);
});

test('a request passes with its spelling and the order of its headers, but what belongs to its connection', async () => {
  const request =
    'POST /rest/User/%40x?a=%20&b HTTP/1.1\r\nhost: OWN\r\nX-tWo: 2\r\ncontent-length: 4\r\nKeep-Alive: 5\r\nConnection: close\r\n\r\nbody';
  const { bytes, port } = await received(request);
  expect(bytes.replace(CLOSE, '')).toBe(
    `POST /rest/User/%40x?a=%20&b HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nX-tWo: 2\r\ncontent-length: 4\r\n\r\nbody`,
  );
});

test('a body in chunks stays one, and a POST without a length gets none', async () => {
  const chunked = await received(
    'POST /x HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nbody\r\n0\r\n\r\n',
  );
  expect(chunked.bytes.replace(CLOSE, '')).toBe(
    'POST /x HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n',
  );
  const none = await received('POST /x HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n');
  expect(none.bytes.replace(CLOSE, '')).toBe('POST /x HTTP/1.1\r\nHost: a.test\r\n\r\n');
});

test('a target that breaks off is a 502 that says so, and nothing is recorded', async () => {
  const { port } = await rawServer((socket) => socket.once('data', () => socket.destroy()));
  const recording = await recordingOf(`http://127.0.0.1:${port}`);
  const response = await fetch(`${recording.url}/rest/user/a@b/status?api-key=top-secret-1`, {
    method: 'POST',
  });
  expect(response.status).toBe(502);
  const reason = `http://127.0.0.1:${port} closed the connection without an answer`;
  expect(await response.text()).toBe(`tigase-emulator record: ${reason}\n`);
  expect(recording.lines).toEqual([`POST /rest/user/a@b/status: ${reason}`]);
  await expect(recording.stop()).rejects.toThrow('ENOENT');
});

test('a target that went away is a 502 that says so', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const recording = await recordingOf(`http://127.0.0.1:${port}`);
  await new Promise((resolve) => server.close(resolve));
  const response = await fetch(`${recording.url}/`);
  expect([response.status, await response.text()]).toEqual([
    502,
    `tigase-emulator record: http://127.0.0.1:${port} can't be reached: nothing listens there\n`,
  ]);
});

test('an answer that breaks off breaks off for the client too, and is not recorded', async () => {
  const { port } = await answeringServer(['HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf']);
  const recording = await recordingOf(`http://127.0.0.1:${port}`);
  await expect(fetch(`${recording.url}/`).then((response) => response.text())).rejects.toThrow();
  await expect(recording.stop()).rejects.toThrow('ENOENT');
});

test('a client that goes away before the answer leaves nothing behind', async () => {
  const served: Promise<void>[] = [];
  const { port } = await rawServer((socket) => void served.push(overOf(socket.resume())));
  const recording = await recordingOf(`http://127.0.0.1:${port}`);
  const client = connect(recording.port, '127.0.0.1', () =>
    client.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n'),
  );
  onTestFinished(() => void client.destroy());
  await expect.poll(() => served.length).toBe(1);
  client.destroy();
  await served[0];
  expect(recording.lines).toEqual([]);
  await expect(recording.stop()).rejects.toThrow('ENOENT');
});
