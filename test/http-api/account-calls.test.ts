import { describe, expect, test } from 'vitest';
import { createLog } from '../../emulator/command/log.js';
import { JSON_TYPE, type Tested, tested, XML_TYPE } from '../support/requests.js';

type Method = 'get' | 'put' | 'post' | 'delete';

/** An account call in JSON, with the key that opens everything. */
function call({ request }: Tested, method: Method, user: string, content?: unknown) {
  const sent = request[method](`/rest/user/${user}?api-key=API_KEY`).set('Content-Type', JSON_TYPE);
  return content === undefined ? sent : sent.send(JSON.stringify(content));
}

/** The list of a domain's accounts, as an admin gets it. */
function list({ request }: Tested, domain: string, type = JSON_TYPE) {
  return request
    .get(`/rest/users/${domain}?api-key=API_KEY`)
    .auth('admin@domain.com', 'admin')
    .set('Content-Type', type);
}

const withPassword = (password: unknown) => ({ user: { password } });

/** The bare JIDs of the accounts that an emulator holds. */
const jidsOf = ({ emulator }: Tested) => emulator.state().accounts.map(({ jid }) => jid);

describe('an account that PUT makes', () => {
  test('is there for all to see, and is no admin', async () => {
    const server = await tested();
    const answer = await call(server, 'put', 'carol@domain.com', withPassword('secret'));
    expect(answer.status).toBe(200);
    expect(server.emulator.state().accounts.at(-1)).toMatchObject({
      jid: 'carol@domain.com',
      admin: false,
      roster: [],
    });
    expect(server.lastNotes()).toEqual([]);
  });

  test('is there though the call failed for want of a password, or for its email', async () => {
    const server = await tested({ accounts: [] });
    expect((await call(server, 'put', 'a@domain.com', withPassword(''))).status).toBe(500);
    const content = { user: { password: 'secret', email: 5 } };
    expect((await call(server, 'put', 'b@domain.com', content)).status).toBe(500);
    expect((await call(server, 'put', 'c@domain.com', withPassword(5))).status).toBe(500);
    expect(jidsOf(server)).toEqual(['a@domain.com', 'b@domain.com']);
  });

  test('keeps its letter case, which makes no other account and is ignored in look-ups', async () => {
    const server = await tested({ accounts: [] });
    await call(server, 'put', 'Carol@Domain.com', withPassword('secret'));
    expect((await call(server, 'put', 'carol@domain.com', withPassword('secret'))).status).toBe(409);
    expect((await call(server, 'get', 'CAROL@domain.com')).body.user).toMatchObject({
      jid: 'Carol@Domain.com',
      domain: 'Domain.com',
    });
    expect((await call(server, 'post', 'carol@DOMAIN.com', withPassword('new'))).body.user.jid).toBe(
      'Carol@Domain.com',
    );
    expect((await call(server, 'delete', 'carol@domain.com')).body.user.jid).toBe('Carol@Domain.com');
    expect(jidsOf(server)).toEqual([]);
  });

  test('has a number of its own, and another one once it is made again', async () => {
    const server = await tested();
    const make = () => call(server, 'put', 'carol@domain.com', withPassword('secret'));
    const { uid } = (await make()).body.user;
    expect(uid).toEqual(expect.any(Number));
    expect((await call(server, 'get', 'carol@domain.com')).body.user.uid).toBe(uid);
    expect((await call(server, 'get', 'alice@domain.com')).body.user.uid).not.toBe(uid);
    await call(server, 'delete', 'carol@domain.com');
    expect((await make()).body.user.uid).not.toBe(uid);
  });
});

describe('POST', () => {
  test('gives the password with which an admin then gets in', async () => {
    const server = await tested({ release: '8.4' });
    const get = (password: string) =>
      call(server, 'get', 'test@domain.com').auth('admin@domain.com', password);
    const content = { user: { password: 'new', email: ['ignored'] } };
    await call(server, 'post', 'admin@domain.com', content).auth('admin@domain.com', 'admin');
    expect((await get('admin')).status).toBe(401);
    expect((await get('new')).status).toBe(200);
  });

  test('answers for a user without an account, and makes none', async () => {
    const server = await tested();
    const before = jidsOf(server);
    const answer = await call(server, 'post', 'Nobody@domain.com', withPassword('new'));
    expect(answer.status).toBe(200);
    expect(answer.body.user).toEqual({ jid: 'Nobody@domain.com', domain: 'domain.com', uid: 0 });
    expect(server.lastNotes()).toEqual(['no-account-changed']);
    expect(jidsOf(server)).toEqual(before);
  });
});

describe('the list', () => {
  const accounts = ['admin@domain.com', 'b@Domain.com', 'zoe@domain.com', 'Adam@domain.com'].map((jid) => ({
    jid,
    password: 'admin',
    admin: jid.startsWith('admin'),
  }));

  test('names accounts in the order in which they were made', async () => {
    const server = await tested({ accounts, release: '8.3' });
    await call(server, 'put', 'carol@domain.com', withPassword('secret'));
    const locals = ['admin', 'zoe', 'Adam', 'carol'];
    const { text } = await list(server, 'domain.com');
    expect(text).toBe(
      JSON.stringify(
        {
          users: {
            items: locals.map((localpart) => ({ domain: 'domain.com', localpart })),
            count: 4,
            domain: 'domain.com',
          },
        },
        null,
        4,
      ),
    );
    const items = locals.map((local) => `    <item>${local}@domain.com</item>\n`).join('');
    expect((await list(server, 'domain.com', XML_TYPE)).text).toBe(
      `<users>\n  <items>\n${items}  </items>\n  <count>4</count>\n  <domain>domain.com</domain>\n</users>`,
    );
  });

  test('is of a domain in just its letter case', async () => {
    const server = await tested({ accounts });
    expect((await list(server, 'Domain.com')).body.users).toEqual({
      items: [{ domain: 'Domain.com', localpart: 'b' }],
      count: 1,
      domain: 'Domain.com',
    });
    expect((await list(server, 'DOMAIN.com')).body.users).toEqual({
      items: [],
      count: 0,
      domain: 'DOMAIN.com',
    });
  });

  test.each(['documented', '8.1', '8.2', '8.3', '8.4'] as const)(
    'is for admins alone on %s',
    async (release) => {
      const server = await tested({ release });
      expect((await list(server, 'domain.com')).status).toBe(200);
      const refused = await list(server, 'domain.com').auth('alice@domain.com', 'alice');
      expect([refused.status, refused.text]).toEqual([401, 'Not authorized']);
      expect(server.lastNotes()).toEqual(['credentials-refused']);
      const keyless = await server.request.get('/rest/users/domain.com');
      expect(keyless.status).toBe(403); // the key is asked for first
    },
  );

  test('takes no content', async () => {
    const server = await tested();
    expect((await list(server, 'domain.com').send('{}')).status).toBe(500);
    expect(server.lastNotes()).toEqual(['content-not-taken']);
  });
});

test.each(['get', 'put', 'post', 'delete'] as const)(
  "8.4 asks for an admin's credentials on %s",
  async (method) => {
    const server = await tested({ release: '8.4' });
    const content = method === 'put' || method === 'post' ? withPassword('new') : undefined;
    const user = method === 'put' ? 'carol@domain.com' : 'test@domain.com';
    const before = jidsOf(server);
    expect((await call(server, method, user, content)).status).toBe(401);
    expect(server.lastNotes()).toEqual(['credentials-refused']);
    expect(jidsOf(server)).toEqual(before);
    const answer = await call(server, method, user, content).auth('admin@domain.com', 'admin');
    expect(answer.status).toBe(200);
    expect(answer.body.user.jid).toBe(user);
  },
);

test('documented indents JSON by two spaces', async () => {
  const { text } = await call(await tested(), 'get', 'test@domain.com');
  expect(text).toMatch(
    /^{\n {2}"user": {\n {4}"jid": "test@domain.com",\n {4}"domain": "domain.com",\n {4}"uid": \d+\n {2}}\n}$/,
  );
});

describe('the form of an answer', () => {
  test.each([
    [XML_TYPE, 'type=application/json', JSON_TYPE],
    [XML_TYPE, 'type=application%2Fjson', JSON_TYPE],
    [XML_TYPE, 'type=text/json', XML_TYPE],
    [XML_TYPE, 'type=application/json&type=application/json', XML_TYPE],
    [XML_TYPE, 'Type=application/json', XML_TYPE],
    ['text/json', 'type=application/json', JSON_TYPE],
    [JSON_TYPE, 'type=application/xml', JSON_TYPE],
  ])('to content of %s with %s is %s', async (sent, parameter, answered) => {
    const { request } = await tested();
    const answer = await request
      .put(`/rest/user/carol@domain.com?api-key=API_KEY&${parameter}`)
      .set('Content-Type', sent)
      .send(sent === XML_TYPE ? '<user><password>x</password></user>' : '{"user":{"password":"x"}}');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(answered);
  });
});

test.each(['get', 'put', 'post', 'delete'] as const)(
  '%s fails on a part of a JID that Tigase refuses',
  async (method) => {
    const server = await tested();
    const content = method === 'put' || method === 'post' ? withPassword('new') : undefined;
    for (const [user, code] of [
      ['a%26b@domain.com', 'illegal-local-part'],
      ['a%09b@domain.com', 'illegal-local-part'],
      ['%20@domain.com', 'illegal-local-part'],
      ['a@do%20main.com', 'illegal-domain'],
    ] as const) {
      const answer = await call(server, method, user, content);
      expect([answer.status, answer.text]).toEqual([500, '']);
      expect(server.lastNotes()).toEqual([code]);
    }
  },
);

test('8.1 lets a local part of white space pass, as its status endpoint does', async () => {
  const server = await tested({ release: '8.1' });
  expect((await call(server, 'put', '%20@domain.com', withPassword('x'))).status).toBe(200);
  expect((await call(server, 'put', '%20%01@domain.com', withPassword('x'))).status).toBe(200);
  expect((await call(server, 'put', 'a%20b@domain.com', withPassword('x'))).status).toBe(500);
  expect((await call(server, 'put', '%20%C2%A0@domain.com', withPassword('x'))).status).toBe(500); // none to Java's trim
});

test('a form may bring the API key, and is content that a GET takes none of', async () => {
  const server = await tested();
  const answer = await server.request.get('/rest/user/test@domain.com').type('form').send('api-key=API_KEY');
  expect(answer.status).toBe(500);
  expect(server.lastNotes()).toEqual(['content-not-taken']);
});

describe('what went wrong is told', () => {
  test.each([
    ['put', 'test@domain.com', withPassword('x'), 409, 'user-exists'],
    ['put', 'test@domain.com', withPassword(5), 500, 'password-no-text'],
    ['put', 'test@domain.com', {}, 500, 'user-no-object'],
    ['put', 'test@domain.com', { command: withPassword('x') }, 500, 'user-no-object'],
    ['put', 'test@domain.com', withPassword(null), 409, 'user-exists'],
    ['put', 'carol@domain.com', withPassword(null), 500, 'password-missing'],
    ['put', 'carol@domain.com', { user: { password: 'x', email: {} } }, 500, 'email-no-text'],
    ['put', 'carol@example.org', withPassword('x'), 200, 'account-not-served'],
    ['put', 'carol@domain.com', { user: { password: 'x', jid: 'y' } }, 200, 'field-ignored'],
    ['put', 'carol@domain.com', undefined, 500, 'no-content-length'],
    ['post', 'test@domain.com', withPassword(''), 500, 'password-missing'],
    ['post', 'test@domain.com', withPassword(false), 500, 'password-no-text'],
    ['get', 'nobody@domain.com', undefined, 404, 'no-account'],
    ['delete', 'nobody@domain.com', undefined, 404, 'no-account'],
    ['get', 'test@domain.com', {}, 500, 'content-not-taken'],
    ['delete', 'test@domain.com', {}, 500, 'content-not-taken'],
    ['get', 'test', undefined, 404, 'no-route'],
  ] as const)('%s %s with %j: %i %s', async (method, user, content, status, code) => {
    const server = await tested();
    expect((await call(server, method, user, content)).status).toBe(status);
    expect(server.lastNotes()).toEqual([code]);
  });

  test('of XML too', async () => {
    const { request, lastNotes } = await tested();
    await request
      .put('/rest/user/carol@domain.com?api-key=API_KEY')
      .set('Content-Type', XML_TYPE)
      .send('<account><password>x</password></account>');
    expect(lastNotes()).toEqual(['user-not-root']);
  });

  test('without the password, whatever comes of the call', async () => {
    const server = await tested();
    for (const method of ['put', 'put', 'post', 'get', 'delete', 'post'] as const)
      await call(server, method, 'carol@example.org', withPassword('hunter2'));
    await call(server, 'put', 'dave@domain.com', withPassword(['hunter2']));
    expect(server.exchanges).toHaveLength(7);
    const log: string[] = [];
    for (const exchange of server.exchanges)
      createLog('json', (line) => log.push(line))({ event: 'request', exchange });
    const told = [...log, ...server.emulator.journal.entries({ kind: 'request' })];
    expect(told).toHaveLength(14);
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });
});

test('a removed account is gone from the list, and its user can have another one', async () => {
  const server = await tested();
  expect((await call(server, 'delete', 'alice@domain.com')).status).toBe(200);
  expect((await call(server, 'get', 'alice@domain.com')).status).toBe(404);
  expect((await list(server, 'domain.com')).body.users.count).toBe(3);
  await call(server, 'put', 'alice@domain.com', withPassword('x'));
  expect(server.emulator.state().accounts.at(-1)).toMatchObject({ jid: 'alice@domain.com', roster: [] });
});
