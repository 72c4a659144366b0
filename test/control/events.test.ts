import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EventReader } from '../../emulator/control/event-reader.js';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.js';
import { readEvents } from '../support/event-reader.js';
import { tested } from '../support/requests.js';
import { overOf } from '../support/wire.js';

async function listening(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ websocketPort: 'off', xmppPort: 'off', ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

const setStatus = (emulator: Emulator, show: string) =>
  fetch(`${emulator.url}/rest/user/test@domain.com/status?api-key=API_KEY`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ show }),
  });

/** The ids that there are, in their order. */
const ids = (events: readonly { id?: string }[]) => events.flatMap(({ id }) => id ?? []);

describe('events', () => {
  test('are the entries of the journal as they come, under their ids', async () => {
    const emulator = await listening();
    const reader = await readEvents(emulator);
    expect(reader.status).toBe(200);
    expect(reader.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'emulator-started': emulator.startedAt.toISOString(),
    });
    await setStatus(emulator, 'xa');
    emulator.contact('alice@domain.com').send('<presence><show>away</show></presence>');
    const { length } = emulator.journal.entries();
    await reader.until((events) => events.length === length);
    expect(reader.events).toEqual(
      emulator.journal.entries().map((entry) => ({ id: String(entry.id), event: 'message', data: entry })),
    );
  });

  test('begin with those after Last-Event-ID, as far as the journal keeps them, and none come twice', async () => {
    const emulator = await listening({ limits: { journal: 6 } });
    const first = await readEvents(emulator);
    for (const show of ['xa', 'dnd']) await setStatus(emulator, show);
    await first.until((events) => events.length === 3);
    first.close();
    for (const show of ['chat', 'away']) await setStatus(emulator, show);
    const again = await readEvents(emulator, ids(first.events).at(-1));
    await setStatus(emulator, 'xa');
    await again.until((events) => events.length === 3);
    expect(ids([...first.events, ...again.events])).toEqual(['1', '2', '3', '4', '5', '6']);
    for (const show of ['xa', 'dnd', 'chat']) await setStatus(emulator, show);
    const late = await readEvents(emulator, '1');
    await late.until((events) => events.length === 6);
    expect(ids(late.events)).toEqual(['4', '5', '6', '7', '8', '9']);
  });

  test('tell a reader of an emulator before this one that its entries are gone', async () => {
    const emulator = await listening();
    await setStatus(emulator, 'xa');
    const reader = await readEvents(emulator, '4711');
    await reader.until((events) => events.length === 3);
    expect(reader.events.map(({ event, id }) => [event, id])).toEqual([
      ['cleared', undefined],
      ['message', '1'],
      ['message', '2'],
    ]);
  });

  test.each(['', 'x', '-1', '1.5'])('begin anew with %j as the last one', async (lastEventId) => {
    const emulator = await listening();
    await setStatus(emulator, 'xa');
    const reader = await readEvents(emulator, lastEventId);
    await setStatus(emulator, 'dnd');
    expect(ids(await reader.until((events) => events.length > 0))).toEqual(['3']);
  });

  test('tell that entries are gone, of a domain or all, and that the state is another', async () => {
    const emulator = await listening();
    const reader = await readEvents(emulator);
    const told = async (act: () => unknown, count = 1) => {
      const { length } = reader.events;
      await act();
      await reader.until((events) => events.length >= length + count);
      await setImmediate();
      return reader.events.slice(length).map(({ event, data }) => [event, data]);
    };
    expect(await told(() => emulator.journal.clear())).toEqual([['cleared', {}]]);
    expect(await told(() => emulator.journal.clear('domain.com'))).toEqual([
      ['cleared', { domain: 'domain.com' }],
    ]);
    expect(await told(() => emulator.reset(), 2)).toEqual([
      ['cleared', {}],
      ['changed', {}],
    ]);
    const changes: (() => unknown)[] = [
      () => emulator.addAccount({ jid: 'carol@domain.com', password: 'c' }),
      () => emulator.addRosterItem('carol@domain.com', { jid: 'bob@domain.com' }),
      () => emulator.addState({ apiKeys: [{ key: 'other' }] }),
      () => emulator.faults.add({ fault: { drop: true } }),
      () => emulator.faults.clear(),
      () => emulator.createDomain(),
      () => emulator.removeDomain('d1.test'),
      () => emulator.restore(emulator.snapshot()),
    ];
    for (const change of changes) expect(await told(change)).toEqual([['changed', {}]]);
  });

  test('tell how many are missed, where more came at once than can wait', async () => {
    const emulator = await listening({ limits: { journal: 10 } });
    const reader = await readEvents(emulator);
    const alice = emulator.contact('alice@domain.com', { available: false });
    for (let count = 0; count < 1004; count += 1)
      alice.send('<message to="nobody@example.org" type="error"/>');
    const last = String(emulator.journal.latestId);
    await reader.until((events) => events.at(-1)?.id === last);
    const [first] = reader.events;
    expect(first).toEqual({ event: 'missed', data: { entries: 5 } });
    expect(ids(reader.events)).toEqual(Array.from({ length: 1000 }, (_, index) => String(index + 6)));
  });

  test('tell anew of a request that brought about more, under no id', async () => {
    const emulator = await listening();
    const alice = emulator.contact('alice@domain.com');
    emulator.faults.add({ fault: { presence: { delayMs: 20 } }, times: 1 });
    const reader = await readEvents(emulator);
    await setStatus(emulator, 'xa');
    await alice.receives({ show: 'xa' });
    await reader.until((events) => events.some(({ event }) => event === 'more-caused'));
    const [request] = emulator.journal.entries({ kind: 'request' });
    expect(reader.events.filter(({ event }) => event === 'more-caused')).toEqual([
      { event: 'more-caused', data: request },
    ]);
  });

  test('end when the emulator stops', async () => {
    const emulator = await listening();
    const reader = await readEvents(emulator);
    await emulator.stop();
    await reader.ended;
  });

  test('take no parameters', async () => {
    const { request } = await tested();
    expect((await request.get('/_emulator/events?since=1')).status).toBe(400);
    expect((await request.head('/_emulator/events')).headers['content-type']).toBe('text/event-stream');
  });
});

test('a reader is not cut off for what it was told a moment ago', () => {
  const response = {
    writableNeedDrain: false,
    writableLength: 0,
    destroy: vi.fn(),
    ...{ on: () => {}, write: () => {}, writeHead: () => {} },
  };
  const reader = new EventReader(response as unknown as ServerResponse, 0, () => {});
  reader.cutIfStuck();
  response.writableNeedDrain = true;
  reader.cutIfStuck();
  expect(response.destroy).not.toHaveBeenCalled();
  reader.cutIfStuck();
  expect(response.destroy).toHaveBeenCalled();
});

/** An emulator behind a server whose connections can be looked at. */
async function watched(options: EmulatorOptions = {}) {
  const there = await tested(options);
  const { emulator } = there;
  const sockets: Socket[] = [];
  const server = createServer(emulator.callback()).on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    await emulator.stop();
    server.closeAllConnections();
  });
  return { ...there, sockets, at: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } };
}

const LONG = JSON.stringify({ status: 'x'.repeat(60_000) });

describe('a reader that came back', () => {
  test('is told what it missed as it reads, and nothing is kept for it meanwhile', async () => {
    const { emulator, post, sockets, at } = await watched();
    for (let count = 0; count < 120; count += 1) await post('test@domain.com/status', LONG);
    const reader = await readEvents(at, '0');
    reader.response.pause();
    await post('test@domain.com/status', LONG);
    expect(sockets[0]?.writableLength).toBeLessThan(512 * 1024);
    reader.response.resume();
    const last = String(emulator.journal.latestId);
    await reader.until((events) => events.at(-1)?.id === last);
    await post('test@domain.com/status', '{"show":"xa"}');
    await reader.until((events) => events.length === emulator.journal.latestId);
    expect(ids(reader.events)).toEqual(emulator.journal.entries().map(({ id }) => String(id)));
  });

  test('is told of the others where entries of a domain are cleared meanwhile', async () => {
    const { emulator, post, at } = await watched({ domains: ['domain.com', 'example.org'] });
    await post('test@example.org/status', '{"show":"xa"}');
    for (let count = 0; count < 120; count += 1) await post('test@domain.com/status', LONG);
    const reader = await readEvents(at, '0');
    reader.response.pause();
    await post('test@domain.com/status', LONG);
    emulator.journal.clear('example.org');
    reader.response.resume();
    const last = String(emulator.journal.latestId);
    await reader.until((events) => events.at(-1)?.id === last);
    const kept = emulator.journal.entries().map(({ id }) => String(id));
    expect(ids(reader.events)).toEqual(expect.arrayContaining(kept));
    expect(reader.events.filter(({ event }) => event === 'cleared')).toHaveLength(1);
  });

  test('is cut off where it reads nothing', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { post, sockets, at } = await watched();
    for (let count = 0; count < 120; count += 1) await post('test@domain.com/status', LONG);
    const stuck = await readEvents(at, '0');
    stuck.response.pause();
    const idle = await readEvents(at);
    vi.advanceTimersByTime(15_000);
    await setImmediate();
    vi.advanceTimersByTime(15_000);
    vi.advanceTimersByTime(15_000);
    expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    stuck.response.resume();
    await stuck.ended;
    idle.close();
  });
});

test('a reader that does not read is cut off, and those who read hear everything', async () => {
  const { emulator, post, sockets, at } = await watched();
  const slow = await readEvents(at);
  slow.response.pause();
  const reader = await readEvents(at);
  const [socketOfSlow] = sockets;
  // What the kernel keeps for the reader is not the emulator's: that takes a few megabytes.
  while (socketOfSlow?.destroyed === false && emulator.journal.latestId < 2000) {
    await post('test@domain.com/status', LONG);
    const last = String(emulator.journal.latestId);
    await reader.until((events) => events.at(-1)?.id === last);
  }
  expect(socketOfSlow?.destroyed).toBe(true);
  slow.response.resume();
  await slow.ended;
  expect(ids(reader.events)).toEqual(
    Array.from({ length: emulator.journal.latestId }, (_, index) => String(index + 1)),
  );
  expect(slow.events.length).toBeLessThan(reader.events.length);
}, 30_000);

test('a reader that ends its side of the connection is let go at once, and nobody is told of an error', async () => {
  const errors = vi.spyOn(console, 'error');
  onTestFinished(() => errors.mockRestore());
  const emulator = await listening();
  const socket = connect(emulator.httpPort ?? 0, '127.0.0.1');
  socket.write('GET /_emulator/events HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'data');
  const over = overOf(socket);
  socket.end();
  await over;
  await setStatus(emulator, 'xa');
  expect(errors).not.toHaveBeenCalled();
});
