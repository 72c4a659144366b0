import type { Element } from 'ltx';
import { bareJid, type FullJid, fullJid } from '../jid.js';
import { type PresenceView, viewOf } from './presence.js';

/** `external`: kept for the status endpoint. `client`: a connected XMPP client's. */
export type SessionKind = 'external' | 'client';

/** One resource of a user that is connected, or that an application says is. */
export class Session {
  /** The last presence sent through the session. */
  presence: Element | undefined;
  /** When the session or its presence last changed, in milliseconds since the epoch. */
  since = Date.now();

  constructor(
    readonly kind: SessionKind,
    /** Spelled as whoever opened the session did. */
    readonly jid: FullJid,
  ) {}

  send(presence: Element): void {
    this.presence = presence;
    this.since = Date.now();
  }
}

/** A session as the library, the control interface and people see it. */
export interface SessionView extends PresenceView {
  /** The full JID. */
  readonly jid: string;
  readonly resource: string;
  readonly kind: SessionKind;
  /** ISO 8601. */
  readonly since: string;
}

export function sessionView(session: Session): SessionView {
  return {
    jid: fullJid(session.jid),
    resource: session.jid.resource,
    kind: session.kind,
    ...viewOf(session.presence),
    since: new Date(session.since).toISOString(),
  };
}

/** The bare JID of a session's user, as it was spelled. */
export function userOf(session: Session): string {
  return bareJid(session.jid);
}
