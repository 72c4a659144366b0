import { describe, expect, test } from 'vitest';
import { type Emulator, type EmulatorOptions, UsageError } from '../../emulator/index.js';
import { tested } from '../support/requests.js';
import { presencesTo, pushesTo } from '../support/stanzas.js';

const ALICE = 'alice@domain.com';
const BOB = 'bob@domain.com';
const CAROL = 'carol@domain.com';
const accounts = [ALICE, BOB].map((jid) => ({ jid, password: 'x' }));

const started = async (options: EmulatorOptions = {}): Promise<Emulator> =>
  (await tested({ accounts, ...options })).emulator;

/** A user's roster, a line an item. */
function rosterOf(emulator: Emulator, user: string): string[] | undefined {
  const account = emulator.state().accounts.find(({ jid }) => jid === user);
  return account?.roster.map(({ jid, subscription }) => `${jid} ${subscription}`);
}

describe('an account that is added', () => {
  test('can log in, without contacts', async () => {
    const emulator = await started();
    emulator.addAccount({ jid: CAROL, password: 'x' });
    expect(emulator.state().accounts.at(-1)).toEqual({
      jid: CAROL,
      admin: false,
      roster: [],
      offlineMessages: 0,
    });
    const carol = emulator.contact(`${CAROL}/home`);
    expect(carol.received.map(({ attrs }) => attrs.from)).toEqual([carol.jid]);
  });

  test.each([
    [{ jid: ALICE, password: 'y' }, 'jid: there is an account alice@domain.com already'],
    [{ jid: 'Alice@Domain.com', password: 'y' }, 'jid: there is an account Alice@Domain.com already'],
    [
      { jid: 'carol', password: 'x' },
      'jid: "carol" is no bare JID: write local@domain, such as test@domain.com',
    ],
    [
      { jid: `${CAROL}/home`, password: 'x' },
      'jid: "carol@domain.com/home" is no bare JID: write local@domain, such as test@domain.com',
    ],
  ])('as %o is refused', async (account, text) => {
    const emulator = await started();
    const before = emulator.state();
    expect(() => emulator.addAccount(account)).toThrow(text);
    expect(emulator.state()).toEqual(before);
  });
});

describe('a roster item that is added', () => {
  test.each([
    ['none', 'none', [], []],
    ['to', 'from', ['bob@domain.com/home available'], []],
    ['from', 'to', [], ['alice@domain.com/home available']],
    ['both', 'both', ['bob@domain.com/home available'], ['alice@domain.com/home available']],
  ] as const)(
    'as %s shows as %s on the other side, and brings presence at once',
    async (subscription, other, toAlice, toBob) => {
      const emulator = await started();
      const [alice, bob] = [emulator.contact(`${ALICE}/home`), emulator.contact(`${BOB}/home`)];
      emulator.addRosterItem(ALICE, { jid: BOB, name: 'Bob', subscription, groups: ['Friends'] });
      expect(rosterOf(emulator, ALICE)).toEqual([`bob@domain.com ${subscription}`]);
      expect(rosterOf(emulator, BOB)).toEqual([`alice@domain.com ${other}`]);
      const item = `<item jid="bob@domain.com" name="Bob" subscription="${subscription}"><group>Friends</group></item>`;
      expect(pushesTo(alice)).toEqual([item]);
      expect(pushesTo(bob)).toEqual([`<item jid="alice@domain.com" subscription="${other}"/>`]);
      expect(presencesTo(alice)).toEqual(toAlice);
      expect(presencesTo(bob)).toEqual(toBob);
    },
  );

  test('is told to every client of both, with every session of the other', async () => {
    const { emulator, post } = await tested({ accounts });
    await post(`${BOB}/status`, '{"show":"xa"}');
    const alice = ['home', 'phone'].map((resource) => emulator.contact(`${ALICE}/${resource}`));
    const bob = emulator.contact(`${BOB}/home`);
    emulator.addRosterItem(ALICE, { jid: BOB, subscription: 'to' });
    for (const client of alice) {
      expect(pushesTo(client)).toEqual(['<item jid="bob@domain.com" subscription="to"/>']);
      const others = presencesTo(client).filter((line) => line.startsWith(BOB));
      expect(others).toEqual(['bob@domain.com/tigase-external available', 'bob@domain.com/home available']);
    }
    await post(`${BOB}/status`, '{"show":"dnd"}');
    await alice[0]?.receives({ from: BOB, show: 'dnd' });
    expect(presencesTo(bob)).not.toContain('alice@domain.com/home available');
  });

  test('replaces what was there of the contact, and keeps the name that the contact has for the user', async () => {
    const emulator = await started({
      rosters: {
        [ALICE]: [{ jid: BOB, name: 'Bobby' }],
        [BOB]: [{ jid: ALICE, name: 'Al', groups: ['Work'] }],
      },
    });
    emulator.addRosterItem(ALICE, { jid: BOB, subscription: 'to' });
    const [alice, bob] = emulator.state().accounts;
    const common = { ask: null, groups: [] };
    expect(alice?.roster).toEqual([{ ...common, jid: BOB, name: null, subscription: 'to' }]);
    expect(bob?.roster).toEqual([
      { ...common, jid: ALICE, name: 'Al', subscription: 'from', groups: ['Work'] },
    ]);
  });

  test('may be someone without an account', async () => {
    const emulator = await started();
    const alice = emulator.contact(ALICE);
    emulator.addRosterItem(ALICE, { jid: CAROL, subscription: 'both' });
    expect(rosterOf(emulator, ALICE)).toEqual(['carol@domain.com both']);
    expect(pushesTo(alice)).toEqual(['<item jid="carol@domain.com" subscription="both"/>']);
  });

  const mutual = 'mutual' as 'both';
  test.each([
    [CAROL, { jid: BOB }, 'there is no account carol@domain.com: add it to accounts, or with addAccount'],
    ['alice', { jid: BOB }, '"alice" is no JID: write local@domain, such as alice@domain.com'],
    [
      ALICE,
      { jid: BOB, subscription: mutual },
      'subscription: found "mutual", expected one of none, to, from, both',
    ],
    [ALICE, { jid: 'bob' }, 'jid: "bob" is no bare JID: write local@domain, such as test@domain.com'],
  ])('to %s as %o is refused', async (user, item, text) => {
    const emulator = await started();
    const alice = emulator.contact(ALICE);
    expect(() => emulator.addRosterItem(user, item)).toThrow(new UsageError(text));
    expect(rosterOf(emulator, ALICE)).toEqual([]);
    expect(pushesTo(alice)).toEqual([]);
  });
});

describe('configured rosters', () => {
  test('give the contact its side where its roster names none', async () => {
    const emulator = await started({
      rosters: {
        [ALICE]: [
          { jid: BOB, name: 'Bob', subscription: 'to' },
          { jid: CAROL, subscription: 'both' },
        ],
      },
    });
    expect(rosterOf(emulator, ALICE)).toEqual(['bob@domain.com to', 'carol@domain.com both']);
    expect(rosterOf(emulator, BOB)).toEqual(['alice@domain.com from']);
    const [alice, bob] = [emulator.contact(ALICE), emulator.contact(BOB)];
    expect(presencesTo(alice)).toEqual([`${bob.jid} available`]);
    expect(presencesTo(bob)).toEqual([]);
  });

  test('keep the side that the contact names, whoever comes first', async () => {
    const emulator = await started({
      rosters: { [ALICE]: [{ jid: 'Bob@domain.com', subscription: 'both' }], [BOB]: [{ jid: ALICE }] },
    });
    expect(rosterOf(emulator, ALICE)).toEqual(['Bob@domain.com both']);
    expect(rosterOf(emulator, BOB)).toEqual(['alice@domain.com none']);
  });

  test('that differ are set right by the server as someone asks again (RFC 6121, section 3.1.3)', async () => {
    const emulator = await started({
      rosters: { [ALICE]: [{ jid: BOB, subscription: 'from' }], [BOB]: [{ jid: ALICE }] },
    });
    const [alice, bob] = [emulator.contact(`${ALICE}/home`), emulator.contact(BOB)];
    bob.send(`<presence type='subscribe' to='${ALICE}'/>`);
    expect(rosterOf(emulator, BOB)).toEqual(['alice@domain.com to']);
    expect(presencesTo(bob)).toEqual(['alice@domain.com subscribed', 'alice@domain.com/home available']);
    expect(presencesTo(alice)).toEqual([]);
  });
});

test('a first presence brings the presence of the contacts to all clients of the user, a status too', async () => {
  const { emulator, post } = await tested({
    accounts,
    rosters: { [ALICE]: [{ jid: BOB, subscription: 'to' }] },
  });
  emulator.contact(`${BOB}/home`);
  const alice = emulator.contact(`${ALICE}/home`);
  const bobs = () => presencesTo(alice).filter((line) => line.startsWith(BOB)).length;
  expect(bobs()).toBe(1);
  emulator.contact(`${ALICE}/phone`);
  expect(bobs()).toBe(2); // recording "message to two clients of one priority"
  await post(`${ALICE}/status`, '{}');
  expect(bobs()).toBe(3); // recording "contact withdraws the subscription while external is set"
  await post(`${ALICE}/status`, '{"show":"xa"}');
  alice.send('<presence><show>xa</show></presence>');
  expect(bobs()).toBe(3);
});

test('a presence of an unknown type is none that brings the presence of contacts', async () => {
  const emulator = await started({ rosters: { [ALICE]: [{ jid: BOB, subscription: 'to' }] } });
  emulator.contact(`${BOB}/home`);
  const alice = emulator.contact(`${ALICE}/home`, { available: false });
  alice.send('<presence type="odd"/>');
  expect(presencesTo(alice)).toEqual([]);
  alice.send('<presence/>');
  expect(presencesTo(alice)).toEqual([`${BOB}/home available`]);
});

test('a probe for a resource brings its presence alone', async () => {
  const emulator = await started({ rosters: { [ALICE]: [{ jid: BOB, subscription: 'to' }] } });
  for (const resource of ['home', 'phone']) emulator.contact(`${BOB}/${resource}`);
  const alice = emulator.contact(`${ALICE}/home`);
  const before = presencesTo(alice).length;
  alice.send(`<presence type="probe" to="${BOB}/PHONE"/>`);
  expect(presencesTo(alice).slice(before)).toEqual([`${BOB}/phone available`]);
  alice.send(`<presence type="probe" to="${BOB}"/>`);
  expect(presencesTo(alice).slice(before + 1)).toEqual([`${BOB}/home available`, `${BOB}/phone available`]);
});

test('a client that was available with a negative priority takes no presence from elsewhere after it', async () => {
  const emulator = await started({ rosters: { [ALICE]: [{ jid: BOB, subscription: 'to' }] } });
  const [home, phone] = ['home', 'phone'].map((resource) => emulator.contact(`${ALICE}/${resource}`));
  if (home === undefined || phone === undefined) throw new Error('too few');
  phone.send('<presence><priority>-5</priority></presence>');
  phone.send('<presence type="unavailable"/>');
  emulator.contact(`${BOB}/home`);
  const bobs = (contact: typeof home) => presencesTo(contact).filter((line) => line.startsWith(BOB));
  expect([bobs(home), bobs(phone)]).toEqual([[`${BOB}/home available`], []]);
});

test('a session that has sent no presence shows none', async () => {
  const emulator = await started();
  emulator.contact(`${ALICE}/home`, { available: false });
  expect(emulator.state().sessions).toMatchObject([
    { available: false, priority: 0, show: null, status: null, activity: null },
  ]);
});

describe('subscriptions that the library changes', () => {
  test('put a request before who is there', async () => {
    const emulator = await started();
    const bob = emulator.contact(BOB);
    emulator.addRosterItem(ALICE, { jid: BOB, ask: 'subscribe' });
    expect(presencesTo(bob)).toEqual([`${ALICE} subscribe`]);
  });

  test('settle a request that waits, for good', async () => {
    const emulator = await started();
    emulator.contact(BOB).send(`<presence type="subscribe" to="${ALICE}"/>`);
    emulator.addRosterItem(ALICE, { jid: BOB, subscription: 'from' });
    const types = emulator.contact(ALICE).received.map(({ attrs }) => attrs.type);
    expect(types).not.toContain('subscribe');
  });

  test.each(['while the emulator runs', 'in the configuration'])(
    'ask the contact where they say so %s',
    async (when) => {
      const item = { jid: BOB, ask: 'subscribe' } as const;
      const configured = when === 'in the configuration';
      const emulator = await started(configured ? { rosters: { [ALICE]: [item] } } : {});
      if (!configured) emulator.addRosterItem(ALICE, item);
      const bob = emulator.contact(BOB);
      await bob.receives({ kind: 'presence', type: 'subscribe', from: ALICE });
      bob.send(`<presence type="subscribed" to="${ALICE}"/>`);
      expect(rosterOf(emulator, ALICE)).toEqual(['bob@domain.com to']);
      expect(rosterOf(emulator, BOB)).toEqual(['alice@domain.com from']);
    },
  );

  test('take back the presence of who may no longer be seen', async () => {
    const emulator = await started();
    emulator.addRosterItem(ALICE, { jid: BOB, subscription: 'both' });
    const [alice, bob] = [emulator.contact(ALICE), emulator.contact(BOB)];
    emulator.addRosterItem(ALICE, { jid: BOB, subscription: 'none' });
    await alice.receives({ from: bob.jid, type: 'unavailable' });
    await bob.receives({ from: alice.jid, type: 'unavailable' });
  });

  test('are not with oneself', async () => {
    const emulator = await started();
    expect(() => emulator.addRosterItem(ALICE, { jid: ALICE, subscription: 'both' })).toThrow(
      new UsageError("jid: alice@domain.com can't be a contact of its own"),
    );
  });
});

test('a request waits for a client that has not been available yet, an answer does not', async () => {
  const emulator = await started();
  const [alice, bob] = [emulator.contact(ALICE), emulator.contact(BOB, { available: false })];
  alice.send(`<presence type="subscribe" to="${BOB}"/>`);
  expect(presencesTo(bob)).toEqual([]);
  bob.send('<presence/>');
  expect(presencesTo(bob)).toEqual([`${ALICE} subscribe`]);
  const hidden = emulator.contact(`${ALICE}/hidden`, { available: false });
  bob.send(`<presence type="subscribed" to="${ALICE}"/>`);
  expect(presencesTo(hidden)).toContain(`${BOB} subscribed`);
});

test('a request reaches a client that is unavailable for a while', async () => {
  const emulator = await started();
  const [alice, bob] = [emulator.contact(ALICE), emulator.contact(BOB)];
  alice.send('<presence type="unavailable"/>');
  bob.send(`<presence type="subscribe" to="${ALICE}"/>`);
  await alice.receives({ type: 'subscribe', from: BOB });
});

test('a request to another server stands on the roster, and comes back', async () => {
  const emulator = await started();
  const alice = emulator.contact(ALICE);
  alice.send('<presence type="subscribe" to="x@other.example"/>');
  const told = alice.received.slice(-2).map(({ name, attrs: { type, from } }) => [name, type, from]);
  expect(told).toEqual([
    ['iq', 'set', undefined],
    ['presence', 'error', 'x@other.example'],
  ]);
  expect(pushesTo(alice)).toEqual([
    '<item jid="x@other.example" name="x" ask="subscribe" subscription="none"/>',
  ]);
  alice.send('<presence type="subscribed" to="y@other.example"/>'); // who did not ask
  expect(alice.received.at(-1)?.attrs.from).toBe('x@other.example');
  alice.send('<presence type="unsubscribe" to="x@other.example"/>');
  expect(pushesTo(alice)).toHaveLength(2);
  expect(rosterOf(emulator, ALICE)).toContain('x@other.example none');
});
