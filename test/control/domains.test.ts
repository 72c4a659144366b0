import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Emulator } from '../../emulator/index.js';
import { type Act, callsAt, carriedOut, worldOf } from '../support/random-calls.js';
import { tested } from '../support/requests.js';

const DOMAINS = '/_emulator/domains';

test('a domain comes with a key that opens it alone, and goes with all its users', async () => {
  const { emulator, request } = await tested();
  const made = [await request.post(DOMAINS), await request.post(DOMAINS)];
  expect(made.map(({ status, body }) => [status, body])).toEqual(
    ['d1.test', 'd2.test'].map((name) => [201, { name, apiKey: expect.stringMatching(/^[0-9a-f-]{36}$/) }]),
  );
  const [one, other] = made.map(({ body }) => body);
  const status = async (name: string, key: string) =>
    (await request.post(`/rest/user/test@${name}/status?api-key=${key}`).send({})).status;
  expect(await status(one.name, one.apiKey)).toBe(200);
  expect([await status(other.name, one.apiKey), await status('domain.com', one.apiKey)]).toEqual([403, 403]);
  await request.patch('/_emulator/state').send({ accounts: [{ jid: `test@${one.name}`, password: 't' }] });
  expect((await request.get(`/_emulator/state?domain=${one.name}`)).body).toMatchObject({
    domains: ['d1.test'],
    accounts: [{ jid: 'test@d1.test' }],
    sessions: [{ jid: 'test@d1.test/tigase-external' }],
  });

  const gone = await request.delete(`${DOMAINS}/${one.name}`);
  expect([gone.status, gone.text]).toEqual([204, '']);
  expect(await status(one.name, one.apiKey)).toBe(403);
  expect(emulator.state()).toMatchObject({ domains: ['domain.com', 'd2.test'], sessions: [] });
  expect((await request.post(DOMAINS)).body.name).toBe('d3.test');
});

test('with a domain its faults go, and what they held up goes on', async () => {
  const { emulator, post } = await tested({ rosters: {} });
  const domain = await emulator.createDomain();
  const { jid } = domain.account('test');
  emulator.addRosterItem(jid, { jid: 'alice@domain.com', subscription: 'both' });
  const alice = emulator.contact('alice@domain.com/a');
  emulator.faults.add({
    match: { domain: domain.name },
    fault: { delayMs: 2 ** 30, presence: { delayMs: 2 ** 30 } },
  });
  emulator.faults.add({ match: { domain: 'domain.com' }, fault: { status: 503 } });
  const slow = post(`${jid}/status`, '{"show":"xa"}').then(({ status }) => status);
  while (emulator.presence(jid).length === 0) await setImmediate();
  await domain.remove();
  expect(await slow).toBe(200);
  await alice.receives({ from: `${jid}/tigase-external`, type: 'unavailable' });
  expect(emulator.faults.list().map(({ match }) => match)).toEqual([{ domain: 'domain.com' }]);
  expect(() => emulator.state(domain.name)).toThrow(
    `there is no domain "${domain.name}": there are domain.com`,
  );
});

test.each([
  ['d1.test', 404, 'there is no domain "d1.test": there are domain.com'],
  [
    'domain.com',
    409,
    'domain.com belongs to the configuration: only a domain that was made while the emulator runs can be removed',
  ],
  ['%E0%A4%A', 404, 'there is no domain'],
])('%s is not removed', async (name, status, detail) => {
  const { request } = await tested();
  const answer = await request.delete(`${DOMAINS}/${name}`);
  expect(answer.status).toBe(status);
  expect(answer.text).toContain(detail.replaceAll('"', '\\"'));
});

/** What concerns no others by intent. */
const WITHIN: readonly Act['what'][] = [
  ...(['status', 'statusGone', 'makeAccount', 'changePassword', 'removeAccount', 'resetDomain'] as const),
  ...(['connect', 'leave', 'message', 'subscribe', 'setRosterItem', 'store', 'presence'] as const),
];

/** What there is at a domain, but for its times and the numbers that are the server's. */
const seenAt = (emulator: Emulator, domain: string) => ({
  ...emulator.state(domain),
  domains: undefined,
  sessions: emulator.state(domain).sessions.map(({ since, ...session }) => session),
});

test('whatever happens at one domain, another is as it would be without', async () => {
  const [one, other] = [callsAt(['d1.test'], WITHIN), callsAt(['d2.test'], WITHIN)];
  const mixed = fc.array(fc.oneof(one, other), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(mixed, async (acts) => {
      const worldWith = async () => {
        const there = await tested();
        for (let count = 0; count < 2; count += 1) {
          const domain = await there.emulator.createDomain();
          for (const local of ['test', 'alice']) domain.account(local);
        }
        return there;
      };
      const [both, alone] = [await worldWith(), await worldWith()];
      const received = new Map<string, string[]>();
      for (const [there, isMade] of [
        [both, () => true],
        [alone, ({ user }: Act) => user.endsWith('d1.test')],
      ] as const) {
        const worlds = new Map(['d1.test', 'd2.test'].map((domain) => [domain, worldOf(there)]));
        for (const act of acts.filter(isMade)) {
          const world = worlds.get(act.user.split('@')[1] ?? '');
          if (world !== undefined) await carriedOut(world, [act]);
        }
        const clients = worlds.get('d1.test')?.clients ?? [];
        received.set(
          there === both ? 'both' : 'alone',
          clients.map((client) => [client.ended, ...client.received].join('\n')),
        );
      }
      expect(seenAt(both.emulator, 'd1.test')).toEqual(seenAt(alone.emulator, 'd1.test'));
      expect(received.get('both')).toEqual(received.get('alone'));
      for (const { emulator } of [both, alone]) await emulator.stop();
    }),
    { numRuns: 100 },
  );
}, 60_000);
