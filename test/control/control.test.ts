import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { tested } from '../support/requests.js';

test('health tells the release and the version', async () => {
  const { request } = await tested({ release: '8.4' });
  const answer = await request.get('/_emulator/health');
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({ status: 'up', release: '8.4', version: packageJson.version });
});

test('state shows domains, accounts with both sides of their rosters, and sessions', async () => {
  const { request, post } = await tested({
    domains: ['domain.com', 'example.org'],
    accounts: [
      { jid: 'test@domain.com', password: 'test' },
      { jid: 'alice@example.org', password: 'alice', admin: true },
    ],
    rosters: {
      'test@domain.com': [
        { jid: 'alice@example.org', name: 'Alice', subscription: 'to', groups: ['Friends'] },
      ],
    },
  });
  await post('test@domain.com/status', '{"show":"xa"}');
  const { body } = await request.get('/_emulator/state');
  expect(body).toEqual({
    release: 'documented',
    domains: ['domain.com', 'example.org'],
    accounts: [
      {
        jid: 'test@domain.com',
        admin: false,
        roster: [
          { jid: 'alice@example.org', name: 'Alice', subscription: 'to', ask: null, groups: ['Friends'] },
        ],
        offlineMessages: 0,
      },
      {
        jid: 'alice@example.org',
        admin: true,
        roster: [{ jid: 'test@domain.com', name: null, subscription: 'from', ask: null, groups: [] }],
        offlineMessages: 0,
      },
    ],
    sessions: [
      {
        jid: 'test@domain.com/tigase-external',
        kind: 'external',
        available: true,
        priority: -1,
        show: 'xa',
        status: null,
        activity: null,
        since: expect.any(String),
      },
    ],
  });
  const other = await request.get('/_emulator/state?domain=EXAMPLE.org');
  expect(other.body).toMatchObject({
    domains: ['example.org'],
    accounts: [{ jid: 'alice@example.org' }],
    sessions: [],
  });
});

test.each(['state', 'journal'])('HEAD %s has the head of GET alone, with no body', async (call) => {
  const { request } = await tested();
  const [get, head] = [await request.get(`/_emulator/${call}`), await request.head(`/_emulator/${call}`)];
  expect(head.headers['content-type']).toBe(get.headers['content-type']);
  expect([head.status, head.text]).toEqual([200, undefined]);
});

test('presence shows a user, by a bare JID in any letter case', async () => {
  const { request, post } = await tested();
  await post('test@domain.com/status/mobile', '{"status":"On the phone"}');
  const { body } = await request.get('/_emulator/presence/TEST@domain.com');
  expect(body).toMatchObject([{ jid: 'test@domain.com/mobile', resource: 'mobile', status: 'On the phone' }]);
  expect((await request.get('/_emulator/presence/nobody%40domain.com')).body).toEqual([]);
});

test.each([
  ['get', '/_emulator/nothing', 404, 'There is no GET /_emulator/nothing'],
  ['post', '/_emulator/health', 404, 'There is no POST /_emulator/health'],
  ['get', '/_emulator/presence/domain.com', 400, '"domain.com" is no bare JID'],
  ['get', '/_emulator/state?domain=a&domain=b', 400, 'The parameter domain stands more than once'],
  ['get', '/_emulator/state?domian=a', 400, 'There is no parameter "domian"'],
  ['get', '/_emulator/state?domain=nowhere.org', 404, 'There is no state of it'],
  ['get', '/_emulator/state?domain=localhost', 404, 'There is no state of it'],
] as const)('%s %s is a problem document: %i', async (method, path, status, title) => {
  const { request } = await tested();
  const answer = await request[method](path);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(answer.text)).toMatchObject({ title, status, detail: expect.any(String) });
});

test('a call that there is not is told which there are', async () => {
  const { request } = await tested();
  const { text } = await request.get('/_emulator/nothing');
  expect(JSON.parse(text).detail).toBe(
    'Under /_emulator/ there are GET health, GET state, PATCH state, GET presence/{jid}, POST reset, POST domains, DELETE domains/{name}, POST snapshots, POST snapshots/{id}/restore, DELETE snapshots/{id}, GET journal, GET journal/scenario, DELETE journal, POST verify, POST faults, GET faults, DELETE faults, DELETE faults/{id}, GET events, GET openapi.json, GET / (the inspector)',
  );
});

test('with control: false there is nothing but Tigase', async () => {
  const { request } = await tested({ control: false });
  const answer = await request.post('/_emulator/health');
  expect(answer.status).toBe(405);
  expect(answer.text).toBe('HTTP method POST is not supported by this URL');
});
