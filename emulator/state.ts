import { comparable, partsOf } from './jid.js';
import type { RosterItem } from './session-manager/roster.js';
import { type SessionView, sessionView } from './session-manager/session.js';
import type { SessionManager } from './session-manager/session-manager.js';

export interface AccountState {
  /** The bare JID. */
  readonly jid: string;
  readonly admin: boolean;
  readonly roster: readonly RosterItem[];
  /** How many messages wait for the user. */
  readonly offlineMessages: number;
}

/** What an emulator holds: see the control interface's `GET state`. */
export interface State {
  readonly release: string;
  readonly domains: readonly string[];
  readonly accounts: readonly AccountState[];
  readonly sessions: readonly Omit<SessionView, 'resource'>[];
}

/** The state of an emulator; with a domain, what belongs to that virtual host. */
export function stateOf(release: string, manager: SessionManager, domain?: string): State {
  const within = (name: string) => domain === undefined || comparable(name) === comparable(domain);
  return {
    release,
    domains: manager.virtualHosts.filter(within),
    accounts: Array.from(manager.accounts)
      .filter(({ jid }) => within(partsOf(jid).domain))
      .map(({ jid, admin, roster, offlineMessages }) => ({
        jid,
        admin,
        roster: Array.from(roster),
        offlineMessages: offlineMessages.length,
      })),
    sessions: Array.from(manager.sessions())
      .filter(({ jid }) => within(jid.domain))
      .map((session) => {
        const { resource, ...view } = sessionView(session);
        return view;
      }),
  };
}
