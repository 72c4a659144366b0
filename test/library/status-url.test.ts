import fc from 'fast-check';
import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { type ReleaseName, startEmulator } from '../../emulator/index.js';
import { post } from '../support/status.js';

const OFF = { port: 'off', websocketPort: 'off', xmppPort: 'off' } as const;
const USER = 'test@domain.com';

test('it is where a status is set, with an API key', async () => {
  await using tigase = await startEmulator({ apiKeys: [{ key: 'a key/&' }] });
  expect(tigase.statusUrl(USER)).toBe(
    `http://127.0.0.1:${tigase.httpPort}/rest/user/test@domain.com/status?api-key=a%20key%2F%26`,
  );
  const answer = await post(tigase.statusUrl(USER, 'mobile'), { show: 'xa' });
  expect(await answer.json()).toMatchObject({ status: { user: 'test@domain.com/mobile', success: true } });
});

test('without ports there is a path, for supertest', async () => {
  await using tigase = await startEmulator(OFF);
  await supertest(tigase.callback()).post(tigase.statusPath(USER)).send({ show: 'dnd' }).expect(200);
  expect(tigase.presence(USER)).toMatchObject([{ show: 'dnd' }]);
  for (const url of [() => tigase.url, () => tigase.statusUrl(USER)])
    expect(url).toThrow('port is off, so there is no URL: give a port, or send requests to callback()');
});

describe('the API key', () => {
  test('is the first that opens it', async () => {
    await using tigase = await startEmulator({
      apiKeys: [
        { key: 'lists', paths: ['/rest/users/.*'] },
        { key: 'elsewhere', hosts: ['example.org'] },
        { key: 'mobile', paths: ['/rest/user/[^/]+/status/mobile'] },
        { key: 'all' },
      ],
    });
    expect(tigase.statusUrl(USER, 'mobile')).toMatch(/\?api-key=mobile$/);
    expect(tigase.statusUrl(USER)).toMatch(/\?api-key=all$/);
  });

  test('may hold for the host alone, which 8.4 compares without the port', async () => {
    await using whole = await startEmulator({ apiKeys: [{ key: 'lists', paths: ['/rest/users/.*'] }] });
    whole.addState({ apiKeys: [{ key: 'k', hosts: [`127.0.0.1:${whole.httpPort}`] }] });
    expect((await post(whole.statusUrl(USER), {})).status).toBe(200);
    await using name = await startEmulator({ release: '8.4', apiKeys: [{ key: 'k', hosts: ['127.0.0.1'] }] });
    expect(name.statusUrl(USER)).toMatch(/\?api-key=k$/);
  });

  test('that holds for a host is of no use where there is none', async () => {
    await using tigase = await startEmulator({ ...OFF, apiKeys: [{ key: 'k', hosts: ['localhost'] }] });
    expect(() => tigase.statusPath(USER)).toThrow(/^no API key opens/);
  });

  test('is the own one of a domain that was made', async () => {
    await using tigase = await startEmulator();
    const domain = await tigase.createDomain();
    const { jid } = domain.account('test');
    expect(new URL(tigase.statusUrl(jid)).searchParams.get('api-key')).toBe(domain.apiKey);
    expect(domain.statusUrl('test', 'mobile')).toBe(tigase.statusUrl(jid, 'mobile'));
  });

  test('is any with open access', async () => {
    await using tigase = await startEmulator({ openAccess: true, apiKeys: [] });
    expect((await post(tigase.statusUrl(USER), {})).status).toBe(200);
  });

  test('is missed where none opens it', async () => {
    await using tigase = await startEmulator({ apiKeys: [{ key: 'lists', paths: ['/rest/users/.*'] }] });
    expect(() => tigase.statusUrl(USER)).toThrow(
      'no API key opens /rest/user/test@domain.com/status: add one to apiKeys',
    );
  });
});

describe('a user and a resource', () => {
  test.each(['documented', '8.4'] as const)(
    'of any text are named so that %s reads them, or refused',
    async (release) => {
      await using tigase = await startEmulator({ release, ...OFF });
      const request = supertest(tigase.callback());
      const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(part, part, async (local, resource) => {
          let path: string;
          try {
            path = tigase.statusPath(`${local}@domain.com`, resource);
          } catch (failure) {
            expect((failure as Error).message).toMatch(/can't be named in a path|is no bare JID/);
            return;
          }
          const call = request
            .post(path)
            .auth('admin@domain.com', 'admin')
            .set('Content-Type', 'application/json');
          await call.send('{}');
          expect(tigase.journal.entries({ kind: 'request' }).at(-1)).toMatchObject({
            user: `${local}@domain.com`,
            resource,
          });
        }),
        { numRuns: 150 },
      );
    },
  );

  test.each<[ReleaseName, string, string | undefined, RegExp]>([
    [
      '8.4',
      USER,
      'my phone',
      /^"test@domain.com\/my phone" can't be named in a path of release 8.4: it takes paths as they stand/,
    ],
    ['8.3', USER, 'a/b', /no part of a path may hold \/ or @$/],
    ['8.3', 'test', undefined, /^user: "test" is no bare JID/],
    ['8.3', USER, '', /^resource: "" is no resource: write a text, or leave it out for tigase-external$/],
  ])('on %s, %s with %s is told to be none', async (release, user, resource, message) => {
    await using tigase = await startEmulator({ release });
    expect(() => tigase.statusUrl(user, resource)).toThrow(message);
  });

  test('is spelled as it is read', async () => {
    await using tigase = await startEmulator();
    await post(tigase.statusUrl('jörg+büro@domain.com', 'Büro 1'), { show: 'xa' });
    expect(tigase.presence('jörg+büro@domain.com')).toMatchObject([{ resource: 'Büro 1' }]);
  });
});
