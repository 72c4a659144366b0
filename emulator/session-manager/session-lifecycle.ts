import type { Presences } from './presences.js';
import type { Realm } from './realm.js';
import { ClientSession, type Session } from './session.js';
import type { SessionEnd } from './session-end.js';

/** How sessions begin and end, and who is told of it. */
export class SessionLifecycle {
  constructor(
    private readonly realm: Realm,
    private readonly presences: Presences,
  ) {}

  open(session: Session): void {
    this.realm.sessions.add(session);
    this.realm.events.emit(() => ({ type: 'session-opened', session }));
  }

  /** Ends a session, unless it is over: contacts see it leave, and its client is disconnected where that does not go by itself. */
  close(session: Session, end: SessionEnd): void {
    if (!this.realm.sessions.remove(session)) return;
    this.presences.withdraw(session);
    if (end === 'closed') this.tellEnd(session, end);
    else this.disconnect(session, end);
  }

  /** Disconnects the client of a session that is none of the realm's any more. */
  disconnect(session: Session, end: SessionEnd): void {
    if (session instanceof ClientSession) session.connection.end(end);
    this.tellEnd(session, end);
  }

  private tellEnd(session: Session, end: SessionEnd): void {
    this.realm.events.emit(() => ({ type: 'session-closed', session, end }));
  }
}
