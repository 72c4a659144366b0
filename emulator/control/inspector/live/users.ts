import type { AccountState, SessionState, State } from '../../../library/state.js';
import type { SessionView } from '../../../session-manager/session.js';
import { get } from '../api/call.js';
import { Store } from '../store.js';
import { throttled } from './throttled.js';

/** Somebody who has an account, or a session, or both. */
export interface User {
  /** The bare JID. */
  readonly jid: string;
  readonly account: AccountState | undefined;
  readonly sessions: readonly SessionState[];
}

export interface Users {
  readonly domains: readonly string[];
  /** In the order of their JIDs, which stays as presence comes and goes. */
  readonly list: readonly User[];
  /** Where each stands in the list, by the bare JID in lower case. */
  readonly places: ReadonlyMap<string, number>;
}

export const users = new Store<Users>({ domains: [], list: [], places: new Map() });

/** From so many users on, reading the state at once is cheaper than reading each of them. */
const MANY = 20;

let changed = new Set<string>();

/** Whose sessions changed while the state was on its way, which may not know it. */
let changedSince = new Set<string>();

export const refreshState: () => void = throttled(async () => {
  changed = new Set();
  changedSince = new Set();
  const { domains, accounts, sessions } = await get<State>('state');
  const byJid = new Map<string, User>();
  for (const account of accounts) byJid.set(keyOf(account.jid), { jid: account.jid, account, sessions: [] });
  for (const session of sessions) {
    const jid = bareJidOf(session.jid);
    const { account, sessions: others = [], ...user } = byJid.get(keyOf(jid)) ?? { jid, account: undefined };
    byJid.set(keyOf(jid), { ...user, account, sessions: [...others, session] });
  }
  users.set(usersOf(domains, Array.from(byJid.values())));
  for (const jid of changedSince) refreshUser(jid);
});

/** A user's sessions are others now. */
export function refreshUser(jid: string): void {
  changed.add(keyOf(jid));
  changedSince.add(keyOf(jid));
  refreshChanged();
}

export function userOf({ list, places }: Users, jid: string): User | undefined {
  const place = places.get(keyOf(jid));
  return place === undefined ? undefined : list[place];
}

const refreshChanged = throttled(async () => {
  const asked = Array.from(changed);
  if (asked.length > MANY) return refreshState();
  changed = new Set();
  const views = await Promise.all(
    asked.map((jid) => get<SessionView[]>(`presence/${encodeURIComponent(jid)}`).catch(() => [])),
  );
  const { domains, list, places } = users.value;
  const next = [...list];
  let isReordered = false;
  for (const [index, jid] of asked.entries()) {
    const sessions = views[index] ?? [];
    const place = places.get(jid);
    const user = place === undefined ? undefined : next[place];
    if (place !== undefined && user !== undefined) next[place] = { ...user, sessions };
    else if (sessions[0]) next.push({ jid: bareJidOf(sessions[0].jid), account: undefined, sessions });
    isReordered ||= place === undefined || (user?.account === undefined && sessions.length === 0);
  }
  if (!isReordered) return users.set({ domains, list: next, places });
  users.set(
    usersOf(
      domains,
      next.filter(({ account, sessions }) => account !== undefined || sessions.length > 0),
    ),
  );
});

function usersOf(domains: readonly string[], list: User[]): Users {
  list.sort((one, other) => (keyOf(one.jid) < keyOf(other.jid) ? -1 : 1));
  return { domains, list, places: new Map(list.map(({ jid }, place) => [keyOf(jid), place])) };
}

/** JIDs are compared in lower case, as Tigase does. */
function keyOf(jid: string): string {
  return jid.toLowerCase();
}

function bareJidOf(jid: string): string {
  return jid.split('/', 1)[0] ?? jid;
}
