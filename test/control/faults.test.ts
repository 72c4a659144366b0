import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../../emulator/command/log.js';
import type { Exchange } from '../../emulator/http-api/exchange.js';
import {
  type Emulator,
  type EmulatorOptions,
  type FaultOption,
  startEmulator,
  UsageError,
} from '../../emulator/index.js';
import { JSON_TYPE, tested, XML_TYPE } from '../support/requests.js';
import { overOf } from '../support/wire.js';

const FAULTS = '/_emulator/faults';
const SEND_JSON = 'Send JSON with Content-Type: application/json';
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
      change: { user: 'test@domain.com', show: 'xa', success: false },
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
    expect(exchanges).toMatchObject([{ answer: undefined, change: { success: true } }]);
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

describe('which fault a call gets', () => {
  test('the first that matches, in the order added, as often as it says', async () => {
    const { emulator, request, post } = await tested();
    emulator.faults.add({ match: { user: 'alice@domain.com' }, fault: { status: 501 } });
    emulator.faults.add({ match: {}, fault: { status: 502 }, times: 2 });
    emulator.faults.add({ fault: { status: 503 } });
    const statuses = async (...users: string[]) => {
      const found = [];
      for (const user of users) found.push((await post(`${user}@domain.com/status`, '{}')).status);
      return found;
    };
    expect(await statuses('test', 'alice')).toEqual([502, 501]);
    expect((await request.get(FAULTS)).body).toEqual([
      { id: 'fault-1', match: { user: 'alice@domain.com' }, fault: { status: 501 } },
      { id: 'fault-2', match: {}, fault: { status: 502 }, times: 1 },
      { id: 'fault-3', match: {}, fault: { status: 503 } },
    ]);
    expect(await statuses('alice', 'test', 'test')).toEqual([501, 502, 503]);
    expect(emulator.faults.list().map(({ id }) => id)).toEqual(['fault-1', 'fault-3']);
  });

  test.each([
    [{ user: 'TEST@Domain.com' }, ['test@domain.com/status', 'Test@domain.COM/status/a']],
    [{ domain: 'Example.org' }, ['test@example.org/status']],
    [{ resource: 'Tigase-External' }, ['test@domain.com/status', 'test@example.org/status']],
    [{ user: 'test@domain.com', resource: 'a' }, ['Test@domain.COM/status/a']],
    [{ user: 'test@domain.com', domain: 'DOMAIN.com', resource: 'b' }, []],
  ])('%j: as JIDs are compared', async (match, hit) => {
    const { emulator, post } = await tested({ domains: ['domain.com', 'example.org'] });
    emulator.faults.add({ match, fault: { status: 503 } });
    const calls = [
      'test@domain.com/status',
      'Test@domain.COM/status/a',
      'test@example.org/status',
      'tes@domain.com/status/ab',
    ];
    const found = [];
    for (const call of calls) if ((await post(call, '{}')).status === 503) found.push(call);
    expect(found).toEqual(hit);
  });

  test('none where the request has no API key, or is no call of the status endpoint', async () => {
    const { emulator, request } = await tested();
    emulator.faults.add({ fault: { status: 503 }, times: 1 });
    expect((await request.post('/rest/user/test@domain.com/status').send({})).status).toBe(403);
    expect((await request.get('/rest/user/test@domain.com?api-key=API_KEY')).status).toBe(200);
    expect(emulator.faults.list()).toMatchObject([{ times: 1 }]);
  });

  test('none after all are removed', async () => {
    const { emulator, request, post } = await tested();
    for (const status of [501, 502, 503]) emulator.faults.add({ fault: { status } });
    expect((await request.delete(`${FAULTS}/fault-1`)).status).toBe(204);
    expect((await post('test@domain.com/status', '{}')).status).toBe(502);
    const again = await request.delete(`${FAULTS}/fault-1`);
    expect(again.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(again.text)).toEqual({
      title: 'There is no fault "fault-1"',
      status: 404,
      detail: 'There are fault-2, fault-3',
      instance: `${FAULTS}/fault-1`,
    });
    expect(emulator.faults.remove('fault-2')).toBe(true);
    expect(emulator.faults.remove('fault-2')).toBe(false);
    expect((await post('test@domain.com/status', '{}')).status).toBe(503);
    expect((await request.delete(FAULTS)).status).toBe(204);
    expect((await request.get(FAULTS)).body).toEqual([]);
    expect((await post('test@domain.com/status', '{}')).status).toBe(200);
  });

  test('one that a list shows can not be changed through it', async () => {
    const { emulator } = await tested();
    emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { status: 503, body: { a: 1 } } });
    const [shown] = emulator.faults.list();
    Object.assign(shown?.match ?? {}, { user: 'alice@domain.com' });
    Object.assign(shown?.fault.body ?? {}, { a: 2 });
    expect(emulator.faults.list()).toMatchObject([
      { match: { user: 'test@domain.com' }, fault: { body: { a: 1 } } },
    ]);
  });
});

describe('a fault that is wrong', () => {
  test.each<[given: unknown, message: string]>([
    [
      { fault: {} },
      'fault: it does nothing: write delayMs, status, drop, noAnswer, success: false, presence or stream',
    ],
    [
      { fault: { applied: true } },
      'fault: it does nothing: write delayMs, status, drop, noAnswer, success: false, presence or stream',
    ],
    [{}, 'fault: fault is missing: expected keys with values, such as { key: value }'],
    [[], 'found [], expected keys with values, such as { key: value }'],
    [null, 'found null, expected keys with values, such as { key: value }'],
    [
      { falt: { status: 503 } },
      'fault: fault is missing: expected keys with values, such as { key: value }\nfalt: unknown key falt: did you mean fault?',
    ],
    [{ fault: { stauts: 503 } }, 'fault.stauts: unknown key stauts: did you mean status?'],
    [
      { match: { users: 'a@b' }, fault: { drop: true } },
      'match.users: unknown key users: did you mean user?',
    ],
    [
      { fault: { answers: 'never' } },
      'fault.answers: unknown key answers: there are delayMs, status, body, drop, noAnswer, success, applied, presence, stream',
    ],
    ...['dropped', 5, true].map((presence): [unknown, string] => [
      { fault: { presence } },
      `fault.presence: ${JSON.stringify(presence)} is nothing that becomes of presence: write drop, double, or { delayMs: 500 }`,
    ]),
    [
      { fault: { presence: { delay: 5 } } },
      'fault.presence.delayMs: it is missing: write milliseconds from 1 to 2147483647, or [least, most]\nfault.presence.delay: unknown key delay: did you mean delayMs?',
    ],
    [{ fault: { stream: 'cuts' } }, 'fault.stream: found "cuts", expected "cut"'],
    [
      { fault: { stream: 'cut', status: 503 } },
      'fault.stream: a stream is cut at once, and the rest when a call or a presence comes: add two faults',
    ],
    [
      { match: { user: 'domain.com' }, fault: { drop: true } },
      'match.user: "domain.com" is no bare JID: write local@domain, such as test@domain.com',
    ],
    [
      { match: { user: 'test@domain.com/a' }, fault: { drop: true } },
      'match.user: "test@domain.com/a" is no bare JID: write local@domain, such as test@domain.com',
    ],
    [
      { match: { user: 'test@domain.com', domain: 'example.org' }, fault: { drop: true } },
      'match.domain: it matches nothing: test@domain.com is at domain.com, not at example.org',
    ],
    [
      { match: { resource: '' }, fault: { drop: true } },
      'match.resource: it is empty: leave it out to match every resource',
    ],
    ...[-1, 0, 0.5, [0, 0], [3, 2], [-1, 2], [1], '5', 2 ** 31].map((delayMs): [unknown, string] => [
      { fault: { delayMs } },
      `fault.delayMs: ${JSON.stringify(delayMs)} is no delay: write milliseconds from 1 to 2147483647, or [least, most]`,
    ]),
    ...[199, 600, 503.5, '503'].map((status): [unknown, string] => [
      { fault: { status } },
      `fault.status: ${JSON.stringify(status)} is no status of an answer: write a whole number from 200 to 599`,
    ]),
    [
      { fault: { status: 503, body: 5 } },
      'fault.body: 5 is no body: write a text, or an object or a list, which is sent as JSON',
    ],
    [
      { fault: { drop: true, body: 'a' } },
      'fault.body: a body goes with a status: write it beside, such as status: 503',
    ],
    [{ fault: { status: 204, body: 'a' } }, 'fault.body: an answer of status 204 has no body: leave it out'],
    [
      { fault: { drop: true, noAnswer: true } },
      'fault.noAnswer: it contradicts drop: a call gets one of status, drop, noAnswer and success',
    ],
    [
      { fault: { drop: true, status: 503 } },
      'fault.drop: it contradicts status: a call gets one of status, drop, noAnswer and success',
    ],
    [
      { fault: { success: false, status: 503 } },
      'fault.success: it contradicts status: a call gets one of status, drop, noAnswer and success',
    ],
    ...[{ success: false }, { delayMs: 5 }].map((fault): [unknown, string] => [
      { fault: { ...fault, applied: true } },
      'fault.applied: it goes with status, drop and noAnswer, which keep a change from being made without it',
    ]),
    [{ fault: { success: true } }, 'fault.success: found true, expected false'],
    [{ fault: { drop: 1 } }, 'fault.drop: found 1, expected true'],
    [{ fault: { drop: true }, times: 0 }, 'times: found 0, expected a number from 1 on'],
    [{ fault: { drop: true }, times: 1.5 }, 'times: found 1.5, expected a whole number'],
  ])('%j is refused', async (given, message) => {
    const { emulator, request } = await tested();
    expect(() => emulator.faults.add(given as FaultOption)).toThrow(new UsageError(message));
    const answer = await request.post(FAULTS).set('Content-Type', JSON_TYPE).send(JSON.stringify(given));
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.text)).toEqual({
      title: 'The fault is wrong',
      status: 400,
      detail: message,
      instance: FAULTS,
    });
    expect(emulator.faults.list()).toEqual([]);
  });

  test.each([
    ['text', 400, 'text/plain', '{"fault":{"drop":true}}', 'The Content-Type is text/plain', SEND_JSON],
    ['broken JSON', 400, JSON_TYPE, '{"fault":', 'The body is no application/json', "It can't be read: "],
    ['a prototype', 400, JSON_TYPE, '{"__proto__":{}}', 'The body is no application/json', 'forbidden'],
    ['nothing', 400, JSON_TYPE, '', 'There is no body', SEND_JSON],
    [
      'too much',
      413,
      JSON_TYPE,
      `"${'x'.repeat(1024 ** 2)}"`,
      'The body is too large',
      'at most 1048576 bytes',
    ],
  ])('a body of %s is a %i', async (_, status, type, body, title, detail) => {
    const { emulator, request } = await tested();
    const answer = await request.post(FAULTS).set('Content-Type', type).send(body);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
    expect(JSON.parse(answer.text)).toMatchObject({ title, status, detail: expect.stringContaining(detail) });
    expect(emulator.faults.list()).toEqual([]);
  });

  test('a body that never ends is cut off once it is too large', async () => {
    const { emulator } = await listening();
    const request = httpRequest({
      port: emulator.httpPort,
      host: '127.0.0.1',
      path: FAULTS,
      method: 'POST',
      headers: { 'Content-Type': JSON_TYPE },
    });
    request.on('error', () => {});
    request.write('x'.repeat(1_100_000));
    const [answer] = await once(request, 'response');
    expect(answer.statusCode).toBe(413);
    request.destroy();
    await emulator.stop();
  });
});

describe('a fault with presence', () => {
  /** A user with two contacts, one of whom has two clients. */
  async function watched() {
    const there = await tested();
    const clients = ['alice@domain.com/a', 'alice@domain.com/b', 'bob@domain.com/c'].map((jid) =>
      there.emulator.contact(jid),
    );
    const shows = () =>
      clients.map(({ received }) =>
        received
          .filter(({ attrs }) => attrs.from?.startsWith('test@'))
          .map((stanza) => stanza.attrs.type ?? stanza.getChildText('show')),
      );
    return { ...there, clients, shows };
  }

  test('drop keeps one presence from every contact, and counts it once', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ match: { user: 'TEST@domain.com' }, fault: { presence: 'drop' }, times: 1 });
    await post('test@domain.com/status', '{"show":"xa"}');
    expect(shows()).toEqual([[], [], []]);
    expect(emulator.presence('test@domain.com')).toMatchObject([{ show: 'xa' }]);
    expect(emulator.faults.list()).toEqual([]);
    await post('test@domain.com/status', '{"show":"dnd"}');
    expect(shows()).toEqual([['dnd'], ['dnd'], ['dnd']]);
  });

  test('double brings each contact the same twice', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ fault: { presence: 'double' } });
    await post('test@domain.com/status', '{"show":"xa"}');
    await post('test@domain.com/status', '{"available":"false"}');
    const twice = ['xa', 'xa', 'unavailable', 'unavailable'];
    expect(shows()).toEqual([twice, twice, twice]);
  });

  test('a delay brings it later, when the next one may be there already', async () => {
    const { emulator, post, clients, shows } = await watched();
    emulator.faults.add({ fault: { presence: { delayMs: [20, 30] } }, times: 1 });
    const { status } = await post('test@domain.com/status', '{"show":"xa"}');
    expect([status, shows()]).toEqual([200, [[], [], []]]);
    await post('test@domain.com/status', '{"show":"dnd"}');
    await clients[2]?.receives({ from: 'test@domain.com', show: 'xa' });
    expect(shows()).toEqual([
      ['dnd', 'xa'],
      ['dnd', 'xa'],
      ['dnd', 'xa'],
    ]);
  });

  test("concerns a client's presence, and the one that a contact gets who logs in", async () => {
    const { emulator } = await tested();
    const alice = emulator.contact('alice@domain.com/a');
    emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { presence: 'drop' }, times: 2 });
    emulator.contact('test@domain.com/phone').send('<presence><show>away</show></presence>');
    expect(alice.received.filter(({ attrs }) => attrs.from === 'test@domain.com/phone')).toEqual([]);
    const bob = emulator.contact('bob@domain.com/b');
    expect(bob.received.filter(({ attrs }) => attrs.from === 'test@domain.com/phone')).toHaveLength(1);
  });

  test('does not wait for somebody who would get it in vain: nobody there is none that it counts', async () => {
    const { emulator, post } = await tested();
    emulator.faults.add({ fault: { presence: 'drop' }, times: 1 });
    await post('test@domain.com/status', '{"show":"xa"}');
    expect(emulator.faults.list()).toMatchObject([{ times: 1 }]);
  });

  test('stands with what becomes of the call, and both count as one', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ fault: { presence: 'double', status: 503, applied: true }, times: 1 });
    expect((await post('test@domain.com/status', '{"show":"xa"}')).status).toBe(503);
    expect(shows()[2]).toEqual(['xa', 'xa']);
    expect((await post('test@domain.com/status', '{"show":"dnd"}')).status).toBe(200);
    expect(shows()[2]).toEqual(['xa', 'xa', 'dnd']);
  });

  test('concerns the presence of those whom it matches alone, also while their call is carried out', async () => {
    const { emulator, post } = await tested();
    emulator.contact('alice@domain.com/a');
    const own = emulator.contact('test@domain.com/own', { available: false });
    emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { delayMs: 1, presence: 'drop' } });
    await post('test@domain.com/status', '{"show":"xa"}');
    await own.receives({ from: 'alice@domain.com/a' });
  });

  test('leaves a call to the next fault, which has something for it', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ fault: { presence: 'drop' } });
    emulator.faults.add({ fault: { status: 500, applied: true } });
    expect((await post('test@domain.com/status', '{"show":"xa"}')).status).toBe(500);
    expect(shows()).toEqual([[], [], []]);
  });

  test('is told in the journal, of what was lost too', async () => {
    const { emulator, post } = await watched();
    emulator.faults.add({ fault: { presence: 'drop' }, times: 1 });
    await post('test@domain.com/status', '{"show":"xa"}');
    const stanzas = emulator.journal.entries({ kind: 'stanza', user: 'bob@domain.com' });
    expect(stanzas.at(-1)).toMatchObject({
      user: 'test@domain.com',
      to: 'bob@domain.com/c',
      stanza: expect.stringContaining('<show>xa</show>'),
      notes: [{ code: 'fault', severity: 'info', text: 'fault-1: it is lost on its way' }],
    });
  });

  test('a reset lets nothing late arrive, and leaves no timer', async () => {
    const { emulator, post } = await tested({
      domains: ['domain.com', 'example.org'],
      accounts: [
        { jid: 'test@example.org', password: 'x' },
        { jid: 'alice@domain.com', password: 'x' },
      ],
      rosters: { 'test@example.org': [{ jid: 'alice@domain.com', subscription: 'both' }] },
    });
    const alice = emulator.contact('alice@domain.com/a');
    emulator.faults.add({ fault: { presence: { delayMs: 60_000 } }, times: 1 });
    await post('test@example.org/status', '{"show":"xa"}');
    emulator.reset('example.org');
    await setImmediate();
    expect(alice.received.filter(({ attrs }) => attrs.from?.startsWith('test@')).map(String)).toEqual([
      expect.stringContaining('type="unavailable"'),
    ]);
  });
});

describe('a fault with stream: cut', () => {
  test('cuts the streams that there are at once, without a word, and counts them', async () => {
    const { emulator } = await tested();
    const [first, second, third] = ['a', 'b', 'c'].map((resource) =>
      emulator.contact(`alice@domain.com/${resource}`),
    );
    const bob = emulator.contact('bob@domain.com');
    emulator.faults.add({ match: { user: 'alice@domain.com' }, fault: { stream: 'cut' }, times: 2 });
    expect([first, second, third, bob].map((contact) => contact?.ended)).toEqual([
      'its connection was cut',
      'its connection was cut',
      undefined,
      undefined,
    ]);
    expect(first?.streamError).toBeUndefined();
    expect(emulator.faults.list()).toEqual([]);
  });

  test('cuts the one that comes later, once it is there', async () => {
    const { emulator } = await tested();
    emulator.faults.add({ match: { resource: 'phone' }, fault: { stream: 'cut' }, times: 1 });
    const other = emulator.contact('alice@domain.com/desk');
    const phone = emulator.contact('alice@domain.com/phone');
    await setImmediate();
    expect([other.ended, phone.ended]).toEqual([undefined, 'its connection was cut']);
    const again = emulator.contact('alice@domain.com/phone');
    await setImmediate();
    expect(again.ended).toBeUndefined();
  });
});
