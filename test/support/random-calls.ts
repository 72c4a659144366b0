import * as fc from 'fast-check';
import { type Contact, UsageError } from '../../emulator/index.js';
import type { Tested } from './requests.js';

/** Something that is called; it may be refused. */
export interface Act {
  readonly what: keyof typeof calls;
  readonly user: string;
  readonly other: string;
  readonly n: number;
}

/** Users at some domains. */
const usersAt = (domains: readonly string[]) =>
  fc
    .tuple(fc.constantFrom('test', 'alice', 'bob', 'carol'), fc.constantFrom(...domains))
    .map(([local, domain]) => `${local}@${domain}`);

export interface World extends Tested {
  readonly clients: Contact[];
}

const clientOf = ({ clients }: World, n: number) => clients.filter(({ ended }) => ended === undefined)[n % 3];

const calls = {
  status: ({ post }: World, { user, n }: Act) =>
    post(
      `${user}/status${['', '/a', '/A', '/b'][n % 4]}`,
      JSON.stringify({ show: ['xa', 'dnd'][n % 2], priority: n - 50 }),
    ),
  statusGone: ({ post }: World, { user, n }: Act) =>
    post(`${user}/status${['', '/a', '/A', '/b'][n % 4]}`, '{"available":"false"}'),
  makeAccount: ({ request }: World, { user }: Act) =>
    request.put(`/rest/user/${user}?api-key=API_KEY`).send({ user: { password: 'p' } }),
  changePassword: ({ request }: World, { user, n }: Act) =>
    request.post(`/rest/user/${user}?api-key=API_KEY`).send({ user: { password: `p${n}` } }),
  removeAccount: ({ request }: World, { user }: Act) => request.delete(`/rest/user/${user}?api-key=API_KEY`),
  addToState: ({ request }: World, { user, other, n }: Act) =>
    request.patch('/_emulator/state').send({
      accounts: n % 2 === 0 ? [{ jid: user, password: 'x', admin: n % 4 === 0 }] : [],
      rosters: {
        [other]: [{ jid: user, subscription: ['both', 'to', 'from', 'none'][n % 4], groups: [`g${n}`] }],
      },
      apiKeys: [{ key: `key-${n}` }],
    }),
  createDomain: ({ request }: World) => request.post('/_emulator/domains'),
  removeDomain: ({ request }: World, { n }: Act) => request.delete(`/_emulator/domains/d${1 + (n % 3)}.test`),
  reset: ({ request }: World) => request.post('/_emulator/reset'),
  resetDomain: ({ request }: World, { other }: Act) =>
    request.post(`/_emulator/reset?domain=${other.split('@')[1]}`),
  clearJournal: ({ request }: World) => request.delete('/_emulator/journal'),
  addFault: ({ request }: World, { user, n }: Act) =>
    request.post('/_emulator/faults').send({
      match: { user },
      fault: [{ presence: 'drop' }, { stream: 'cut' }, { success: false }, { presence: { delayMs: 1 } }][
        n % 4
      ],
      times: 1,
    }),
  restoreAnother: ({ emulator }: World) => emulator.restore(emulator.snapshot()),
  connect: ({ emulator, clients }: World, { user, n }: Act) =>
    void clients.push(emulator.contact(`${user}/${'ab'[n % 2]}`)),
  leave: (world: World, { n }: Act) => clientOf(world, n)?.leave(),
  message: (world: World, { other, n }: Act) =>
    clientOf(world, n)?.send(`<message to="${other}" type="chat"><body>${n}</body></message>`),
  subscribe: (world: World, { other, n }: Act) =>
    clientOf(world, n)?.send(
      `<presence to="${other}" type="${['subscribe', 'subscribed', 'unsubscribe', 'unsubscribed'][n % 4]}"/>`,
    ),
  setRosterItem: (world: World, { other, n }: Act) =>
    clientOf(world, n)?.send(
      `<iq type="set" id="r"><query xmlns="jabber:iq:roster"><item jid="${other}" ${n % 3 === 0 ? 'subscription="remove"' : `name="n${n}"`}/></query></iq>`,
    ),
  store: (world: World, { n }: Act) =>
    clientOf(world, n)?.send(`<iq type="set" id="v"><vCard xmlns="vcard-temp"><FN>${n}</FN></vCard></iq>`),
  presence: (world: World, { n }: Act) =>
    clientOf(world, n)?.send(`<presence><priority>${n - 50}</priority></presence>`),
} as const;

/** Calls that concern users at some domains. */
export function callsAt(
  domains: readonly string[],
  what: readonly Act['what'][] = Object.keys(calls) as Act['what'][],
): fc.Arbitrary<Act> {
  const user = usersAt(domains);
  return fc.record({ what: fc.constantFrom(...what), user, other: user, n: fc.nat(100) });
}

/** A world in which calls are made one after the other. */
export function worldOf(there: Tested): World {
  return { ...there, clients: [] };
}

export async function carriedOut(world: World, acts: readonly Act[]): Promise<void> {
  for (const act of acts) {
    try {
      await calls[act.what](world, act);
    } catch (failure) {
      // in the library what can't be done is an error: there may be no such account
      if (!(failure instanceof UsageError)) throw failure;
    }
  }
}
