import { comparable, fullJid, isLegalLocalPart, isSameJid } from '../jid.js';
import type { Release } from '../release.js';
import { externalPresence } from './presence.js';
import type { Presences } from './presences.js';
import type { Realm } from './realm.js';
import { ExternalSession } from './session.js';
import type { SessionLifecycle } from './session-lifecycle.js';
import type { UserStatusCommand, UserStatusRefusal, UserStatusResult } from './user-status.js';

interface ExternalSessionsOptions {
  readonly release: Release;
  /** The bare JIDs of the components that may send USER_STATUS commands. */
  readonly trusted: readonly string[];
  readonly realm: Realm;
  readonly presences: Presences;
  readonly lifecycle: SessionLifecycle;
}

/** The sessions that the status endpoint keeps for users whose clients are offline. */
export class ExternalSessions {
  private readonly trusted: ReadonlySet<string>;

  constructor(private readonly options: ExternalSessionsOptions) {
    this.trusted = new Set(options.trusted.map(comparable));
  }

  /**
   * Carries out a USER_STATUS command: opens an external session or changes its presence, or closes it.
   * Source: recordings "state", "state 2", "local part", "domain" and those of 8.3 without trust.
   */
  setUserStatus(command: UserStatusCommand): UserStatusResult {
    const refused = this.refusalOf(command);
    if (refused !== undefined) return { success: false, refusal: refused };
    const { events } = this.options.realm;
    const first = events.count;
    const { success, refusal, replaced } = command.available
      ? this.setExternal(command)
      : this.removeExternal(command);
    return { success, refusal, replaced, effects: { first, end: events.count } };
  }

  private refusalOf({ from, jid }: UserStatusCommand): UserStatusRefusal | undefined {
    if (!this.trusted.has(comparable(from))) return 'not-trusted';
    if (!this.options.realm.serves(jid.domain)) return 'domain-not-served';
    return isLegalLocalPart(jid.local, this.options.release.blankLocalPart)
      ? undefined
      : 'illegal-local-part';
  }

  private setExternal(command: UserStatusCommand): UserStatusResult {
    const { presences, lifecycle, realm } = this.options;
    const { version } = this.options.release;
    const presence = () => externalPresence(command, version); // of now, whenever it is made
    const there = realm.sessions.find(command.jid);
    if (there instanceof ExternalSession && isSameJid(there.jid, command.jid)) {
      there.change(command);
      presences.broadcast(there, presence);
      return { success: true };
    }
    if (there !== undefined) lifecycle.close(there, 'replaced');
    const session = new ExternalSession({ command, since: Date.now() }, version);
    lifecycle.open(session);
    presences.broadcast(session, presence);
    presences.announce(session);
    return there === undefined ? { success: true } : { success: true, replaced: fullJid(there.jid) };
  }

  /**
   * Tigase keeps an external session under a hash of the full JID as it was spelled, and a user's resources without
   * regard to letter case: another spelling can't change or remove a session, but takes its resource ("state 2").
   */
  private removeExternal({ jid }: UserStatusCommand): UserStatusResult {
    const there = this.options.realm.sessions.find(jid);
    if (!(there instanceof ExternalSession && isSameJid(there.jid, jid))) {
      return { success: false, refusal: 'no-session' };
    }
    this.options.lifecycle.close(there, 'removed');
    return { success: true };
  }
}
