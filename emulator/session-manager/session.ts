import type { Element } from 'ltx';
import { addressOf, bareJid, comparable, type FullJid, fullJid } from '../jid.js';
import type { Note } from '../note.js';
import {
  externalPresence,
  isAvailable,
  type PresenceView,
  priorityIn,
  viewOf,
  viewOfCommand,
} from './presence.js';
import type { SessionEnd } from './session-end.js';
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
  /** The priority of the last available presence; 0 where there was none, or it had none. */
  readonly priority: number;
  /** Whether messages to the bare JID go to this session: it is available, with no negative priority. */
  readonly takesMessages: boolean;
  /** The session as it is now. */
  still(): StillSession;
}

/** An external session as it was at one moment. */
export interface ExternalSessionContent {
  readonly command: UserStatusCommand;
  readonly since: number;
}

/**
 * A session that the status endpoint keeps. It holds the last command rather than its stanza, which takes five
 * times the memory and is made where somebody looks.
 */
export class ExternalSession implements Session {
  readonly kind = 'external';

  constructor(
    /** What it is now; never changed, but replaced. */
    private now: ExternalSessionContent,
    /** The release's number, which stands in the presence. */
    private readonly version: string,
  ) {}

  get jid(): FullJid {
    return this.now.command.jid;
  }

  get presence(): Element {
    return externalPresence(this.now.command, this.version);
  }

  get since(): number {
    return this.now.since;
  }

  get priority(): number {
    return priorityIn(this.now.command.priority);
  }

  get takesMessages(): boolean {
    return this.priority >= 0;
  }

  still(): ExternalSessionContent {
    return this.now;
  }

  change(command: UserStatusCommand): void {
    this.now = { command, since: Date.now() };
  }
}

/** What stands between a session and its client: a stream, or a contact inside the process. Neither call throws. */
export interface ClientConnection {
  /** Hands a stanza to the client. */
  deliver(stanza: Element): void;
  /** The session is over, and not by the client's wish. */
  end(reason: SessionEnd): void;
  /** Breaks the connection, as the note says; `false` where there is none at the moment. */
  cut(note: Note): boolean;
}

/** A client's session, from resource binding to its end. */
export class ClientSession implements Session {
  readonly kind = 'client';
  presence: Element | undefined;
  since = Date.now();
  priority = 0;
  /** Whether the client has once been available. Tigase asks for the contacts' presence only then. */
  announced = false;
  /** Whether stored messages were handed over, which Tigase does once a session (recording "several offline messages"). */
  gotOfflineMessages = false;
  /** Whom the client sent directed presence (RFC 6121, section 4.6). */
  readonly directed = new Set<string>();

  constructor(
    readonly jid: FullJid,
    readonly connection: ClientConnection,
  ) {}

  /** The user's bare JID, as it stands in stanzas: in lower case. */
  get user(): string {
    return comparable(bareJid(this.jid));
  }

  /** The full JID, as it stands in stanzas. */
  get address(): string {
    return addressOf(this.jid);
  }

  get takesMessages(): boolean {
    return isAvailable(this.presence) && this.priority >= 0;
  }

  still(): SeenSession {
    const { jid, kind, presence, since } = this;
    return { jid, kind, presence, since };
  }

  setPresence(presence: Element): void {
    this.presence = presence;
    this.since = Date.now();
    if (isAvailable(presence)) this.priority = priorityIn(presence.getChildText('priority'));
  }
}

/** A session as the library, the control interface and people see it. */
export interface SessionView extends PresenceView {
  /** The full JID. */
  readonly jid: string;
  /** The resource of that JID. */
  readonly resource: string;
  /** Who keeps it: the status endpoint, or a connected client. */
  readonly kind: SessionKind;
  /** When its presence was last set, or else when it was opened, in ISO 8601. */
  readonly since: string;
}

/** What of a session is seen. */
type SeenSession = Pick<Session, 'jid' | 'kind' | 'presence' | 'since'>;

/** A session as it is now, which goes on being so. Of an external one it costs nothing: there may be many. */
export type StillSession = ExternalSessionContent | SeenSession;

export function sessionView(session: StillSession): SessionView {
  const isExternal = 'command' in session;
  const { jid, kind } = isExternal ? { jid: session.command.jid, kind: 'external' as const } : session;
  const view = isExternal ? viewOfCommand(session.command) : viewOf(session.presence);
  const since = new Date(session.since).toISOString();
  const { available, priority, show, status, activity } = view;
  return {
    jid: fullJid(jid),
    resource: jid.resource,
    kind,
    available,
    priority,
    show,
    status,
    activity,
    since,
  };
}
