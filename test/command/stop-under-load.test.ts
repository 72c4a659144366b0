import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { AnswerReader } from '../../emulator/scenario/recordings/answer-reader.js';
import { serveCommand } from '../support/command.js';
import { folderForTest } from '../support/files.js';
import { connectRaw } from '../support/raw-streams.js';
import { errorEnd, transports } from '../support/stream-words.js';

const BODY = '{"show":"xa"}';
const REQUEST = [
  'POST /rest/user/test@domain.com/status?api-key=API_KEY HTTP/1.1',
  'Host: localhost',
  'Content-Type: application/json',
  `Content-Length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n');

/** Requests that are sent at once on a connection, and the statuses of the answers that have come to them. */
interface Batch {
  readonly sent: number;
  readonly statuses: number[];
}

/** Sends batch after batch on one connection, until the server ends that; the last is the one that was on its way. */
async function load(socket: Socket, isOver: () => boolean, onBatch: () => void): Promise<Batch> {
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (let sent = 1; ; sent = (sent % 7) + 1) {
    const batch: Batch = { sent, statuses: [] };
    if (isOver()) return { sent: 0, statuses: [] };
    socket.write(REQUEST.repeat(sent));
    const whole = answers(socket, batch);
    await Promise.race([whole, closed]);
    if (batch.statuses.length < sent || socket.closed || isOver()) return batch;
    onBatch();
  }
}

function answers(socket: Socket, { sent, statuses }: Batch): Promise<void> {
  return new Promise((resolve) => {
    let reader = new AnswerReader('POST');
    const read = (bytes: Buffer) => {
      if (!reader.push(bytes)) return;
      const { status = 0, surplus = Buffer.alloc(0) } = reader.answer ?? {};
      statuses.push(status);
      reader = new AnswerReader('POST');
      if (statuses.length === sent) {
        socket.off('data', read);
        resolve();
      } else if (surplus.length > 0) read(surplus);
    };
    socket.on('data', read);
  });
}

test('SIGTERM under load: each request that was sent is answered, streams end in order, and the process with 0', async () => {
  const server = await serveCommand(['--port', '0', '--release', '8.3'], { folder: folderForTest() });
  const streams = await Promise.all(
    transports.map(async (transport) => (await connectRaw(server, transport)).logIn('alice', transport)),
  );
  let isOver = false;
  let batches = 0;
  let enough = () => {};
  const isUnderLoad = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const onBatch = () => {
    batches += 1;
    if (batches === 300) enough();
  };
  const sockets = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = connect(server.port, '127.0.0.1').setNoDelay();
      await once(socket, 'connect');
      return socket;
    }),
  );
  const loads = sockets.map((socket) => load(socket, () => isOver, onBatch));
  await isUnderLoad;
  isOver = true; // nobody sends anything more; what is on its way was sent before the signal
  const startedAt = performance.now();
  const ended = server.stop('SIGTERM');
  const last = await Promise.all(loads);
  expect(await ended).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(2000);
  expect(last.some(({ sent }) => sent > 1)).toBe(true);
  expect(last.map(({ statuses }) => statuses)).toEqual(last.map(({ sent }) => Array(sent).fill(200)));
  for (const [index, transport] of transports.entries()) {
    const received = await streams[index]?.rest();
    expect(received?.slice(-errorEnd(transport, 'system-shutdown').length)).toBe(
      errorEnd(transport, 'system-shutdown'),
    );
  }
});
