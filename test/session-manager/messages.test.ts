import { describe, expect, test } from 'vitest';
import type { EmulatorOptions } from '../../emulator/index.js';
import { type Tested, tested } from '../support/requests.js';
import { messagesTo, presencesTo } from '../support/stanzas.js';

const TEST = 'test@domain.com';
const ALICE = 'alice@domain.com';

const admin = { user: 'admin@domain.com', pass: 'admin' };

async function setStatus({ post }: Tested, user: string, change: object): Promise<void> {
  const { body } = await post(`${user}/status`, JSON.stringify(change)).auth(admin.user, admin.pass);
  expect(body.status.success).toBe(true);
}

/** An emulator with alice there, and what she says to test. */
async function chat(options: EmulatorOptions = {}) {
  const server = await tested(options);
  const alice = server.emulator.contact(`${ALICE}/home`);
  let sent = 0;
  const say = (to: string, type: string, body = type) => {
    sent += 1;
    const address = to === '' ? '' : ` to='${to}'`;
    alice.send(`<message id='m${sent}'${address} type='${type}'><body>${body}</body></message>`);
  };
  return { server, emulator: server.emulator, alice, say };
}

describe('a message to nobody there', () => {
  test('waits, is counted, and comes once, with the time at which it was sent', async () => {
    const { emulator, say } = await chat();
    const counted = () => emulator.state().accounts.find(({ jid }) => jid === TEST)?.offlineMessages;
    const before = Date.now();
    say(TEST, 'chat', 'one');
    say(`${TEST}/gone`, 'chat', 'two');
    expect(counted()).toBe(2);
    const test = emulator.contact(TEST);
    const message = await test.receives({ kind: 'message', body: 'one', from: `${ALICE}/home`, to: TEST });
    const delay = message.getChild('delay', 'urn:xmpp:delay');
    expect(delay?.attrs.from).toBe('domain.com');
    expect(delay?.getText()).toBe('Offline Storage - localhost');
    const stamp = Date.parse(delay?.attrs.stamp);
    expect(stamp).toBeGreaterThanOrEqual(before);
    expect(stamp).toBeLessThanOrEqual(Date.now());
    expect(messagesTo(test)).toEqual(['one', 'two']);
    expect(counted()).toBe(0);
    test.leave();
    const [again, phone] = [emulator.contact(TEST), emulator.contact(TEST)];
    expect([...messagesTo(again), ...messagesTo(phone)]).toEqual([]);
  });

  test('waits only where it is one that people wrote', async () => {
    const { emulator, say, alice } = await chat();
    for (const type of ['normal', 'chat', 'headline', 'groupchat', 'error']) say(TEST, type);
    alice.send(`<message to='${TEST}'><body>typeless</body></message>`);
    alice.send(`<message to='${TEST}' type='chat'><composing/></message>`);
    expect(messagesTo(emulator.contact(TEST))).toEqual(['normal', 'chat', 'typeless']);
  });

  test('waits where it names a resource and nobody is there at all, whatever its type', async () => {
    const { emulator, say, alice } = await chat();
    say(`${TEST}/gone`, 'normal');
    expect(messagesTo(emulator.contact(TEST))).toEqual(['normal']);
    expect(messagesTo(alice)).toEqual([]);
  });

  test.each(['0', '5', 'high'])('goes to an external session of the priority %s', async (priority) => {
    const { server, emulator, say, alice } = await chat({ release: '8.3' });
    await setStatus(server, TEST, { priority });
    say(TEST, 'chat');
    expect(messagesTo(alice)).toEqual([`error for m1 from ${TEST}/tigase-external`]);
    expect(messagesTo(emulator.contact(TEST))).toEqual([]);
  });

  test('waits for a client whose priority is not negative', async () => {
    const { server, emulator, say } = await chat();
    await setStatus(server, TEST, { priority: '-1' });
    say(TEST, 'chat', 'one');
    const first = emulator.contact(TEST);
    expect(messagesTo(first)).toEqual(['one']);
    first.send('<presence><priority>-5</priority></presence>');
    say(TEST, 'chat', 'two');
    expect(messagesTo(first)).toEqual(['one']);
    first.send('<presence><priority>1</priority></presence>');
    // As recorded: once a session ("message when the live client is negative too").
    expect(messagesTo(first)).toEqual(['one']);
    expect(messagesTo(emulator.contact(TEST))).toEqual(['two']);
  });

  test('is lost where the user has no account', async () => {
    const { emulator, alice, say } = await chat();
    say('carol@domain.com', 'chat');
    expect(messagesTo(alice)).toEqual([]);
    emulator.addAccount({ jid: 'carol@domain.com', password: 'x' });
    expect(messagesTo(emulator.contact('carol@domain.com'))).toEqual([]);
  });
});

describe('a message to clients', () => {
  async function threeClients() {
    const { emulator, alice, say } = await chat();
    const [home, desk, phone] = ['home', 'desk', 'phone'].map((name) => emulator.contact(`${TEST}/${name}`));
    if (home === undefined || desk === undefined || phone === undefined) throw new Error('too few');
    desk.send('<presence><priority>5</priority></presence>');
    phone.send('<presence><priority>-1</priority></presence>');
    const got = () => [home, desk, phone].map(messagesTo);
    return { alice, say, got, home, desk, phone };
  }

  test('reaches all with a priority that is not negative, at the bare JID', async () => {
    const { say, got } = await threeClients();
    for (const type of ['chat', 'normal', 'headline']) say(TEST, type);
    const all = ['chat', 'normal', 'headline'];
    expect(got()).toEqual([all, all, []]);
  });

  test('is lost where it is an error to the bare JID', async () => {
    const { alice, say, got } = await threeClients();
    say(TEST, 'error');
    expect(got()).toEqual([[], [], []]);
    expect(messagesTo(alice)).toEqual([]);
  });

  test('reaches none that is not available, at the bare JID', async () => {
    const { say, got, home } = await threeClients();
    home.send(`<presence type='unavailable'/>`);
    say(TEST, 'chat');
    expect(got()).toEqual([[], ['chat'], []]);
  });

  test('reaches the one that is named, whatever its priority and letter case', async () => {
    const { say, got } = await threeClients();
    say(`${TEST}/phone`, 'chat', 'one');
    say(`${TEST}/PHONE`, 'headline', 'two');
    expect(got()).toEqual([[], [], ['one', 'two']]);
  });

  test('goes on to the others where the one that is named is gone, if it is chat', async () => {
    const { alice, say, got } = await threeClients();
    say(`${TEST}/gone`, 'chat');
    say(`${TEST}/gone`, 'headline');
    say(`${TEST}/gone`, 'error');
    expect(got()).toEqual([['chat'], ['chat'], []]);
    expect(messagesTo(alice)).toEqual(['error for m2 from test@domain.com/gone']);
    const error = await alice.receives({ kind: 'message', type: 'error' });
    expect(error.getChild('error')?.getChild('recipient-unavailable')).toBeDefined();
  });
});

describe('directed presence', () => {
  const withPresence = async () => {
    const { emulator } = await tested({ rosters: {} });
    const [alice, bob] = [ALICE, 'bob@domain.com'].map((jid) => emulator.contact(`${jid}/home`));
    const phone = emulator.contact('bob@domain.com/phone');
    if (alice === undefined || bob === undefined) throw new Error('too few');
    const told = (...contacts: (typeof alice)[]) =>
      contacts.map((contact) => presencesTo(contact).filter((line) => line.startsWith(ALICE)));
    return { emulator, alice, bob, phone, told };
  };
  const [available, unavailable] = ['available', 'unavailable'].map((type) => `${ALICE}/home ${type}`);

  test('reaches the one whom it names, who is told as the sender leaves', async () => {
    const { alice, bob, phone, told } = await withPresence();
    alice.send(`<presence to='bob@domain.com/home'><show>xa</show></presence>`);
    expect(told(bob, phone)).toEqual([[available], []]);
    await bob.receives({ from: alice.jid, to: 'bob@domain.com/home', show: 'xa' });
    alice.send(`<presence><show>dnd</show></presence>`);
    expect(told(bob, phone)).toEqual([[available], []]);
    alice.leave();
    expect(told(bob, phone)).toEqual([[available, unavailable], []]);
  });

  test('reaches every client at the bare JID', async () => {
    const { alice, bob, phone, told } = await withPresence();
    alice.send(`<presence to='bob@domain.com'/>`);
    alice.leave();
    expect(told(bob, phone)).toEqual([
      [available, unavailable],
      [available, unavailable],
    ]);
    expect(bob.received.at(-1)?.attrs.to).toBe('bob@domain.com');
  });

  test('is withdrawn once, as the sender becomes unavailable', async () => {
    const { alice, bob, told } = await withPresence();
    alice.send(`<presence to='bob@domain.com/home'/>`);
    alice.send(`<presence type='unavailable'/>`);
    expect(told(bob)).toEqual([[available, unavailable]]);
    alice.send('<presence/>');
    alice.leave();
    expect(told(bob)).toEqual([[available, unavailable]]);
  });

  test('is withdrawn as the sender becomes unavailable, who told nobody else', async () => {
    const { emulator, bob, told } = await withPresence();
    const hidden = emulator.contact(`${ALICE}/work`, { available: false });
    hidden.send(`<presence to='bob@domain.com/home'/>`);
    hidden.send(`<presence type='unavailable'/>`);
    hidden.leave();
    expect(told(bob)).toEqual([[`${ALICE}/work available`, `${ALICE}/work unavailable`]]);
  });

  test('is withdrawn from a contact whom no broadcast told of the sender', async () => {
    const { emulator, bob, told } = await withPresence();
    const hidden = emulator.contact(`${ALICE}/work`, { available: false });
    emulator.addRosterItem(ALICE, { jid: 'bob@domain.com', subscription: 'from' });
    const [before = []] = told(bob);
    hidden.send(`<presence to='bob@domain.com/home'/>`);
    hidden.leave();
    expect(told(bob)).toEqual([[...before, `${ALICE}/work available`, `${ALICE}/work unavailable`]]);
  });

  test('is withdrawn once, as the sender takes it back', async () => {
    const { alice, bob, told } = await withPresence();
    alice.send(`<presence to='bob@domain.com/home'/>`);
    alice.send(`<presence to='bob@domain.com/home' type='unavailable'/>`);
    alice.leave();
    expect(told(bob)).toEqual([[available, unavailable]]);
  });

  test('is withdrawn once from one who is told of the end anyway', async () => {
    const { emulator, alice, bob, told } = await withPresence();
    emulator.addRosterItem(ALICE, { jid: 'bob@domain.com', subscription: 'from' });
    alice.send(`<presence to='bob@domain.com'/>`);
    alice.leave();
    expect(told(bob)).toEqual([[available, available, unavailable]]);
  });
});

describe('what differs between releases', () => {
  const lost: string[] = [];
  const bounced = (id: string) => [`error for ${id} from ${TEST}/tigase-external`];

  test.each([
    ['documented', bounced],
    ['8.1', bounced],
    ['8.2', bounced],
    ['8.3', bounced],
    ['8.4', () => lost],
  ] as const)('on %s: a message that reaches an external session', async (release, answer) => {
    const { server, alice, say } = await chat({ release });
    await setStatus(server, TEST, { priority: '-1' });
    say(`${TEST}/tigase-external`, 'chat');
    expect(messagesTo(alice)).toEqual(answer('m1'));
    await setStatus(server, TEST, { priority: '5' });
    say(TEST, 'chat');
    expect(messagesTo(alice)).toEqual([...answer('m1'), ...answer('m2')]);
    say(`${TEST}/tigase-external`, 'error');
    expect(messagesTo(alice)).toEqual([...answer('m1'), ...answer('m2')]);
    expect(server.emulator.state().accounts.map(({ offlineMessages }) => offlineMessages)).toEqual([
      0, 0, 0, 0,
    ]);
  });

  test.each([
    ['documented', ['chat']],
    ['8.1', []],
    ['8.2', ['chat']],
    ['8.3', ['chat']],
    ['8.4', ['chat']],
  ] as const)('on %s: a message without an address comes back as %j', async (release, expected) => {
    const { alice, say } = await chat({ release });
    say('', 'chat');
    expect(messagesTo(alice)).toEqual(expected);
    say(ALICE, 'normal');
    expect(messagesTo(alice)).toEqual([...expected, 'normal']);
  });
});
