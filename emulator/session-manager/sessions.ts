import { bareJid, comparable, type FullJid } from '../jid.js';
import { ClientSession, type Session } from './session.js';

/** The sessions that there are: by user, and a user's by resource, both compared without regard to letter case. */
export class Sessions {
  private readonly users = new Map<string, Map<string, Session>>();
  /** The same sessions, to look at all of them at once: there may be 100,000 users. */
  private readonly every = new Set<Session>();
  /** The users with sessions at domains that may go, which are found without a look at all others. */
  private readonly watched = new Map<string, Set<string>>();

  add(session: Session): void {
    this.every.add(session);
    const user = comparable(bareJid(session.jid));
    const sessions = this.users.get(user) ?? new Map<string, Session>();
    sessions.set(comparable(session.jid.resource), session);
    this.users.set(user, sessions);
    this.watched.get(comparable(session.jid.domain))?.add(user);
  }

  /** Takes a session off; `false` where it was off already. */
  remove(session: Session): boolean {
    if (this.find(session.jid) !== session) return false;
    this.every.delete(session);
    const user = comparable(bareJid(session.jid));
    const sessions = this.users.get(user);
    sessions?.delete(comparable(session.jid.resource));
    if (sessions?.size === 0) {
      this.users.delete(user);
      this.watched.get(comparable(session.jid.domain))?.delete(user);
    }
    return true;
  }

  /** The session on a resource, however its JID is spelled. */
  find(jid: FullJid): Session | undefined {
    return this.users.get(comparable(bareJid(jid)))?.get(comparable(jid.resource));
  }

  /** The sessions of the user with this bare JID. */
  of(user: string): Session[] {
    return [...(this.users.get(comparable(user))?.values() ?? [])];
  }

  /** The user's sessions that stanzas can be handed to. */
  clientsOf(user: string): ClientSession[] {
    return this.of(user).filter((session) => session instanceof ClientSession);
  }

  /** Takes every session off, and gives them. */
  clear(): Session[] {
    const all = this.all();
    this.users.clear();
    this.every.clear();
    for (const users of this.watched.values()) users.clear();
    return all;
  }

  /** Keeps in mind who has sessions at a domain, in lower case, that has none yet. */
  watch(domain: string): void {
    this.watched.set(domain, new Set());
  }

  /** Keeps it in mind no longer, and gives the sessions that there are at the domain. */
  unwatch(domain: string): Session[] {
    const users = [...(this.watched.get(domain) ?? [])];
    this.watched.delete(domain);
    return users.flatMap((user) => this.of(user));
  }

  /** Every session, in the order in which they were added. */
  all(): Session[] {
    return [...this.every];
  }
}
