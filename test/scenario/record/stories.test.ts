import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../../emulator/scenario/format/load-scenario.js';
import { sendBytes } from '../../support/wire.js';
import { emulatorForTest, failuresOf, type RecordingForTest, recordingOf } from './recorded.js';

const KEY = 'telling-key-7f3a';
const PASSWORD = 'telling-password-91';
const ADMIN = `admin@domain.com:${PASSWORD}`;

const options = {
  apiKeys: [{ key: KEY }],
  accounts: [
    { jid: 'admin@domain.com', password: PASSWORD, admin: true },
    { jid: 'test@domain.com', password: PASSWORD },
    { jid: 'app@domain.com', password: PASSWORD },
  ],
};

interface Call {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
}

async function call(
  { url }: RecordingForTest,
  path: string,
  { method, headers, body }: Call = {},
): Promise<string> {
  const response = await fetch(`${url}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
  });
  return `${response.status} ${await response.text()}`;
}

const json = (value: unknown): Call => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

const xml = (body: string): Call => ({ headers: { 'Content-Type': 'application/xml' }, body });

const own = `api-key=${KEY}`;
const basic = (credentials: string) => ({
  Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
});

/** Records what is done on a release, and checks that it passes there without anything secret in it. */
async function recorded(
  release: '8.1' | '8.3' | '8.4' | 'documented',
  act: (recording: RecordingForTest) => Promise<void>,
): Promise<string> {
  const emulator = await emulatorForTest({ ...options, release });
  const recording = await recordingOf(emulator.url);
  await act(recording);
  const text = await recording.stop();
  expect(text).not.toMatch(/telling/);
  expect(text).not.toContain(Buffer.from(PASSWORD).toString('base64').slice(0, 12));
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(112);
  expect(await failuresOf(text, { release }), text).toEqual([]);
  return text;
}

const status = (user: string, rest = '') => `/rest/user/${user}/status${rest}?${own}`;

describe('a status', () => {
  test('in its short form, with its resource and activity', async () => {
    const text = await recorded('8.3', async (recording) => {
      const activity = { category: 'talking', type: 'on_the_phone', text: 'With {any} {test}' };
      await call(recording, status('test@domain.com', '/mobile'), json({ show: 'xa', activity }));
      await call(recording, status('test@domain.com', '/mobile'), json({ available: 'false' }));
    });
    expect(text).toContain('sets status of: test');
    expect(text).toContain('removes status of: test');
    expect(text).not.toContain('posts:');
  });

  test('in its long form, where its values are no texts or its type is another one', async () => {
    const text = await recorded('8.3', async (recording) => {
      await call(recording, status('test@domain.com'), json({ priority: -1, show: 'xa' }));
      await call(recording, status('test@domain.com'), json({ show: 'xa', mood: 'happy' }));
      await call(recording, status('test@domain.com'), {
        headers: { 'Content-Type': 'text/json; charset=utf-8' },
        body: '{"show": "away", "priority": 1.0}',
      });
      await call(recording, status('test@domain.com'), xml('<command><!-- odd --><show>xa</show></command>'));
      await call(recording, status('test@domain.com'), xml('<status>away</status>'));
      await call(recording, status('test@domain.com'), json({ command: { show: 'dnd' } }));
      await call(recording, status('test@domain.com'), xml('<command><show>xa</show>'));
      await call(recording, status('test@domain.com'), {
        headers: { 'Content-Type': 'application/json' },
        body: '{"show": nothing',
      });
      await call(recording, status('test@domain.com'), { body: 'show=xa' });
      await call(recording, status('test@domain.com'), { method: 'POST' });
    });
    expect(text).not.toContain('sets status of:');
  });

  test('with a resource that needs escapes', async () => {
    await recorded('8.3', async (recording) => {
      for (const resource of [
        'a%20b',
        'caf%C3%A9',
        '%F0%9F%98%80',
        'a+b',
        '%7Btest%7D',
        'a:b',
        '%7B%7Bany%7D%7D',
      ])
        await call(recording, status('test@domain.com', `/${resource}`), json({ show: 'xa' }));
    });
  });

  test('in chunks, which Tigase does not read', async () => {
    const text = await recorded('8.3', async ({ port }) => {
      const head = `POST ${status('test@domain.com')} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close`;
      await sendBytes(port, `${head}\r\n\r\n2\r\n{}\r\n0\r\n\r\n`);
    });
    expect(text).toContain('# it came with a body in chunks');
  });
});

describe('users', () => {
  test('have names of the story, whatever they are called', async () => {
    const text = await recorded('8.3', async (recording) => {
      for (const user of ['app', 'emulator', 'any', 'J%C3%BCrgen', 'a.b', 'TEST', 'test', 'true'])
        await call(
          recording,
          status(`${user}@domain.com`),
          json({ show: 'xa', status: `I am ${user}@domain.com` }),
        );
      await call(recording, status('test%40domain.com'), json({ show: 'away' }));
    });
    expect(loadScenarios('x', text).scenarios[0]?.given.accounts).toEqual([
      'user-1',
      'user-2',
      'user-3',
      'user-4',
      'user-5',
      'true',
    ]);
  });

  test('that nobody can be have no account: illegal local parts, and what is no JID', async () => {
    await recorded('8.3', async (recording) => {
      await call(recording, status('a%26b@domain.com'), json({ show: 'xa' }));
      await call(recording, status('no-jid'), json({ show: 'xa' }));
      await call(recording, status('nobody@domain.com'), json({ available: 'false' }));
      await call(recording, '/rest/nothing', json({}));
      await call(recording, '/', {});
    });
  });

  test('of a domain that the server does not have stay what they are', async () => {
    const text = await recorded('8.3', async (recording) => {
      await call(recording, status('test@domain.com'), json({ show: 'xa' }));
      await call(recording, status('test@elsewhere.com'), json({ show: 'xa' }));
    });
    expect(text).toContain('/rest/user/test@elsewhere.com/status');
  });

  test('whose paths are taken as they stand by 8.4', async () => {
    await recorded('8.4', async (recording) => {
      const { headers, body } = json({ show: 'xa' });
      const as = { headers: { ...headers, ...basic(ADMIN) }, body: body ?? '' };
      await call(recording, status('test%40domain.com'), as);
      await call(recording, status('J%C3%BCrgen@domain.com', '/a%20b'), as);
      await call(recording, status('test@domain.com'), as);
    });
  });
});

describe('access', () => {
  test.each(['8.1', '8.3'] as const)('without a key, or with a wrong one: %s', async (release) => {
    const text = await recorded(release, async (recording) => {
      const { headers, body = '' } = json({ show: 'xa' });
      const path = '/rest/user/test@domain.com/status';
      await call(recording, path, { headers: { ...headers }, body });
      await call(recording, `${path}?api-key=telling-wrong-key`, { headers: { ...headers }, body });
      await call(recording, path, { headers: { ...headers, 'Api-Key': 'telling-wrong-key' }, body });
      await call(recording, path, { headers: { ...headers, 'Api-Key': KEY }, body });
      await call(recording, `${path}?${own}&${own}`, { headers: { ...headers }, body });
      await call(recording, `${path}?Api-key=${KEY}`, { headers: { ...headers }, body });
      await call(recording, `${path}?a=b&${own}&c`, { headers: { ...headers }, body });
      await call(recording, `${path}?%61pi-key=${KEY}`, { headers: { ...headers }, body });
      await call(recording, `${path}?${own}`, {
        headers: { ...headers, ...basic('x'), Authorization: 'Basic telling*' },
        body,
      });
      await call(recording, path, {
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: own,
      });
    });
    expect(text).toContain('api key: none');
    expect(text).toContain('api key: wrong-key');
  });

  test('with credentials of an admin, with others and without, as 8.4 asks for them', async () => {
    const text = await recorded('8.4', async (recording) => {
      const { headers, body = '' } = json({ show: 'xa' });
      await call(recording, status('test@domain.com'), { headers: { ...headers, ...basic(ADMIN) }, body });
      await call(recording, status('test@domain.com'), {
        headers: { ...headers, ...basic('test@domain.com:telling') },
        body,
      });
      await call(recording, status('test@domain.com'), { headers: { ...headers }, body });
      await call(recording, '/rest/user/test@domain.com/status', {
        headers: { ...headers, ...basic(ADMIN) },
        body,
      });
    });
    expect(text).toContain('credentials: nobody:wrong');
    expect(text).toContain('credentials: none');
  });
});

describe('account calls', () => {
  test.each(['8.1', '8.3', '8.4'] as const)(
    'with passwords that nobody sees, in JSON and XML: %s',
    async (release) => {
      const text = await recorded(release, async (recording) => {
        const as = (made: Call, method: string): Call => ({
          ...made,
          method,
          headers: { ...made.headers, ...basic(ADMIN) },
        });
        const user = (name: string) => `/rest/user/${name}@domain.com?${own}`;
        const password = json({ user: { password: PASSWORD } });
        await call(recording, user('new'), as({}, 'GET'));
        await call(recording, user('new'), as(password, 'PUT'));
        await call(recording, user('new'), as(json({ user: { password: 'telling-other' } }), 'POST'));
        await call(recording, user('new'), as({}, 'GET'));
        await call(recording, status('new@domain.com'), as(json({ show: 'xa' }), 'POST'));
        await call(recording, user('new'), as({}, 'DELETE'));
        await call(recording, user('test'), as({}, 'GET'));
        await call(recording, user('test'), as(password, 'PUT'));
        await call(recording, user('nobody'), as(password, 'POST'));
        await call(recording, user('odd'), as(json({ user: {} }), 'PUT'));
        await call(recording, user('odd'), as({}, 'GET'));
        await call(recording, user('odd-2'), as(json({ user: { password: 12345678 } }), 'PUT'));
        await call(recording, user('xml'), as(xml(`<user><password>${PASSWORD}</password></user>`), 'PUT'));
        await call(
          recording,
          user('xml-2'),
          as(xml(`<user><password><![CDATA[${PASSWORD}]]></password></user>`), 'PUT'),
        );
        await call(recording, `/rest/users/domain.com?${own}`, as({}, 'GET'));
        await call(recording, `/rest/users/domain.com?${own}&type=application/json`, as({}, 'GET'));
        await call(recording, `/rest/users/domain.com`, as({}, 'GET'));
      });
      expect(loadScenarios('x', text).scenarios[0]?.given.accounts).toEqual(['test']);
      expect(text).toContain('new{mark}@{domain}');
    },
  );
});

test('requests that no scenario can send are left out, with a comment', async () => {
  const text = await recorded('8.3', async (recording) => {
    await call(recording, status('test@domain.com'), json({ show: 'xa' }));
    await sendBytes(recording.port, 'OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  });
  expect(text).toContain('# left out, since no scenario can send it: "OPTIONS *"');
});

test('other methods and headers are kept, what every client sends is not', async () => {
  const text = await recorded('8.3', async (recording) => {
    const headers = {
      'X-Forwarded-Host': 'front.test',
      'X-Custom': 'with {any} {test}',
      'X-Auth-Token': 'telling',
    };
    await call(recording, status('test@domain.com'), { method: 'PATCH', headers });
    await call(recording, status('test@domain.com'), { method: 'HEAD' });
    await call(recording, '/_emulator/health');
  });
  expect(text).toContain('X-Forwarded-Host: front.test');
  expect(text).not.toMatch(/User-Agent|Accept|_emulator\/|X-Auth/i);
});
