import { afterAll, describe, expect, test } from 'vitest';
import type { ReleaseName } from '../../emulator/index.js';
import { JSON_TYPE, tested } from '../support/requests.js';
import { exchange } from '../support/wire.js';

const server = await tested({
  release: '8.3',
  port: 0,
  apiKeys: [{ key: 'API_KEY' }, { key: 'two words' }],
});
afterAll(() => server.emulator.stop());

const STATUS = '/rest/user/test@domain.com/status';

/** The status code of the answer to a request whose target is sent as it stands. */
async function statusOf(path: string): Promise<number> {
  const answer = await exchange(server.emulator.httpPort ?? 0, {
    method: 'POST',
    path,
    headers: [['Content-Type', JSON_TYPE]],
    body: '{}',
  });
  return answer.status;
}

describe('a request target is a URI to Java', () => {
  const marks = [..."-_!.~'()*:@&=+$,;"];
  const taken = (where: (mark: string) => string, more = '') => [...marks, ...more].map(where);
  const refused = (where: (mark: string) => string, others: string) =>
    [...others, '%', '%4', '%4g', '%g4', '\x7f', '\xa0'].map(where);

  test.each([
    ...taken((mark) => `/rest/a${mark}z/Z9`, '/?#\xa1\xff'),
    ...taken((mark) => `${STATUS}?api-key=API_KEY&x=a${mark}z`, '/?[]#\xe9'),
    ...taken((mark) => `${STATUS}?api-key=API_KEY#a${mark}z`, '/?[]\xe9'),
    ...taken((mark) => `http://host${mark}z/rest/a`, '/?[]#\xe9'),
    '//host/rest/a',
    '///rest/a',
    'a+b-c.9:/rest/a',
    '/rest/a%4a%Bf',
    '/%72est/a',
  ])('%s is one', async (target) => {
    expect(await statusOf(target)).not.toBe(400);
  });

  test.each([
    ...refused((mark) => `/rest/a${mark}z`, '"<>\\^`{|}[]'),
    ...refused((mark) => `${STATUS}?api-key=API_KEY&x=a${mark}z`, '"<>\\^`{|}'),
    ...refused((mark) => `${STATUS}?api-key=API_KEY#a${mark}z`, '"<>\\^`{|}#'),
    ...refused((mark) => `http://host${mark}z/rest/a`, '"<>\\^`{|}'),
    '//',
    'http://',
  ])('%s is none', async (target) => {
    expect(await statusOf(target)).toBe(400);
  });

  test.each([
    [`//host${STATUS}?api-key=API_KEY`, 404, 'a host before the path fits no route'],
    [`http://host${STATUS}?api-key=API_KEY`, 404, 'nor does a scheme'],
    [`http://host[${STATUS}?api-key=API_KEY`, 404, 'not even where Node knows no such host'],
    [`http://host:z${STATUS}?api-key=API_KEY`, 404, 'or no such port'],
    [
      `/%72est${STATUS.slice(5)}?api-key=API_KEY`,
      200,
      'what is escaped is decoded for the context, and for the routes',
    ],
    [`/%52est${STATUS.slice(5)}?api-key=API_KEY`, 405, 'in its letter case'],
    ['/other', 405, 'another context is not emulated'],
    ['*', 404, 'without a slash there is no context'],
    [`${STATUS}?api-key=API_KEY#?api-key=x`, 200, 'a fragment is no query'],
    [`${STATUS}?api-key=API_KEY?`, 403, 'a second ? is part of the query'],
  ])('%s → %i: %s', async (target, status, _rule) => {
    expect(await statusOf(target)).toBe(status);
  });

  test('a target without a path is told so', async () => {
    const answer = await exchange(server.emulator.httpPort ?? 0, { method: 'GET', path: '*', headers: [] });
    expect([answer.status, answer.body]).toEqual([404, '<h1>404 Not Found</h1>No context found for request']);
    expect(server.exchanges.at(-1)?.notes).toMatchObject([
      { code: 'no-context', text: 'The request target has no path' },
    ]);
  });

  test('a JID in a path may have any character, escaped or of ISO 8859-1', async () => {
    expect(await statusOf('/rest/user/t%c3%a9st+a%2b@domain.com/status/%f0%9f%98%80?api-key=API_KEY')).toBe(
      200,
    );
    expect(server.exchanges.at(-1)?.call).toMatchObject({
      local: 't\u00e9st a+',
      domain: 'domain.com',
      resource: '\u{1f600}',
    });
  });
});

describe('the parameters of a query', () => {
  test.each([
    ['?api-key=API_KEY', 200, 'the key'],
    ['?a&api-key=API_KEY', 200, 'others may have no value'],
    ['?&&api-key=API_KEY&', 200, 'or be nothing at all'],
    ['?a==&api-key=API_KEY', 200, 'or end with ='],
    ['?api-key=API_KEY=x', 200, 'a value ends at its ='],
    ['?=x&api-key=API_KEY', 200, 'a name may be empty'],
    ['?=x=&api-key=API_KEY', 200, 'whatever the end'],
    ['?==x&api-key=API_KEY', 200, 'before more than one =, too'],
    ['?=&api-key=API_KEY', 500, 'but not where there is nothing but ='],
    ['?api-key=API_KEY&==', 500, 'be it two'],
    ['?api-key=API_KEY&a=%', 400, 'a % without digits is no URI'],
    ['?%61pi%2Dkey=API%5fKEY', 200, 'names and values are decoded'],
    ['?api-key=two+words', 200, 'a + is a space'],
    ['?api-key=two%20words', 200, 'as %20 is'],
    ['?api-key=two%2Bwords', 403, 'and %2B a +'],
    ['?api-key', 403, 'no value is an empty one'],
    ['?api-key=', 403, 'which no key is'],
    ['?Api-Key=API_KEY', 403, 'letter case counts'],
    ['?api-key=API_KEY&api-key=API_KEY', 403, 'the same twice is none'],
    ['?api-key=API_KEY&api-key=API_KEY&api-key=API_KEY', 403, 'nor is it thrice'],
  ])('%s → %i: %s', async (query, status, _rule) => {
    expect(await statusOf(`${STATUS}${query}`)).toBe(status);
  });

  test.each([
    ['api-key=API_KEY', 500, 'the key opens, and there is no content'],
    ['api-key=API_KEY&a=%4', 500, 'a % without two digits is a failure'],
    ['api-key=API_KEY&a=%4g', 500, 'be one of them there'],
    ['api-key=x', 403, 'another key is refused'],
    ['a=b', 403, 'a form without a key, too'],
  ])('a form %s → %i: %s', async (form, status, _rule) => {
    const answer = await server.request.post(STATUS).type('form').send(form);
    expect(answer.status).toBe(status);
  });

  test('a form may say its character set, and JSON is none, whatever it holds', async () => {
    const form = server.request
      .post(STATUS)
      .set('Content-Type', 'application/x-www-form-urlencoded; charset=utf-8');
    expect((await form.send('api-key=API_KEY')).status).toBe(500);
    expect((await server.post('test@domain.com/status', '{"status":"&api-key=x"}')).status).toBe(200);
  });

  test('those of a form follow those of the query, so that a key in both counts as none', async () => {
    const answer = await server.request
      .post(`${STATUS}?api-key=API_KEY`)
      .type('form')
      .send('api-key=API_KEY');
    expect([answer.status, server.lastNotes()]).toEqual([403, ['api-key-twice']]);
  });
});

describe('HTTP Basic credentials', async () => {
  const accounts = [
    { jid: 'admin@domain.com', password: 'pass:word:', admin: true },
    { jid: 'user@domain.com', password: 'user' },
  ];
  const { request } = await tested({ release: '8.4', accounts });
  const answered = async (authorization: string) => {
    const call = request
      .post(`${STATUS}?api-key=API_KEY`)
      .type(JSON_TYPE)
      .set('Authorization', authorization);
    return (await call.send('{}')).status;
  };

  test.each([
    ...['YQ', 'YQ==', 'YWI', 'YWI=', 'YWJj', 'Zm9v+/A9', 'AZaz09+/'].map((text) => [text, 401] as const),
    ...[
      'Y',
      'YQ=',
      'YQ===',
      'YWI==',
      'YWJj=',
      'YWJjZ',
      'Y===',
      '=',
      '==',
      'YQ==YQ==',
      ' YQ==',
      'YQ==x',
      '-_-_',
      'YW!j',
    ].map((text) => [text, 500] as const),
  ])('Base64 is what Java takes for it: Basic %s → %i', async (encoded, status) => {
    expect(await answered(`Basic ${encoded}`)).toBe(status);
  });

  const encoded = (text: string) => Buffer.from(text).toString('base64');
  test.each([
    ['Basic', 'admin@domain.com:pass:word:', 200],
    ['bAsIC', 'admin@domain.com:pass:word:', 200],
    ['Basic', 'ADMIN@domain.com:pass:word:', 200],
    ['Basic', 'admin@domain.com:pass:word', 401],
    ['Basic', 'admin@domain.com:pass', 401],
    ['Basic', 'admin@domain.com', 401],
    ['Basic', 'user@domain.com:user', 401],
    ['xBasic', 'admin@domain.com:pass:word:', 401],
    ['Bearer', 'admin@domain.com:pass:word:', 401],
  ])('%s %s → %i', async (scheme, text, status) => {
    expect(await answered(`${scheme} ${encoded(text)}`)).toBe(status);
  });
});

describe('which API key counts', () => {
  const accounts = [{ jid: 'admin@domain.com', password: 'admin', admin: true }];

  /** The status code of the answer where there is one key, for all hosts unless some are given. */
  async function keyed(
    release: ReleaseName,
    query: string,
    headers: Record<string, string>,
    hosts?: string[],
  ) {
    const apiKeys = [{ key: 'API_KEY', ...(hosts && { hosts }) }];
    const { request } = await tested({ release, apiKeys, accounts });
    const call = request.post(`${STATUS}${query}`).type(JSON_TYPE).auth('admin@domain.com', 'admin');
    return (await call.set(headers).send('{}')).status;
  }

  test.each<[ReleaseName, string, string | undefined, number]>([
    ['8.3', '?api-key=API_KEY', 'x', 200],
    ['8.3', '?api-key=x', 'API_KEY', 403],
    ['8.3', '', 'API_KEY', 200],
    ['8.3', '?api-key=x&api-key=x', 'API_KEY', 200],
    ['8.4', '?api-key=API_KEY', 'x', 403],
    ['8.4', '?api-key=x', 'API_KEY', 200],
    ['8.4', '?api-key=API_KEY', undefined, 200],
    ['8.4', '', 'API_KEY', 200],
  ])('%s: the query %j and the header %j → %i', async (release, query, header, status) => {
    const headers = header === undefined ? {} : { 'Api-Key': header };
    expect(await keyed(release, query, headers)).toBe(status);
  });

  test.each<[ReleaseName, Record<string, string>, string, number]>([
    ['8.3', { host: 'name' }, 'name', 200],
    ['8.3', { host: 'name:80' }, 'name', 403],
    ['8.3', { host: 'name:80' }, 'name:80', 200],
    ['8.3', { host: 'name', 'x-forwarded-host': 'other' }, 'name', 200],
    ['8.3', { host: 'name', 'x-forwarded-host': 'other' }, 'other', 403],
    ['8.4', { host: 'name' }, 'name', 200],
    ['8.4', { host: 'name:8080' }, 'name', 200],
    ['8.4', { host: 'name:' }, 'name', 200],
    ['8.4', { host: 'name:8080' }, 'name:8080', 403],
    ['8.4', { host: 'name:80:90' }, 'name:80', 200],
    ['8.4', { host: 'name:80a' }, 'name:80a', 200],
    ['8.4', { host: 'Name' }, 'name', 403],
    ['8.4', { host: 'name', 'x-forwarded-host': 'other:80' }, 'other', 200],
    ['8.4', { host: 'name', 'x-forwarded-host': 'other' }, 'name', 403],
  ])('%s: with %j a key for the host %s → %i', async (release, headers, allowed, status) => {
    expect(await keyed(release, '?api-key=API_KEY', headers, ['elsewhere', allowed])).toBe(status);
  });

  test.each([
    [['/rest/users/.*', '/rest/user/test.*'], 200, 'one pattern is enough'],
    [['/rest/users/.*'], 403, 'but one must match'],
    [['/rest/user/test@domain.com'], 403, 'the whole path, to its end'],
    [['/user/.*'], 403, 'and from its beginning'],
    [['/a|/rest/user/test@domain.com|/b'], 403, 'in each branch'],
    [['/a|/rest/.*'], 200, 'of which one may match'],
    [[], 403, 'no pattern opens nothing'],
  ])('a key for the paths %j → %i: %s', async (paths, status, _rule) => {
    const { post } = await tested({ apiKeys: [{ key: 'API_KEY', paths }] });
    expect((await post('test@domain.com/status', '{}')).status).toBe(status);
  });

  test('one that was added opens until a reset, or until a snapshot without it is restored', async () => {
    const { emulator, request } = await tested();
    const statusWith = async (key: string) =>
      (await request.post(`${STATUS}?api-key=${key}`).type(JSON_TYPE).send('{}')).status;
    const before = emulator.snapshot();
    emulator.addState({ apiKeys: [{ key: 'added' }] });
    expect(() => emulator.addState({ apiKeys: [{ key: 'added' }] })).toThrow(
      'there is such an API key already',
    );
    const after = emulator.snapshot();
    expect([await statusWith('API_KEY'), await statusWith('added')]).toEqual([200, 200]);
    emulator.restore(before);
    expect([await statusWith('API_KEY'), await statusWith('added')]).toEqual([200, 403]);
    emulator.restore(after);
    expect(await statusWith('added')).toBe(200);
    emulator.reset();
    expect([await statusWith('API_KEY'), await statusWith('added')]).toEqual([200, 403]);
  });

  test('that of a domain that was made opens until it is removed', async () => {
    const { emulator, request } = await tested();
    const domain = await emulator.createDomain();
    const put = async () =>
      (
        await request
          .put(`/rest/user/a@${domain.name}?api-key=${domain.apiKey}`)
          .type(JSON_TYPE)
          .send('{"user":{"password":"a"}}')
      ).status;
    expect(await put()).toBe(200);
    await domain.remove();
    expect(await put()).toBe(403);
  });
});
