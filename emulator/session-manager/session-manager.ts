import { bareJid, comparable, type FullJid, fullJid, isSameJid } from '../jid.js';
import type { Release } from '../release.js';
import type { Account, Accounts } from './accounts.js';
import { EventStream, type SessionEnd, type SessionEvent } from './events.js';
import { unavailablePresence } from './presence.js';
import { ExternalSession, type Session } from './session.js';
import type { UserStatusCommand, UserStatusRefusal, UserStatusResult } from './user-status.js';

export interface SessionManagerOptions {
  readonly release: Release;
  /** The virtual hosts. */
  readonly domains: readonly string[];
  /** The host name of the server, whose users are the server's own too. */
  readonly clusterNode: string;
  /** The bare JIDs of the components that may send USER_STATUS commands. */
  readonly trusted: readonly string[];
  readonly accounts: Accounts;
  /** Told what a listener of the events threw. */
  readonly onListenerError: (error: unknown) => void;
}

/** A user's sessions by resource, both compared without regard to letter case. */
type Sessions = Map<string, Session>;

/** Whatever else may stand in a local part, Tigase refuses these (recordings "local part"). */
const ILLEGAL_IN_LOCAL_PART = /[\t\n\v\f\r &()[\]]/;

/**
 * Tigase's session manager: who is connected, and with what presence. It knows neither HTTP nor sockets; what it
 * does is told through {@link events}.
 */
export class SessionManager {
  readonly events: EventStream<SessionEvent>;
  readonly accounts: Accounts;
  private readonly users = new Map<string, Sessions>();
  private readonly domains: Set<string>;
  private readonly trusted: Set<string>;

  constructor(private readonly options: SessionManagerOptions) {
    this.events = new EventStream(options.onListenerError);
    this.accounts = options.accounts;
    // Besides its virtual hosts Tigase serves its own host name and `default` (recordings "domain").
    this.domains = new Set([...options.domains, options.clusterNode, 'default'].map(comparable));
    this.trusted = new Set(options.trusted.map(comparable));
  }

  /** The virtual hosts, as configured. */
  get virtualHosts(): readonly string[] {
    return this.options.domains;
  }

  /** Whether a domain is one of the server's own, in whatever letter case. */
  serves(domain: string): boolean {
    return this.domains.has(comparable(domain));
  }

  /** Removes an account with all that is kept for it; `undefined` where there is none. */
  removeAccount(jid: string): Account | undefined {
    const account = this.accounts.get(jid);
    this.accounts.remove(jid);
    return account;
  }

  /** Every session, a user's together. */
  *sessions(): Generator<Session> {
    for (const sessions of this.users.values()) yield* sessions.values();
  }

  /** The sessions of the user with this bare JID. */
  sessionsOf(user: string): Session[] {
    return [...(this.users.get(comparable(user))?.values() ?? [])];
  }

  /**
   * Carries out a USER_STATUS command: opens an external session or changes its presence, or closes it.
   * Source: recordings "state", "state 2", "local part", "domain" and those of 8.3 without trust.
   */
  setUserStatus(command: UserStatusCommand): UserStatusResult {
    const refusal = this.refusalOf(command);
    if (refusal !== undefined) return { success: false, refusal };
    return command.available ? this.setExternal(command) : this.removeExternal(command);
  }

  private refusalOf({ from, jid }: UserStatusCommand): UserStatusRefusal | undefined {
    if (!this.trusted.has(comparable(from))) return 'not-trusted';
    if (!this.serves(jid.domain)) return 'domain-not-served';
    const blankPasses = this.options.release.blankLocalPart && jid.local.trim() === '';
    return ILLEGAL_IN_LOCAL_PART.test(jid.local) && !blankPasses ? 'illegal-local-part' : undefined;
  }

  private setExternal(command: UserStatusCommand): UserStatusResult {
    const there = this.find(command.jid);
    if (there instanceof ExternalSession && isSameJid(there.jid, command.jid)) {
      there.change(command);
      this.tellPresence(there);
      return { success: true };
    }
    if (there !== undefined) this.close(there, 'replaced');
    const session = new ExternalSession(command, this.options.release.version);
    this.open(session);
    this.tellPresence(session);
    return there === undefined ? { success: true } : { success: true, replaced: fullJid(there.jid) };
  }

  /**
   * Tigase keeps an external session under a hash of the full JID as it was spelled, and a user's resources without
   * regard to letter case: another spelling can't change or remove a session, but takes its resource ("state 2").
   */
  private removeExternal({ jid }: UserStatusCommand): UserStatusResult {
    const there = this.find(jid);
    if (!(there instanceof ExternalSession && isSameJid(there.jid, jid))) {
      return { success: false, refusal: 'no-session' };
    }
    this.close(there, 'removed');
    return { success: true };
  }

  /** The session on a resource, however its JID is spelled. */
  private find(jid: FullJid): Session | undefined {
    return this.users.get(comparable(bareJid(jid)))?.get(comparable(jid.resource));
  }

  private open(session: Session): void {
    const user = comparable(bareJid(session.jid));
    const sessions: Sessions = this.users.get(user) ?? new Map();
    sessions.set(comparable(session.jid.resource), session);
    this.users.set(user, sessions);
    this.events.emit(() => ({ type: 'session-opened', session }));
  }

  private close(session: Session, end: SessionEnd): void {
    const user = comparable(bareJid(session.jid));
    const sessions = this.users.get(user);
    sessions?.delete(comparable(session.jid.resource));
    if (sessions?.size === 0) this.users.delete(user);
    const { presence } = session;
    if (presence !== undefined) {
      this.events.emit(() => ({ type: 'presence', session, stanza: unavailablePresence(presence) }));
    }
    this.events.emit(() => ({ type: 'session-closed', session, end }));
  }

  private tellPresence(session: ExternalSession): void {
    this.events.emit(() => ({ type: 'presence', session, stanza: session.presence }));
  }
}
