import type { Element } from 'ltx';
import { type FullJid, fullJid } from '../jid.js';
import { externalPresence, type PresenceView, viewOf } from './presence.js';
import type { UserStatusCommand } from './user-status.js';

/** `external`: kept for the status endpoint. `client`: a connected XMPP client's. */
export type SessionKind = 'external' | 'client';

/** One resource of a user that is connected, or that an application says is. */
export interface Session {
  readonly kind: SessionKind;
  /** Spelled as whoever opened the session did. */
  readonly jid: FullJid;
  /** The last presence sent through the session; `undefined` where there was none. */
  readonly presence: Element | undefined;
  /** When that was, or else when the session was opened, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * A session that the status endpoint keeps. It holds the last command rather than its stanza, which takes five
 * times the memory and is made where somebody looks.
 */
export class ExternalSession implements Session {
  readonly kind = 'external';
  since = Date.now();

  constructor(
    private command: UserStatusCommand,
    /** The release's number, which stands in the presence. */
    private readonly version: string,
  ) {}

  get jid(): FullJid {
    return this.command.jid;
  }

  get presence(): Element {
    return externalPresence(this.command, this.version);
  }

  change(command: UserStatusCommand): void {
    this.command = command;
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

export function sessionView({ jid, kind, presence, since }: Session): SessionView {
  const { resource } = jid;
  return { jid: fullJid(jid), resource, kind, ...viewOf(presence), since: new Date(since).toISOString() };
}
