import { describe, expect, test } from 'vitest';
import { type StateAddition, UsageError } from '../../emulator/index.js';
import { type Tested, tested } from '../support/requests.js';

const STATE = '/_emulator/state';

/** Adds to the state through the one or the other. */
const ways = [
  [
    'PATCH state',
    async ({ request }: Tested, addition: StateAddition) => {
      const answer = await request.patch(STATE).send(addition);
      if (answer.status >= 400) throw new Error(`${answer.status} ${JSON.parse(answer.text).detail}`);
      expect([answer.status, answer.text]).toEqual([204, '']);
    },
  ],
  [
    'addState',
    async ({ emulator }: Tested, addition: StateAddition) => {
      try {
        emulator.addState(addition);
      } catch (failure) {
        if (!(failure instanceof UsageError)) throw failure;
        const status = { invalid: 400, 'not-found': 404, conflict: 409 }[failure.problem];
        throw new Error(`${status} ${failure.message}`);
      }
    },
  ],
] as const;

describe.each(ways)('%s', (_, add) => {
  test('adds accounts, rosters and keys, in the form of the config file', async () => {
    const there = await tested();
    await add(there, {
      accounts: [
        { jid: 'carol@domain.com', password: 'secret' },
        { jid: 'boss@domain.com', password: 'b', admin: true },
      ],
      rosters: {
        'carol@domain.com': [
          { jid: 'test@domain.com', name: 'Test', subscription: 'both', groups: ['Friends'] },
        ],
      },
      apiKeys: [{ key: 'other', paths: ['/rest/user/carol@.*'] }],
    });
    const { accounts } = there.emulator.state();
    expect(accounts.slice(4)).toMatchObject([
      {
        jid: 'carol@domain.com',
        admin: false,
        roster: [{ jid: 'test@domain.com', name: 'Test', subscription: 'both', groups: ['Friends'] }],
      },
      { jid: 'boss@domain.com', admin: true, roster: [] },
    ]);
    const test = accounts.find(({ jid }) => jid === 'test@domain.com');
    expect(test?.roster.at(-1)).toMatchObject({ jid: 'carol@domain.com', subscription: 'both' });
    const status = async (user: string) =>
      (await there.request.post(`/rest/user/${user}/status?api-key=other`).send({})).status;
    expect([await status('carol@domain.com'), await status('test@domain.com')]).toEqual([200, 403]);
  });

  test('tells clients of their rosters, and shows them the presence that they may see from now on', async () => {
    const there = await tested();
    await add(there, { accounts: [{ jid: 'carol@domain.com', password: 'c' }] });
    await there.post('test@domain.com/status', '{"show":"xa"}');
    const carol = there.emulator.contact('carol@domain.com/c');
    carol.send('<iq type="get" id="r"><query xmlns="jabber:iq:roster"/></iq>');
    await add(there, { rosters: { 'carol@domain.com': [{ jid: 'test@domain.com', subscription: 'to' }] } });
    const push = await carol.receives(({ name, attrs }) => name === 'iq' && attrs.type === 'set');
    expect(push.toString()).toContain('jid="test@domain.com"');
    await carol.receives({ from: 'test@domain.com/tigase-external', show: 'xa' });
  });

  test.each([
    [
      { accounts: [{ jid: 'test@domain.com', password: 'x' }] },
      '409 accounts.0: there is an account test@domain.com already',
    ],
    [
      { accounts: [{ jid: 'TEST@domain.com', password: 'x' }] },
      '409 accounts.0: there is an account TEST@domain.com already',
    ],
    [
      {
        accounts: [
          { jid: 'new@domain.com', password: 'x' },
          { jid: 'New@domain.com', password: 'x' },
        ],
      },
      '409 accounts.1: there is an account New@domain.com already',
    ],
    [{ apiKeys: [{ key: 'new' }, { key: 'API_KEY' }] }, '409 apiKeys.1: there is such an API key already'],
    [
      { accounts: [{ jid: 'new@domain.com' }] },
      '400 accounts.0.password: password is missing: expected a text',
    ],
    [
      { accounts: [{ jid: 'new@domain.com', pasword: 'x' }] },
      /^400 accounts.0.password: .*\naccounts.0.pasword: unknown key pasword: did you mean password\?$/,
    ],
    [{ account: [] }, '400 account: unknown key account: did you mean accounts?'],
    [{ accounts: 'new@domain.com:x' }, /^400 accounts: found a text, expected a list/],
    [
      { rosters: { 'nobody@domain.com': [{ jid: 'test@domain.com' }] } },
      /^400 rosters.nobody@domain.com: nobody@domain.com has a roster but no account/,
    ],
    [{ rosters: { nobody: [] } }, /^400 rosters.nobody: .*no bare JID/],
    [
      { rosters: { 'test@domain.com': [{ jid: 'x@y', subscription: 'all' }] } },
      /^400 rosters.test@domain.com.0.subscription: found "all"/,
    ],
    [{ rosters: { 'test@domain.com': [{ jid: 'test@domain.com' }] } }, /can't be a contact of its own/],
    [
      { rosters: { 'test@domain.com': [{ jid: 'alice@domain.com' }, { jid: 'Alice@domain.com' }] } },
      /^400 rosters.test@domain.com.1: Alice@domain.com stands on the roster twice: write one item/,
    ],
    [{ apiKeys: [{ key: 'new', paths: ['('] }] }, /^400 apiKeys.0.paths.0: "\(" is no regular expression/],
  ] as [object, string | RegExp][])(
    '%j is refused, and nothing of it is added',
    async (addition, message) => {
      const there = await tested();
      const before = there.emulator.state();
      const whole = {
        apiKeys: [{ key: 'whole' }],
        accounts: [{ jid: 'whole@domain.com', password: 'w' }],
        ...addition,
      };
      await expect(add(there, whole as StateAddition)).rejects.toThrow(message);
      expect(there.emulator.state()).toEqual(before);
      expect((await there.request.post('/rest/user/a@domain.com/status?api-key=whole').send({})).status).toBe(
        403,
      );
    },
  );
});

describe('a body', () => {
  test.each([
    ['', 'application/json', 400, 'There is no body'],
    ['{}', 'text/plain', 400, 'The Content-Type is text/plain'],
    ['{"accounts":', 'application/json', 400, 'The body is no application/json'],
    ['{}', 'application/json; charset=utf-16', 400, 'The Content-Type is application/json; charset=utf-16'],
    [Buffer.from('{"accounts":"\xfc"}', 'latin1'), 'application/json', 400, 'The body is no UTF-8'],
    ['null', 'application/json', 400, 'The addition is wrong, and nothing is added'],
    ['[]', 'application/json', 400, 'The addition is wrong, and nothing is added'],
    [`{"accounts":"${'x'.repeat(1024 ** 2)}"}`, 'application/json', 413, 'The body is too large'],
  ])('that is wrong is a problem document', async (body, type, status, title) => {
    const there = await tested();
    for (const [method, path] of [
      ['patch', 'state'],
      ['post', 'faults'],
      ['post', 'verify'],
    ] as const) {
      const answer = await there.request[method](`/_emulator/${path}`)
        .set('Content-Type', type)
        .serialize((all) => all)
        .send(body);
      expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json']);
      if (path === 'state') expect(JSON.parse(answer.text).title).toBe(title);
    }
    expect(there.emulator.faults.list()).toEqual([]);
  });

  test('that is too large leaves the emulator as it was, for the next one', async () => {
    const { request } = await tested();
    await request.patch(STATE).send({ accounts: 'x'.repeat(2 * 1024 ** 2) });
    expect((await request.get('/_emulator/health')).status).toBe(200);
  });
});
