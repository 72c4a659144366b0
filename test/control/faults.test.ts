import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../../emulator/command/log.js';
import type { Exchange } from '../../emulator/http-api/exchange.js';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.js';
import { JSON_TYPE, tested, XML_TYPE } from '../support/requests.js';
import { overOf } from '../support/wire.js';

const FAULTS = '/_emulator/faults';
const PATH = '/rest/user/test@domain.com/status?api-key=API_KEY';

/** An emulator that listens on a port, and stops with its test. */
async function listening(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ websocketPort: 'off', xmppPort: 'off', ...options });
  onTestFinished(() => emulator.stop());
  const exchanges: Exchange[] = [];
  emulator.onExchange((exchange) => exchanges.push(exchange));
  return { emulator, exchanges };
}

/** What comes back over a connection of its own until that is closed, and the connection. */
function sent({ httpPort = 0 }: Emulator, body = '{"show":"xa"}', times = 1) {
  const socket = connect(httpPort, '127.0.0.1');
  const head = `POST ${PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  socket.write((head + body).repeat(times));
  let received = '';
  socket.on('data', (bytes) => {
    received += String(bytes);
  });
  const closed = overOf(socket).then(() => received);
  return { socket, closed, received: () => received };
}

/** Resolves once something holds, such as that an exchange was told of. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setImmediate();
}

/** No timer ends from here on but those that the test advances: what goes on waits for none. */
function withTimersInHand(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
}

describe('a fault with a status', () => {
  test('answers in place of Tigase, and leaves the state as it was', async () => {
    const { emulator, request, post, exchanges } = await tested();
    const added = await request.post(FAULTS).send({ fault: { status: 503, body: 'Wartung läuft' } });
    expect(added.status).toBe(201);
    expect(added.body).toEqual({ id: 'fault-1' });
    const answer = await post('test@domain.com/status', '{"show":"xa"}');
    expect(answer.status).toBe(503);
    expect((answer as unknown as { res: { statusMessage: string } }).res.statusMessage).toBe(
      'Service Unavailable',
    );
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.text).toBe('Wartung läuft');
    expect(emulator.presence('test@domain.com')).toEqual([]);
    expect(exchanges.at(-1)).toMatchObject({
      answer: { status: 503 },
      change: { show: 'xa', success: false },
      notes: [{ code: 'fault', severity: 'info', text: 'fault-1: the answer is a 503; nothing is changed' }],
    });
  });

  test('sends a body that is an object or a list as JSON', async () => {
    const { emulator, post } = await tested();
    emulator.faults.add({ fault: { status: 429, body: { retry: [1, null] } }, times: 1 });
    emulator.faults.add({ fault: { status: 200, body: [] } });
    const answer = await post('test@domain.com/status', '{}', XML_TYPE);
    expect(answer.status).toBe(429);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.text).toBe('{"retry":[1,null]}');
    expect((await post('test@domain.com/status', '{}')).text).toBe('[]');
  });

  test('with applied makes the change all the same', async () => {
    const { emulator, post, exchanges } = await tested();
    emulator.faults.add({ fault: { status: 500, applied: true } });
    const answer = await post('test@domain.com/status', '{"show":"dnd"}');
    expect([answer.status, answer.text]).toEqual([500, '']);
    expect(emulator.presence('test@domain.com')).toMatchObject([{ show: 'dnd' }]);
    expect(exchanges.at(-1)?.change).toMatchObject({ success: true });
    expect(exchanges.at(-1)?.notes.at(-1)?.text).toBe(
      'fault-1: the answer is a 500; what was asked for is done all the same',
    );
  });

  test.each([200, 204, 304, 205, 599])('%i leaves the connection to the next request', async (status) => {
    const { emulator } = await listening();
    emulator.faults.add({ fault: { status }, times: 1 });
    const { socket, received } = sent(emulator, '{"show":"xa"}', 2);
    await until(() => received().includes('success'));
    socket.destroy();
    const [first = '', second = ''] = received().split(/(?<=\r\n\r\n)(?=HTTP)/);
    expect(first).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(first.includes('ength')).toBe(status !== 204 && status !== 304);
    expect(second).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  });
});

describe('a fault with success: false', () => {
  test.each([
    ['documented', JSON_TYPE, '{"show":"xa"}'],
    ['8.3', JSON_TYPE, '{"show":"xa","activity":{"category":"talking"}}'],
    ['8.3', XML_TYPE, '<command><show>xa</show></command>'],
    ['8.1', XML_TYPE, '<command><show>xa</show></command>'],
  ] as const)("answers as %s does where a change fails, %s '%s'", async (release, type, body) => {
    const untrusted = await tested({ release, trusted: [] });
    const { emulator, post, exchanges } = await tested({ release });
    emulator.faults.add({ fault: { success: false } });
    const answer = await post('test@domain.com/status', body, type);
    const expected = await untrusted.post('test@domain.com/status', body, type);
    expect(expected.text).toContain('false');
    expect([answer.status, answer.text]).toEqual([200, expected.text]);
    expect(answer.headers['content-type']).toBe(expected.headers['content-type']);
    expect(emulator.presence('test@domain.com')).toEqual([]);
    expect(exchanges.at(-1)).toMatchObject({
      change: { success: false },
      notes: [{ text: 'fault-1: the answer says success: false; nothing is changed' }],
    });
  });

  test('leaves a session that is there as it was', async () => {
    const { emulator, post } = await tested();
    await post('test@domain.com/status', '{"show":"xa"}');
    emulator.faults.add({ fault: { success: false } });
    await post('test@domain.com/status', '{"available":"false"}');
    expect(emulator.presence('test@domain.com')).toMatchObject([{ show: 'xa' }]);
  });
});

describe('a fault with delayMs', () => {
  test('holds the answer up, not the change', async () => {
    const { emulator, exchanges } = await listening();
    emulator.faults.add({ fault: { delayMs: 60_000 }, times: 1 });
    withTimersInHand();
    const { socket, received } = sent(emulator);
    await until(() => emulator.presence('test@domain.com').length === 1);
    const later = sent(emulator);
    await until(() => later.received().includes('"success": true'));
    vi.advanceTimersByTime(59_999);
    later.socket.destroy();
    await overOf(later.socket);
    expect(received()).toBe('');
    vi.advanceTimersByTime(1);
    await until(() => received().includes('"success": true'));
    socket.destroy();
    expect(exchanges.at(-1)?.notes).toMatchObject([
      { text: 'fault-1: the answer waits 60000 ms; what was asked for is done all the same' },
    ]);
  });

  test('draws the delay between the least and the most', async () => {
    const { emulator, post, exchanges } = await tested();
    emulator.faults.add({ fault: { delayMs: [5, 25], status: 500 } });
    await Promise.all(Array.from({ length: 60 }, () => post('test@domain.com/status', '{}')));
    const delays = exchanges.map(({ notes }) => Number(/waits (\d+) ms/.exec(notes.at(-1)?.text ?? '')?.[1]));
    expect(delays).toHaveLength(60);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...delays)).toBeLessThanOrEqual(25);
    expect(new Set(delays).size).toBeGreaterThan(3);
  });

  test('is told of though the client has gone meanwhile', async () => {
    const { emulator, exchanges } = await listening();
    emulator.faults.add({ fault: { delayMs: 60 } });
    const { socket } = sent(emulator);
    await until(() => emulator.presence('test@domain.com').length === 1);
    socket.destroy();
    await until(() => exchanges.length === 1);
    expect(exchanges[0]?.change).toMatchObject({ success: true });
  });

  test('does not keep emulator.stop() waiting: the answer is given at once', async () => {
    const { emulator } = await listening();
    emulator.faults.add({ fault: { delayMs: 60_000 } });
    const { closed } = sent(emulator);
    await until(() => emulator.presence('test@domain.com').length === 1);
    withTimersInHand();
    await emulator.stop();
    expect(await closed).toMatch(/^HTTP\/1.1 200 OK\r\n.*"success": true/s);
  });
});

describe('a fault with drop', () => {
  test.each([
    [{}, 0],
    [{ applied: true }, 1],
  ] as const)('closes the connection without an answer (%j)', async (applied, sessions) => {
    const { emulator, exchanges } = await listening();
    emulator.faults.add({ fault: { drop: true, ...applied } });
    expect(await sent(emulator).closed).toBe('');
    expect(emulator.presence('test@domain.com')).toHaveLength(sessions);
    await until(() => exchanges.length === 1);
    const change = sessions === 0 ? 'nothing is changed' : 'what was asked for is done all the same';
    expect(exchanges).toMatchObject([
      {
        answer: undefined,
        change: { show: 'xa', success: sessions === 1 },
        notes: [{ text: `fault-1: the connection is closed without an answer; ${change}` }],
      },
    ]);
  });

  test('is logged as a request without an answer', async () => {
    const { emulator, exchanges } = await listening();
    emulator.faults.add({ fault: { drop: true } });
    await sent(emulator).closed;
    await until(() => exchanges.length === 1);
    const lines: string[] = [];
    for (const exchange of exchanges) {
      createLog('pretty', (line) => lines.push(line))({ event: 'request', exchange });
      createLog('json', (line) => lines.push(line))({ event: 'request', exchange });
    }
    expect(lines[0]).toMatch(/ → no answer, success: false \([\d.]+ ms\)\n +info fault: fault-1: /);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ status: null, notes: [{ code: 'fault' }] });
  });
});

describe('a fault with noAnswer', () => {
  test('keeps the connection open and silent until the client goes', async () => {
    const { emulator, exchanges } = await listening();
    emulator.faults.add({ fault: { noAnswer: true, applied: true }, times: 1 });
    const { socket, closed, received } = sent(emulator);
    await until(() => exchanges.length === 1);
    const text = 'there is no answer, and the connection stays open; what was asked for is done all the same';
    expect(exchanges).toMatchObject([
      { answer: undefined, change: { success: true }, notes: [{ text: `fault-1: ${text}` }] },
    ]);
    expect(emulator.presence('test@domain.com')).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([received(), socket.closed]).toEqual(['', false]);
    socket.end();
    expect(await closed).toBe('');
  });

  test('does not keep emulator.stop() waiting', async () => {
    const { emulator, exchanges } = await listening();
    emulator.faults.add({ fault: { noAnswer: true } });
    const { closed } = sent(emulator);
    await until(() => exchanges.length === 1);
    withTimersInHand();
    await emulator.stop();
    expect(await closed).toBe('');
  });
});
