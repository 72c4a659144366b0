import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { JSON_TYPE, tested, XML_TYPE } from '../support/requests.js';
import { overOf } from '../support/wire.js';

const KEY = '?api-key=API_KEY';

describe('an exchange', () => {
  test.each([
    ['post', '/rest/user/test@domain.com/status', 'status', 'test', 'domain.com', 'tigase-external'],
    ['post', '/rest/user/test@domain.com/status/desk', 'status', 'test', 'domain.com', 'desk'],
    ['get', '/rest/user/test@domain.com', 'account', 'test', 'domain.com', ''],
    ['delete', '/rest/user/test@domain.com', 'account', 'test', 'domain.com', ''],
    ['get', '/rest/users/domain.com', 'accounts', '', 'domain.com', ''],
  ] as const)(
    'says which call %s %s is, before anything refuses it',
    async (method, path, name, local, domain, resource) => {
      const { request, exchanges } = await tested();
      for (const query of [KEY, '']) {
        await request[method](`${path}${query}`).type(JSON_TYPE);
        expect(exchanges.at(-1)?.call).toEqual({ name, local, domain, resource });
      }
    },
  );

  test.each([
    ['head', '/rest/user/test@domain.com', 404],
    ['head', '/rest/users/domain.com', 404],
    ['patch', '/rest/user/test@domain.com', 404],
    ['get', '/rest/user/test@domain.com/status', 404],
    ['post', '/rest/users/domain.com', 404],
    ['get', '/', 405],
  ] as const)('%s %s is no call, but a %i', async (method, path, status) => {
    const { request, exchanges } = await tested();
    expect((await request[method](`${path}${KEY}`)).status).toBe(status);
    expect(exchanges.at(-1)?.call).toBeUndefined();
  });

  test('holds what was sent and answered, when, and how long it took', async () => {
    const { post, exchanges, emulator } = await tested();
    const [before, start] = [Date.now(), performance.now()];
    const answer = await post('test@domain.com/status/desk', '{"show":"xa","priority":-5}');
    const [exchange] = exchanges;
    expect(exchange).toMatchObject({
      method: 'POST',
      target: `/rest/user/test@domain.com/status/desk${KEY}`,
      httpVersion: '1.1',
      body: '{"show":"xa","priority":-5}',
      answer: { status: 200, body: answer.text },
      call: { name: 'status', local: 'test', domain: 'domain.com', resource: 'desk' },
      change: { available: 'true', priority: '-5', show: 'xa', status: null, success: true },
      notes: [],
    });
    expect(exchange?.headers.join('\n')).toMatch(/^Content-Type\napplication\/json$/m);
    expect(exchange?.at).toBeGreaterThanOrEqual(before);
    expect(exchange?.at).toBeLessThanOrEqual(Date.now());
    expect(exchange?.ms).toBeGreaterThan(0);
    expect(exchange?.ms).toBeLessThanOrEqual(performance.now() - start);
    expect(emulator.presence('test@domain.com')).toHaveLength(1);
  });

  test('counts what came of it in the session manager', async () => {
    const { post, request, exchanges } = await tested();
    await post('test@domain.com/status', '{"show":"xa"}');
    await request.delete(`/rest/user/test@domain.com${KEY}`);
    await request.get(`/rest/user/alice@domain.com${KEY}`);
    const [status, removal, look] = exchanges.map(({ effects }) => effects);
    expect((status?.end ?? 0) - (status?.first ?? 0)).toBeGreaterThan(0);
    expect(removal).toEqual({ first: status?.end, end: status?.end }); // no client was there
    expect(look).toBeUndefined();
  });

  test('of bytes that are no request has nothing but the answer, the time and the reason', async () => {
    const { emulator, exchanges } = await tested({ port: 0 });
    onTestFinished(() => emulator.stop());
    const before = Date.now();
    const socket = connect(emulator.httpPort ?? 0, '127.0.0.1');
    socket.resume().write('garbage\r\n\r\n');
    await overOf(socket);
    const [{ at, notes, answer, ...others } = { at: 0 }] = exchanges;
    expect(at).toBeGreaterThanOrEqual(before);
    expect(answer).toMatchObject({ status: 400, body: '<h1>400 Bad Request</h1>Bad request line' });
    expect(notes).toMatchObject([{ severity: 'error', code: 'no-request' }]);
    expect(others).toEqual({
      method: '',
      target: '',
      httpVersion: '1.1',
      headers: [],
      body: undefined,
      call: undefined,
      ms: 0,
      change: undefined,
      effects: undefined,
    });
  });
});

describe('the activity that contacts get', () => {
  test.each([
    [
      '{"category":"talking","type":"on_the_phone","text":"with Bob"}',
      ['talking', 'on_the_phone', 'with Bob'],
    ],
    ['{"category":"talking"}', ['talking', null, null]],
    ['{"category":"talking","type":null,"text":""}', ['talking', null, null]],
    ['{"category":"talking","type":0,"text":false}', ['talking', null, null]],
    ['{"category":1,"type":["a"],"text":{"b":2}}', ['1', '[a]', '{b=2}']],
    ['{"category":"","type":"on_the_phone"}', null],
    ['{"type":"on_the_phone"}', null],
    ['{}', null],
    ['null', null],
  ])('is, of %s, %j', async (json, parts) => {
    const { post, emulator } = await tested({ release: '8.3' });
    await post('test@domain.com/status', `{"activity":${json}}`);
    const [session] = emulator.presence('test@domain.com');
    const { category, type, text } = session?.activity ?? {};
    expect(session?.activity && [category, type ?? null, text ?? null]).toEqual(parts);
  });
});

describe('a status is the same in JSON, in XML, and within a command', () => {
  test.each([
    ['{"show":"xa","status":"s"}', JSON_TYPE],
    ['{"command":{"show":"xa","status":"s"},"show":"dnd"}', JSON_TYPE],
    ['{"command":null,"show":"xa","status":"s"}', JSON_TYPE],
    ['{"command":{},"show":"xa","status":"s"}', JSON_TYPE],
    ['{"command":"","show":"xa","status":"s"}', JSON_TYPE],
    ['<command><show>xa</show><status>s</status></command>', XML_TYPE],
    ['<command><command><show>dnd</show></command><show>xa</show><status>s</status></command>', XML_TYPE],
  ])('%s', async (body, type) => {
    const { post, exchanges } = await tested();
    await post('test@domain.com/status', body, type);
    expect(exchanges.at(-1)?.change).toMatchObject({ show: 'xa', status: 's' });
  });
});
