import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JournalFilter } from '../../emulator/index.js';
import { JSON_TYPE, type Tested, tested } from '../support/requests.js';

const JOURNAL = '/_emulator/journal';

/** What the control interface lists, which is what the library does. */
async function listed({ emulator, request }: Tested, filter: JournalFilter = {}) {
  const { body, status } = await request.get(JOURNAL).query(filter);
  expect([status, body]).toEqual([200, emulator.journal.entries(filter)]);
  return emulator.journal.entries(filter);
}

const ids = async (there: Tested, filter: JournalFilter = {}) =>
  (await listed(there, filter)).map(({ id }) => id);

describe('a request', () => {
  test('stands with its answer, the change, what it brought about, and the notes', async () => {
    const there = await tested({ release: '8.3' });
    there.emulator.contact('alice@domain.com/desk');
    there.emulator.journal.clear();
    const answer = await there.post('test@domain.com/status/mobile', '{"show":"busy","priority":5}');
    const entries = await listed(there);
    expect(entries.map(({ kind }) => kind)).toEqual(['session', 'stanza', 'request']);
    const [opened, stanza, request] = entries;
    expect(request).toEqual({
      id: (stanza?.id ?? 0) + 1,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      kind: 'request',
      domain: 'domain.com',
      user: 'test@domain.com',
      resource: 'mobile',
      request: {
        method: 'POST',
        path: '/rest/user/test@domain.com/status/mobile?api-key=…',
        headers: expect.objectContaining({ 'content-type': JSON_TYPE, 'content-length': '28' }),
        body: '{"show":"busy","priority":5}',
      },
      response: {
        status: 200,
        headers: expect.objectContaining({ 'content-type': answer.headers['content-type'] }),
        body: answer.text,
      },
      change: { available: 'true', priority: '5', show: 'busy', status: null, success: true },
      caused: [opened?.id, stanza?.id],
      ms: expect.any(Number),
      notes: [
        { code: 'priority-not-negative', severity: 'warning', text: expect.any(String) },
        { code: 'show-unknown', severity: 'warning', text: expect.any(String) },
      ],
    });
    expect(request?.ms).toBeGreaterThan(0);
    expect(stanza).toMatchObject({
      user: 'test@domain.com',
      resource: 'mobile',
      to: 'alice@domain.com/desk',
      stanza: expect.stringContaining('<show>busy</show>'),
      notes: [],
    });
    expect(opened).toMatchObject({ resource: 'mobile', notes: [{ code: 'session-opened' }] });
  });

  test('that Tigase knows nothing of stands as well, with nobody in it', async () => {
    const there = await tested();
    await there.request.get('/rest/nothing');
    await there.request.get('/');
    expect(await listed(there)).toMatchObject([
      { user: null, domain: null, resource: null, response: { status: 404 } },
      { user: null, request: { path: '/', body: null }, response: { status: 405 } },
    ]);
  });

  test('of the control interface stands nowhere', async () => {
    const there = await tested();
    await there.request.get('/_emulator/state');
    expect(await listed(there)).toEqual([]);
  });

  test('whose answer a fault withheld has none', async () => {
    const there = await tested();
    there.emulator.faults.add({ fault: { drop: true } });
    await there.post('test@domain.com/status', '{"show":"xa"}').catch(() => {});
    const [request] = await listed(there);
    expect(request).toMatchObject({ change: { show: 'xa', success: false }, notes: [{ code: 'fault' }] });
    expect(request).not.toHaveProperty('response');
  });

  test('has of a long body what is needed to know it', async () => {
    const there = await tested();
    await there.post('test@domain.com/status', `{"status":"${'x'.repeat(200_000)}"}`);
    const [request] = await listed(there, { kind: 'request' });
    expect(request?.request?.body).toMatch(
      /^\{"status":"x{65525}… \(the first 65536 of 200013 characters\)$/,
    );
    expect(request?.response?.body.length).toBeLessThan(66_000);
    expect(request?.change?.status?.length).toBeLessThan(66_000);
    expect(request?.notes).toMatchObject([
      { code: 'request-cut', severity: 'info', text: expect.stringContaining('The request’s body') },
      { code: 'answer-cut', severity: 'info', text: expect.stringContaining('The answer’s body') },
    ]);
    expect(there.emulator.presence('test@domain.com')[0]?.status).toHaveLength(200_000);
    const scenario = await there.request.get(`${JOURNAL}/scenario?ids=${request?.id}`);
    expect(JSON.parse(scenario.text)).toMatchObject({
      status: 400,
      detail: `the journal keeps the request ${request?.id} in part, since it is long: record it with the record command`,
    });
  });

  test('has of long notes what is needed to know them', async () => {
    const there = await tested();
    await there.post('test@domain.com/status', `{"${'x'.repeat(50_000)}":1}`);
    const [request] = await listed(there, { kind: 'request' });
    expect(request?.notes).toMatchObject([{ code: 'field-ignored' }]);
    expect(request?.notes[0]?.text).toMatch(
      /^Tigase ignores "x{1900}.*… \(the first 2000 of \d+ characters\)$/,
    );
  });

  test('stands with the presence that it brought about late', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // late is when the test says so
    onTestFinished(() => void vi.useRealTimers());
    const there = await tested();
    const alice = there.emulator.contact('alice@domain.com/desk');
    there.emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { presence: { delayMs: 20 } } });
    const answer = await there.post('test@domain.com/status', '{"show":"xa"}');
    expect(answer.status).toBe(200);
    const [before] = await listed(there, { kind: 'request' });
    await there.post('bob@domain.com/status', '{"show":"dnd"}');
    await vi.advanceTimersByTimeAsync(20);
    await alice.receives({ from: 'test@domain.com/tigase-external', show: 'xa' });
    const [request, other] = await listed(there, { kind: 'request' });
    const late = there.emulator.journal.entries().at(-1);
    expect(late).toMatchObject({ to: 'alice@domain.com/desk', notes: [{ code: 'fault' }] });
    expect(request?.caused).toEqual([...(before?.caused ?? []), late?.id]);
    expect(other?.caused).not.toContain(late?.id);
  });
});

describe('stanzas and sessions', () => {
  test('stand as they come and go, with what a stanza brought about', async () => {
    const there = await tested();
    const alice = there.emulator.contact('alice@domain.com/a', { available: false });
    const bob = there.emulator.contact('bob@domain.com/b', { available: false });
    alice.send('<message to="bob@domain.com" type="chat"><body>hello</body></message>');
    bob.leave();
    const entries = await listed(there);
    expect(entries.map(({ kind, user, to, notes }) => [kind, user, to, notes[0]?.code])).toEqual([
      ['session', 'alice@domain.com', undefined, 'session-opened'],
      ['session', 'bob@domain.com', undefined, 'session-opened'],
      ['stanza', 'alice@domain.com', undefined, undefined],
      ['session', 'bob@domain.com', undefined, 'session-closed'],
    ]);
    expect(entries.at(-1)?.notes[0]?.text).toContain('bob@domain.com/b has ended: the client has left');
    bob.received; // nobody: without presence a message waits offline
    const carol = there.emulator.contact('bob@domain.com/c');
    const [sent] = (await listed(there, { kind: 'stanza', user: 'bob@domain.com' })).filter(
      ({ user, to }) => user === 'bob@domain.com' && to === undefined,
    );
    expect(sent?.stanza).toContain('<presence');
    expect(sent?.caused).toHaveLength(carol.received.length);
    expect(there.emulator.journal.entries().find(({ stanza }) => stanza?.includes('hello'))?.notes).toEqual(
      [],
    );
  });
});

test('of a long stanza there is what is needed to know it', async () => {
  const there = await tested();
  const bob = there.emulator.contact('bob@domain.com');
  const children = '<a b="c"/>'.repeat(10_000);
  there.emulator.contact('alice@domain.com').send(`<message to="bob@domain.com">${children}</message>`);
  await bob.receives(({ name }) => name === 'message');
  const stanzas = (await listed(there, { kind: 'stanza' })).filter(({ stanza }) =>
    stanza?.startsWith('<message'),
  );
  expect(stanzas.map(({ user, to }) => [user, to])).toEqual([
    ['alice@domain.com', bob.jid],
    ['alice@domain.com', undefined],
  ]);
  for (const { stanza } of stanzas)
    expect(stanza).toMatch(/^<message .{65000,66000}… \(the first 65536 of \d+ characters\)$/);
});

describe('what is listed', () => {
  async function filled(): Promise<Tested> {
    const there = await tested({ domains: ['domain.com', 'example.org'] });
    await there.post('test@domain.com/status', '{"show":"xa"}'); // 1 session, 2 request
    await there.post('TEST@example.org/status', '{"show":"dnd"}'); // 3 and 4
    await there.request.post('/rest/nothing'); // 5
    there.emulator.contact('alice@domain.com/a'); // 6 session, 7 its presence from test, 8 its own, 9 the stanza
    return there;
  }

  test.each([
    [{}, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ user: 'test@DOMAIN.com' }, [1, 2, 8]],
    [{ user: 'alice@domain.com' }, [6, 7, 8, 9]],
    [{ user: 'nobody@domain.com' }, []],
    [{ domain: 'Example.org' }, [3, 4]],
    [{ kind: 'request' }, [2, 4, 5]],
    [{ kind: 'session' }, [1, 3, 6]],
    [{ kind: 'stanza', domain: 'domain.com' }, [7, 8, 9]],
    [{ since: 7 }, [8, 9]],
    [{ since: 0 }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ since: 99 }, []],
    [{ since: '2020-01-01T00:00:00Z' }, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [{ since: '2999-01-01' }, []],
    [{ limit: 2 }, [8, 9]],
    [{ limit: 0 }, []],
    [{ kind: 'request', limit: 2, domain: 'domain.com' }, [2]],
  ] as [JournalFilter, number[]][])('by %j', async (filter, expected) => {
    expect(await ids(await filled(), filter)).toEqual(expected);
  });

  test.each([
    [{ user: 'test' }, 'user: "test" is no bare JID: write local@domain, such as test@domain.com'],
    [{ kind: 'requests' }, 'kind: there is no kind "requests": did you mean request?'],
    [{ domain: '' }, 'domain: "" is no domain: write a name, such as domain.com'],
    [{ since: 'Nov 27' }, /^since: "Nov 27" is neither the id of an entry nor a time/],
    [{ since: '2026-13-01' }, /^since: "2026-13-01" is neither/],
    [{ since: 'yesterday' }, /^since: "yesterday" is neither the id of an entry nor a time/],
    [{ limit: -1 }, 'limit: -1 is no number of entries: write a whole number from 0 on'],
    [{ limit: 'all' }, 'limit: "all" is no number of entries: write a whole number from 0 on'],
  ])('%j is refused', async (filter, message) => {
    const { emulator, request } = await tested();
    const answer = await request.get(JOURNAL).query(filter);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).detail).toMatch(message);
    expect(() => emulator.journal.entries(filter as JournalFilter)).toThrow(message);
  });

  test('an unknown parameter is refused with the one that was meant', async () => {
    const { request } = await tested();
    const { text } = await request.get(`${JOURNAL}?usr=test@domain.com`);
    expect(JSON.parse(text)).toMatchObject({ status: 400, detail: 'did you mean user?' });
  });
});

describe('what is kept', () => {
  test('are the latest limits.journal entries, whose ids never begin anew', async () => {
    const there = await tested({ limits: { journal: 5 } });
    for (let count = 0; count < 12; count += 1) await there.request.get(`/rest/${count}`);
    expect(await ids(there)).toEqual([8, 9, 10, 11, 12]);
    expect((await there.request.delete(JOURNAL)).status).toBe(204);
    expect(await ids(there)).toEqual([]);
    await there.request.get('/rest/a');
    expect(await ids(there)).toEqual([13]);
  });

  test('is a thousand unless it is said, and nothing with 0', async () => {
    const { emulator } = await tested();
    expect(emulator.journal.limit).toBe(1000);
    const none = await tested({ limits: { journal: 0 } });
    const told: number[] = [];
    none.emulator.journal.subscribe(({ id }) => told.push(id));
    await none.post('test@domain.com/status', '{}');
    expect(await listed(none)).toEqual([]);
    expect(told).toEqual([1, 2]);
  });

  test('are less where they are long: no more than sixteen million characters', async () => {
    const there = await tested();
    const body = JSON.stringify({ status: 'x'.repeat(60_000) });
    for (let count = 0; count < 160; count += 1) await there.post('test@domain.com/status', body);
    const requests = there.emulator.journal.entries({ kind: 'request' });
    const texts = requests.flatMap(({ request, response }) => [request?.body ?? '', response?.body ?? '']);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    expect(length).toBeGreaterThan(15 * 1024 ** 2);
    expect(length).toBeLessThan(16 * 1024 ** 2);
    expect(requests.at(-1)?.id).toBe(there.emulator.journal.latestId);
    expect(() => there.emulator.verify({ user: 'bob@domain.com' })).toThrow(
      /\d+ earlier entries had to make way/,
    );
  });

  test('is told to listeners as it comes, one of which may throw', async () => {
    const errors: unknown[] = [];
    vi.spyOn(console, 'error').mockImplementation((error) => void errors.push(error));
    const { emulator } = await tested();
    const told: string[] = [];
    emulator.journal.subscribe(() => {
      throw new Error('of the listener');
    });
    const end = emulator.journal.subscribe(({ kind }) => told.push(kind));
    emulator.contact('alice@domain.com', { available: false });
    end();
    emulator.contact('bob@domain.com', { available: false });
    expect(told).toEqual(['session']);
    expect(errors).toHaveLength(2);
    expect(emulator.journal.entries()).toHaveLength(2);
  });
});

test('what somebody does to an entry is done to no other', async () => {
  const { emulator, post } = await tested();
  for (const user of ['test@domain.com', 'bob@domain.com']) await post(`${user}/status`, '{}');
  const requests = () => emulator.journal.entries({ kind: 'request' });
  const before = JSON.stringify(requests());
  const [first] = requests();
  Object.assign(first?.change ?? {}, { show: 'xa' });
  expect(() => Object.assign(first?.notes ?? [], ['mine'])).toThrow(TypeError);
  expect(JSON.stringify(requests())).toBe(before);
});

test('a clock that is put back after a reset costs the journal nothing', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { emulator, post } = await tested();
  emulator.reset();
  vi.setSystemTime(Date.now() - 3_600_000);
  await post('test@domain.com/status', '{"show":"xa"}');
  emulator.reset('domain.com');
  vi.setSystemTime(Date.now() - 3_600_000);
  await post('test@domain.com/status', '{"show":"dnd"}');
  expect(emulator.journal.entries({ kind: 'request' })).toMatchObject([{ change: { show: 'dnd' } }]);
  expect(emulator.verify({ show: 'dnd' })).toEqual({ count: 1 });
});
