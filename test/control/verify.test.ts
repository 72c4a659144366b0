import { setImmediate } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { type CallExpectation, type CallMatch, VerificationError } from '../../emulator/index.js';
import { JSON_TYPE, type Tested, tested, XML_TYPE } from '../support/requests.js';

const VERIFY = '/_emulator/verify';

/** What the library and the control interface say to one verification, which is the same. */
async function verdictOn({ emulator, request }: Tested, match: CallMatch, expectation: CallExpectation = {}) {
  const answer = await request.post(VERIFY).send({ match, ...expectation });
  try {
    const verdict = emulator.verify(match, expectation);
    expect([answer.status, answer.body]).toEqual([200, verdict]);
    return { ...verdict, text: undefined };
  } catch (failure) {
    if (!(failure instanceof VerificationError)) throw failure;
    const { message, count, misses, warnings } = failure;
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(answer.text)).toEqual({
      title: 'The verification does not hold',
      status: 422,
      detail: message,
      instance: VERIFY,
      ...{ count, misses, warnings },
    });
    return { count, misses, warnings, text: message };
  }
}

const holds = async (there: Tested, match: CallMatch, expectation: CallExpectation = {}) =>
  (await verdictOn(there, match, expectation)).text === undefined;

/** An emulator that got some calls. */
async function called() {
  const there = await tested();
  const { post, request } = there;
  await post('test@domain.com/status', '{"show":"xa","status":"On the phone"}');
  await post('test@domain.com/status/mobile', '{"available":"false"}');
  await post('alice@domain.com/status', '<command><priority>-5</priority></command>', XML_TYPE);
  await post('alice@domain.com/status', '{"show"');
  await request.post('/rest/user/bob@domain.com/status').set('Content-Type', JSON_TYPE).send('{}');
  return there;
}

describe('a match', () => {
  test.each([
    [{}, 5],
    [{ user: 'test@domain.com' }, 2],
    [{ user: 'TEST@Domain.com' }, 2],
    [{ domain: 'domain.com' }, 5],
    [{ domain: 'example.org' }, 0],
    [{ resource: 'mobile' }, 1],
    [{ resource: 'tigase-external' }, 4],
    [{ available: 'false' }, 1],
    [{ available: false }, 1],
    [{ available: true }, 2],
    [{ show: 'xa' }, 1],
    [{ show: null }, 2],
    [{ status: 'On the phone' }, 1],
    [{ status: null, user: 'test@domain.com' }, 1],
    [{ priority: '-1' }, 2],
    [{ priority: -5 }, 1],
    [{ format: 'json' }, 4],
    [{ format: 'xml' }, 1],
    [{ success: true }, 2],
    [{ success: 'false' }, 1],
    [{ responseStatus: 500 }, 1],
    [{ responseStatus: '403', user: 'bob@domain.com' }, 1],
    [{ user: 'test@domain.com', show: 'dnd' }, 0],
  ] as [CallMatch, number][])('%j counts %i', async (match, count) => {
    const there = await called();
    expect(await verdictOn(there, match, { times: count })).toMatchObject({ count, text: undefined });
  });

  test('a call whose answer was withheld counts as well', async () => {
    const there = await called();
    there.emulator.faults.add({ fault: { drop: true, applied: true }, times: 1 });
    await there.post('bob@domain.com/status', '{"show":"chat"}').catch(() => {});
    expect(await holds(there, { user: 'bob@domain.com', show: 'chat', success: true })).toBe(true);
    expect(await holds(there, { show: 'chat', responseStatus: 200 })).toBe(false);
  });
});

describe('an expectation', () => {
  test.each([
    [{}, [false, true, true]],
    [{ times: 0 }, [true, false, false]],
    [{ times: 1 }, [false, true, false]],
    [{ atLeast: 0 }, [true, true, true]],
    [{ atLeast: 2 }, [false, false, true]],
    [{ atMost: 0 }, [true, false, false]],
    [{ atMost: 1 }, [true, true, false]],
  ] as [CallExpectation, boolean[]][])('%j of none, one and two calls', async (expectation, expected) => {
    const there = await tested();
    const found: boolean[] = [];
    for (let count = 0; count < 3; count += 1) {
      found.push(await holds(there, { show: 'xa' }, expectation));
      await there.post('test@domain.com/status', '{"show":"xa"}');
    }
    expect(found).toEqual(expected);
  });

  test.each([
    ['{"show":"busy"}', 'show-unknown'],
    ['{"priority":"5"}', 'priority-not-negative'],
    ['{"priority":"many"}', 'priority-unknown'],
    ['{"Show":"xa"}', 'field-ignored'],
  ])('noWarnings does not hold for %s', async (body, code) => {
    const there = await tested();
    await there.post('test@domain.com/status', body);
    expect(await holds(there, {}, { noWarnings: false })).toBe(true);
    const { count, warnings, text } = (await verdictOn(there, {}, { noWarnings: true })) as never as Record<
      string,
      never
    >;
    expect({ count, warnings }).toMatchObject({ count: 1, warnings: [{ id: expect.any(Number), code }] });
    expect(text).toContain(`${code}: `);
  });

  test('noWarnings hides no wrong number of calls', async () => {
    const there = await tested();
    await there.post('test@domain.com/status', '{"show":"busy"}');
    await there.post('test@domain.com/status', '{"show":"xa"}');
    expect(await verdictOn(there, { show: 'busy' }, { times: 2, noWarnings: true })).toMatchObject({
      ...{ count: 1, warnings: [{ code: 'show-unknown' }] },
      misses: [{ differences: [{ field: 'show', sought: 'busy', came: 'xa' }] }],
      text: `expected exactly 2 calls of the status endpoint with show "busy",
but there was 1

the nearest that came:
  #3 POST /rest/user/test@domain.com/status?api-key=… → 200
      show  sought "busy", came "xa"

expected no warnings on calls with show "busy",
but Tigase’s traps were there

  #2 show-unknown: show "busy" is not chat, away, xa or dnd (RFC 6121, section 4.7.2.1)`,
    });
  });

  test('noWarnings is about the calls that match alone, and errors are none', async () => {
    const there = await tested();
    await there.post('alice@domain.com/status', '{"show":"busy"}');
    await there.post('test@domain.com/status', '{"available":"false"}');
    expect(await holds(there, { user: 'test@domain.com' }, { noWarnings: true })).toBe(true);
  });
});

describe('where there are too few', () => {
  test('the nearest misses are told, the nearest first, field by field', async () => {
    const there = await tested();
    const { post } = there;
    await post('bob@domain.com/status/desk', '{"show":"dnd"}');
    await post('test@domain.com/status', '{"show":"away","status":"On the phone"}');
    await post('test@domain.com/status', '{"show":"xa","status":"On the phon"}');
    await post('test@domain.com/status', '{"show":"xa"}');
    await post('test@domain.com/status', '{"show"');
    const verdict = await verdictOn(there, { user: 'test@domain.com', show: 'xa', status: 'On the phone' });
    expect(verdict).toMatchObject({
      count: 0,
      misses: [
        { differences: [{ field: 'status', sought: 'On the phone', came: 'On the phon' }] },
        { differences: [{ field: 'show', sought: 'xa', came: 'away' }] },
        { differences: [{ field: 'status', sought: 'On the phone', came: null }] },
        {
          differences: [
            { field: 'show', sought: 'xa' },
            { field: 'status', sought: 'On the phone' },
          ],
          responseStatus: 500,
        },
        { differences: [{ field: 'user', came: 'bob@domain.com' }, { field: 'show' }, { field: 'status' }] },
      ],
    });
    expect(verdict.text).toMatchInlineSnapshot(`
      "expected at least 1 call of the status endpoint with user "test@domain.com", show "xa", status "On the phone",
      but there were none

      the nearest that came:
        #5 POST /rest/user/test@domain.com/status?api-key=… → 200
            status  sought "On the phone", came "On the phon"
        #4 POST /rest/user/test@domain.com/status?api-key=… → 200
            show  sought "xa", came "away"
        #6 POST /rest/user/test@domain.com/status?api-key=… → 200
            status  sought "On the phone", came none
        #7 POST /rest/user/test@domain.com/status?api-key=… → 500
            show    sought "xa", it did not get so far
            status  sought "On the phone", it did not get so far
        #2 POST /rest/user/bob@domain.com/status/desk?api-key=… → 200
            user    sought "test@domain.com", came "bob@domain.com"
            show    sought "xa", came "dnd"
            status  sought "On the phone", came none"
    `);
  });

  test('what was no call of the endpoint is told where there was none', async () => {
    const there = await tested();
    await there.request.post('/rest/users/test@domain.com/status?api-key=API_KEY').send('{}');
    expect((await verdictOn(there, { resource: 'mobile' }, { atLeast: 2 })).text).toMatchInlineSnapshot(`
      "expected at least 2 calls of the status endpoint with resource "mobile",
      but there were none

      no call of the status endpoint came
      other requests did, which are none (1), such as
        POST /rest/users/test@domain.com/status?api-key=… → 404"
    `);
  });
});

test('where there are too many, those that matched are told', async () => {
  const there = await tested();
  await there.post('test@domain.com/status', '{"show":"xa"}');
  await there.post('test@domain.com/status', '{"show":"xa"}');
  expect(await verdictOn(there, { show: 'xa' }, { times: 1 })).toMatchObject({ count: 2, misses: [] });
  expect((await verdictOn(there, { show: 'xa' }, { atMost: 1 })).text).toMatchInlineSnapshot(`
    "expected at most 1 call of the status endpoint with show "xa",
    but there were 2

    what matched:
      #2 POST /rest/user/test@domain.com/status?api-key=… → 200
      #3 POST /rest/user/test@domain.com/status?api-key=… → 200"
  `);
});

test('entries that had to make way are told of', async () => {
  const there = await tested({ limits: { journal: 2 } });
  for (const show of ['xa', 'dnd', 'away']) await there.post('test@domain.com/status', `{"show":"${show}"}`);
  const { text } = await verdictOn(there, { show: 'xa' });
  expect(text).toContain('limits.journal: 2 earlier entries had to make way, and can not be counted');
  there.emulator.journal.clear();
  expect((await verdictOn(there, { show: 'xa' })).text).not.toContain('limits.journal');
});

test('no key is in what is told', async () => {
  const there = await tested({ apiKeys: [{ key: 'hidden-key' }] });
  await there.request.post('/rest/user/test@domain.com/status?api-key=hidden-key').send('{}');
  await there.request.post('/rest/nothing?api-key=hidden-key').send('{}');
  for (const match of [{ show: 'xa' }, { user: 'test@domain.com' }]) {
    const { text, misses } = await verdictOn(there, match, { times: 3 });
    expect(JSON.stringify([text, misses])).not.toContain('hidden-key');
  }
});

describe('within a time', () => {
  test('it holds as soon as the call comes', async () => {
    const { emulator, request, post } = await tested();
    const asked = vi.spyOn(emulator, 'verification');
    const verdicts = [
      emulator.verification({ match: { show: 'xa' }, withinMs: 60_000 }),
      request
        .post(VERIFY)
        .send({ match: { show: 'xa' }, times: 1, withinMs: 60_000 })
        .then(({ body }) => body),
    ];
    while (asked.mock.calls.length < 2) await setImmediate(); // both wait by now
    await post('test@domain.com/status', '{"show":"dnd"}');
    await post('test@domain.com/status', '{"show":"xa"}');
    expect(await Promise.all(verdicts)).toEqual([{ count: 1 }, { count: 1 }]);
  });

  test('it fails as soon as it can not hold any more', async () => {
    const { emulator, post } = await tested();
    const waits = [
      emulator.verification({ match: { show: 'xa' }, atMost: 0, withinMs: 60_000 }),
      emulator.verification({ match: {}, times: 3, noWarnings: true, withinMs: 60_000 }),
    ].map((wait) => expect(wait).rejects.toThrow(VerificationError));
    await post('test@domain.com/status', '{"show":"xa","priority":5}');
    await Promise.all(waits);
  });

  test('what must not come is waited for all the while', async () => {
    const { emulator, post } = await tested();
    const verdict = emulator.verification({ match: { show: 'xa' }, atMost: 1, withinMs: 40 });
    await post('test@domain.com/status', '{"show":"xa"}');
    expect(await verdict).toEqual({ count: 1 });
  });

  test('it fails with the nearest misses when the time is over, or the emulator stops', async () => {
    const { emulator, post } = await tested();
    await post('test@domain.com/status', '{"show":"dnd"}');
    const over = emulator.verification({ match: { show: 'xa' }, withinMs: 1 });
    await expect(over).rejects.toThrow('sought "xa", came "dnd"');
    const stopped = emulator.verification({ match: { show: 'xa' }, withinMs: 60_000 });
    await emulator.stop();
    await expect(stopped).rejects.toThrow(VerificationError);
  });

  test('what had to make way meanwhile, or was cleared, is not counted', async () => {
    const { emulator, post } = await tested({ limits: { journal: 3 } });
    await post('test@domain.com/status', '{"show":"xa"}');
    const verdict = emulator.verification({ match: { show: 'xa' }, times: 2, withinMs: 60_000 });
    for (let count = 0; count < 3; count += 1) await post('test@domain.com/status', '{"show":"dnd"}');
    await post('test@domain.com/status', '{"show":"xa"}');
    emulator.journal.clear();
    await post('test@domain.com/status', '{"show":"xa","status":"1"}');
    expect(await Promise.race([verdict, Promise.resolve('pending')])).toBe('pending');
    await post('test@domain.com/status', '{"show":"xa","status":"2"}');
    expect(await verdict).toEqual({ count: 2 });
    expect(emulator.journal.entries({ kind: 'request' }).map(({ change }) => change?.status)).toEqual([
      '1',
      '2',
    ]);
  });

  test('what was cleared of a domain meanwhile is not counted', async () => {
    const { emulator, post } = await tested({ domains: ['domain.com', 'example.org'] });
    await post('test@example.org/status', '{"show":"dnd"}');
    await post('test@domain.com/status', '{"show":"xa"}');
    const verdict = emulator.verification({ match: { show: 'xa' }, times: 2, withinMs: 60_000 });
    emulator.journal.clear('domain.com');
    await post('test@domain.com/status', '{"show":"xa"}');
    expect(await Promise.race([verdict, Promise.resolve('pending')])).toBe('pending');
    await post('test@example.org/status', '{"show":"xa"}');
    expect(await verdict).toEqual({ count: 2 });
  });

  test('the one who waited may go', async () => {
    const { emulator } = await tested();
    const going = new AbortController();
    const verdict = emulator.verification({ match: {}, withinMs: 60_000 }, going.signal);
    going.abort();
    await expect(verdict).rejects.toThrow(VerificationError);
  });
});

describe('waitFor', () => {
  test('gives the first call that matches, of those that came before too', async () => {
    const { emulator, post } = await tested();
    await post('test@domain.com/status', '{"show":"xa","status":"1"}');
    await post('test@domain.com/status', '{"show":"xa","status":"2"}');
    expect(await emulator.waitFor({ show: 'xa' })).toMatchObject({
      kind: 'request',
      change: { status: '1', success: true },
    });
    const next = emulator.waitFor({ show: 'chat' }, { timeout: 60_000 });
    await post('test@domain.com/status', '{"show":"chat"}');
    expect((await next).change).toMatchObject({ show: 'chat' });
  });

  test.each([-1, Number.NaN, '1', 2 ** 31])('a timeout of %j is refused', async (timeout) => {
    const { emulator } = await tested();
    await expect(emulator.waitFor({}, { timeout: timeout as number })).rejects.toThrow(
      /^timeout: .* is no time: write milliseconds from 0 to 2147483647$/,
    );
  });

  test('rejects with the nearest misses', async () => {
    const { emulator, post } = await tested();
    await post('test@domain.com/status', '{"show":"away"}');
    await expect(emulator.waitFor({ show: 'xa' }, { timeout: 0 })).rejects.toMatchObject({
      name: 'VerificationError',
      code: 'VERIFICATION',
      count: 0,
      misses: [{ differences: [{ field: 'show', sought: 'xa', came: 'away' }] }],
    });
  });
});

test.each([
  [{ macth: {} }, 'macth: unknown key macth: did you mean match?'],
  [{ match: { users: 'test@domain.com' } }, 'match.users: unknown key users: did you mean user?'],
  [
    { match: { user: 'test' } },
    'match.user: "test" is no bare JID: write local@domain, such as test@domain.com',
  ],
  [{ match: { format: 'yaml' } }, 'match.format: found "yaml": did you mean xml?'],
  [{ match: { show: ['xa'] } }, 'match.show: ["xa"] is no text: write a text, a number, true or false'],
  [{ match: {}, times: -1 }, 'times: found -1, expected a number from 0 on'],
  [{ match: {}, times: '1' }, 'times: found "1", expected a number'],
  [
    { match: {}, times: 1, atMost: 2 },
    'atMost: it does not go with times: write one of times, atLeast and atMost',
  ],
  [{ match: {}, withinMs: -1 }, 'withinMs: -1 is no time: write milliseconds from 0 to 2147483647'],
  [[], 'found [], expected keys with values, such as { key: value }'],
])('%j is refused', async (given, message) => {
  const { emulator, request } = await tested();
  const answer = await request.post(VERIFY).send(given as object);
  expect(JSON.parse(answer.text)).toEqual({
    title: 'The verification is wrong',
    status: 400,
    detail: message,
    instance: VERIFY,
  });
  await expect(emulator.verification(given as never)).rejects.toThrow(message);
});
