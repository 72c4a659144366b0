import { expect, test, vi } from 'vitest';
import { tested, XML_TYPE } from '../support/requests.js';

const status = 'test@domain.com/status';
const key = '?api-key=API_KEY';

/** Traps: taken by Tigase without a word, so the answer is a success. */
test.each([
  ['{"available":false}', ['available-falsy']],
  ['{"available":"banana"}', ['available-unknown']],
  ['{"priority":0}', ['priority-falsy']],
  ['{"priority":5}', ['priority-not-negative']],
  ['{"priority":"abc"}', ['priority-unknown']],
  ['{"priority":-129}', ['priority-unknown']],
  ['{"show":"busy"}', ['show-unknown']],
  ['{"Show":"xa","x":1}', ['field-ignored']],
  ['{"activity":{"type":"on_the_phone"}}', ['activity-without-category']],
  ['{"activity":{"category":"two words"}}', ['activity-no-name']],
  ['{"status":"a\\u0001"}', ['text-no-xml']],
  ['{"show":"xa"} trailing', ['json-rest-ignored']],
  ['{"show":"xa","status":"On the phone","priority":"-128"}', []],
])('%s is noted as %j', async (body, codes) => {
  const { post, lastNotes, exchanges } = await tested();
  const answer = await post(status, body);
  expect(answer.body.status.success).toBe(true);
  expect(lastNotes()).toEqual(codes);
  for (const note of exchanges.at(-1)?.notes ?? []) expect(note.severity).toBe('warning');
});

test.each([
  ['<status><show>xa</show></status>', ['xml-root']],
  ['<Command><show>xa</show></Command>', ['xml-root']],
  ['<command><show>xa</show></command>', []],
])('%s is noted as %j', async (body, codes) => {
  const { post, lastNotes } = await tested();
  await post(status, body, XML_TYPE);
  expect(lastNotes()).toEqual(codes);
});

/** Errors: an empty 500 on the wire. */
test.each([
  ['', 'text/plain', 'content-type-not-read', undefined],
  ['{"show":"xa"', 'application/json', 'json-syntax', [1, 13]],
  ['{\n  "show": "xa"\n  "status": "x"\n}', 'application/json', 'json-syntax', [3, 3]],
  ['[]', 'application/json', 'json-no-object', undefined],
  ['{"command":"x"}', 'application/json', 'command-no-object', undefined],
  ['{"activity":"x"}', 'application/json', 'activity-no-object', undefined],
  ['<command>\n<show>xa</command>', 'application/xml', 'xml-syntax', [2, 19]],
  ['<!DOCTYPE x><command/>', 'application/xml', 'xml-syntax', [1, 13]],
  ['<command/>', 'application/xml', 'xml-no-fields', undefined],
])('%j as %s is a 500 because of %s', async (body, type, code, place) => {
  const { post, exchanges } = await tested({ release: '8.3' });
  const answer = await post(status, body, type);
  expect(answer.status).toBe(500);
  expect(answer.text).toBe('');
  const [note] = exchanges.at(-1)?.notes ?? [];
  expect(note).toMatchObject({ code, severity: 'error' });
  expect(note?.line === undefined ? undefined : [note.line, note.column]).toEqual(place);
});

test('a syntax error says what was expected, what was found, and where', async () => {
  const { post, exchanges } = await tested();
  await post(status, '{"show": "xa" "x"}');
  expect(exchanges.at(-1)?.notes[0]?.text).toBe(
    'JSON: expected "," or "}", but found "\\"" at line 1, column 15',
  );
});

test('success false is explained', async () => {
  const trusting = await tested();
  await trusting.post('test@elsewhere.org/status', '{}');
  expect(trusting.lastNotes()).toEqual(['domain-not-served']);
  await trusting.post('a&b@domain.com/status', '{}');
  expect(trusting.lastNotes()).toEqual(['illegal-local-part']);
  await trusting.post(status, '{"available":"false"}');
  expect(trusting.lastNotes()).toEqual(['no-session']);
  const untrusting = await tested({ trusted: [] });
  await untrusting.post(status, '{}');
  expect(untrusting.lastNotes()).toEqual(['not-trusted']);
});

test('a refusal at the gate is explained', async () => {
  const apiKeys = [
    { key: 'API_KEY' },
    { key: 'limited', paths: ['/rest/users/.*'] },
    { key: 'local', hosts: ['other'] },
  ];
  const { request, lastNotes } = await tested({ apiKeys });
  const codeOf = async (target: string, method: 'post' | 'get' | 'patch' = 'post') => {
    await request[method](target).set('Content-Type', 'application/json').send('{}');
    return lastNotes();
  };
  expect(await codeOf(`/rest/user/${status}`)).toEqual(['api-key-missing']);
  expect(await codeOf(`/rest/user/${status}${key}&api-key=x`)).toEqual(['api-key-twice']);
  expect(await codeOf(`/rest/user/${status}?api-key=x`)).toEqual(['api-key-unknown']);
  expect(await codeOf(`/rest/user/${status}?api-key=limited`)).toEqual(['api-key-path']);
  expect(await codeOf(`/rest/user/${status}?api-key=local`)).toEqual(['api-key-host']);
  expect(await codeOf(`/rest/user/${status}?=`)).toEqual(['parameter-unreadable']);
  expect(await codeOf(`/rest/user/${status}/a/b${key}`)).toEqual(['no-route']);
  expect(await codeOf('/')).toEqual(['no-context']);
  expect(await codeOf(`/rest/user/test@domain.com${key}`, 'patch')).toEqual(['no-route']);
  expect(await codeOf(`/rest/users/domain.com${key}`)).toEqual(['no-route']);
});

test("8.4's credentials are explained", async () => {
  const { request, lastNotes, exchanges } = await tested({ release: '8.4' });
  const withCredentials = (user: string, password: string) =>
    request
      .post(`/rest/user/${status}${key}`)
      .auth(user, password)
      .set('Content-Type', 'application/json')
      .send('{}');
  for (const [user, password] of [
    ['admin', 'admin'],
    ['admin@domain.com', 'no'],
    ['alice@domain.com', 'alice'],
  ] as const) {
    expect((await withCredentials(user, password)).status).toBe(401);
    expect(lastNotes()).toEqual(['credentials-refused']);
  }
  expect(exchanges.at(-1)?.notes[0]?.text).toContain('alice@domain.com is no admin');
  expect((await withCredentials('ADMIN@domain.com', 'admin')).status).toBe(200);
});

test('a resource that another spelling takes over is told', async () => {
  const { post, lastNotes } = await tested();
  await post('test@domain.com/status/Mobile', '{}');
  await post('test@domain.com/status/mobile', '{}');
  expect(lastNotes()).toEqual(['resource-taken-over']);
});

test('what listens to exchanges changes nothing on the wire, even where it fails', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { post, emulator } = await tested({ release: '8.3' });
  emulator.onExchange(() => {
    throw new Error('a listener that fails');
  });
  const answer = await post(status, '{"show":"busy"}');
  expect(answer.text).not.toContain('note');
  expect(answer.status).toBe(200);
  expect(complaint).toHaveBeenCalledOnce();
  complaint.mockRestore();
});
