import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { tested } from '../support/requests.js';

describe('a web page of another origin', () => {
  test.each([
    [{ Origin: 'https://example.com' }],
    [{ Origin: 'http://localhost:9999' }],
    [{ Origin: 'null' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ])('is refused every call, and changes nothing: %j', async (headers) => {
    const { emulator, request } = await tested();
    for (const method of ['get', 'post', 'patch', 'delete', 'options', 'put'] as const) {
      const answer = await request[method]('/_emulator/faults')
        .set({ Host: 'localhost:8080', ...headers })
        .send({
          fault: { drop: true },
        });
      expect([answer.status, answer.headers['content-type']]).toEqual([403, 'application/problem+json']);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(emulator.faults.list()).toEqual([]);
  });

  test('may call Tigase’s endpoint, which Tigase does not refuse', async () => {
    const { request } = await tested();
    const answer = await request
      .post('/rest/user/test@domain.com/status?api-key=API_KEY')
      .set('Origin', 'https://example.com')
      .send({});
    expect(answer.status).toBe(200);
  });
});

test.each([
  [{ Host: 'localhost:8080', Origin: 'http://localhost:8080' }],
  [{ Host: 'tigase.internal', Origin: 'https://tigase.internal' }],
  [{ Host: 'localhost:8080', 'Sec-Fetch-Site': 'same-origin' }],
  [{ Host: 'localhost:8080', 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate' }],
  [{ Host: 'localhost:8080', 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }],
])('the own page, and a link to it, are served: %j', async (headers) => {
  const { request } = await tested();
  expect((await request.get('/_emulator/health').set(headers)).status).toBe(200);
});

describe('a host', () => {
  test.each([
    ...[
      'localhost',
      'localhost:8080',
      '127.0.0.1:8080',
      '[::1]:8080',
      '192.168.1.5',
      '10.0.0.1:80',
      'tigase',
      'LOCALHOST.',
    ],
    ...[
      'tigase.internal',
      'a.b.test',
      'tigase.svc',
      'my.localhost',
      'machine.local',
      'x.home.arpa',
      hostname(),
    ],
  ])('%s is one that no page can be rebound to', async (host) => {
    const { request } = await tested();
    expect((await request.get('/_emulator/health').set('Host', host)).status).toBe(200);
  });

  test.each([
    'example.com',
    'rebound.example.com:8080',
    'localhost.example.com',
    '127.0.0.1.nip.io',
    'evil.com:8080',
    'test.com',
  ])('%s may be anybody’s, whose DNS says what they like', async (host) => {
    const { request } = await tested();
    const answer = await request.get('/_emulator/state').set('Host', host);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text).title).toContain('is not served to the host');
  });
});

test.each(['get', 'post', 'delete', 'patch'] as const)(
  'with control: false there is no %s, and Tigase itself answers',
  async (method) => {
    const { request } = await tested({ control: false });
    for (const path of ['/_emulator/', '/_emulator/state', '/_emulator/faults']) {
      const answer = await request[method](path);
      expect([answer.status, answer.headers['content-type']]).toEqual([405, undefined]);
    }
  },
);
