import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FaultOption, UsageError } from '../../emulator/index.js';
import { JSON_TYPE, tested } from '../support/requests.js';

const FAULTS = '/_emulator/faults';
const SEND_JSON = 'Send JSON with Content-Type: application/json';

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
    const { emulator } = await tested({ port: 0 });
    onTestFinished(() => emulator.stop());
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
  });
});
