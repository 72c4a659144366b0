import { comparable, partsOf } from '../jid.js';
import { jsonItems } from '../json-pieces.js';
import type { ReleaseName } from '../release.js';
import type { Account } from '../session-manager/accounts.js';
import type { RosterItem } from '../session-manager/roster.js';
import { type SessionView, type StillSession, sessionView } from '../session-manager/session.js';
import type { SessionManager } from '../session-manager/session-manager.js';

/** An account. */
export interface AccountState {
  /** The bare JID. */
  readonly jid: string;
  /** Whether it may use what Tigase keeps for admins. */
  readonly admin: boolean;
  /** The contacts. */
  readonly roster: readonly RosterItem[];
  /** How many messages wait for the user. */
  readonly offlineMessages: number;
}

/** A session as the state lists it: its full JID says the resource. */
export type SessionState = Omit<SessionView, 'resource'>;

/** What an emulator holds, as the control interface's `GET state` has it. */
export interface State {
  /** The release that is emulated. */
  readonly release: ReleaseName;
  /** The virtual hosts. */
  readonly domains: readonly string[];
  /** Every account. */
  readonly accounts: readonly AccountState[];
  /** Every session, in the order in which they were opened. */
  readonly sessions: readonly SessionState[];
}

/** What a state is made of; it is taken at once, and does not change until somebody gets to it. */
interface StateSource {
  readonly release: ReleaseName;
  readonly domains: readonly string[];
  readonly accounts: readonly AccountState[];
  readonly sessions: readonly StillSession[];
}

/** The state of an emulator; with a domain, what belongs to that virtual host. */
export function stateOf(release: ReleaseName, manager: SessionManager, domain?: string): State {
  const { domains, accounts, sessions } = sourceOf(release, manager, domain);
  return { release, domains, accounts, sessions: sessions.map(sessionState) };
}

/** The same as JSON, in pieces: of many sessions it is long, and others want to be answered in between. */
export function stateJson(release: ReleaseName, manager: SessionManager, domain?: string): Iterable<string> {
  return piecesOf(sourceOf(release, manager, domain));
}

function* piecesOf({ release, domains, accounts, sessions }: StateSource): Generator<string> {
  yield `{"release":${JSON.stringify(release)},"domains":${JSON.stringify(domains)},"accounts":[`;
  yield* jsonItems(accounts, (account) => account);
  yield '],"sessions":[';
  yield* jsonItems(sessions, sessionState);
  yield ']}';
}

function sourceOf(release: ReleaseName, manager: SessionManager, domain: string | undefined): StateSource {
  const wanted = domain === undefined ? undefined : comparable(domain);
  const within = (name: string) => wanted === undefined || comparable(name) === wanted;
  const all = manager.sessions();
  const sessions = wanted === undefined ? all : all.filter(({ jid }) => within(jid.domain));
  return {
    release,
    domains: manager.virtualHosts.filter(within),
    accounts: Array.from(manager.accounts)
      .filter(({ jid }) => within(partsOf(jid).domain))
      .map(accountState),
    sessions: sessions.map((session) => session.still()),
  };
}

function accountState({ jid, admin, roster, offlineMessages }: Account): AccountState {
  return { jid, admin, roster: Array.from(roster), offlineMessages: offlineMessages.length };
}

function sessionState(session: StillSession): SessionState {
  const { resource, ...view } = sessionView(session);
  return view;
}
