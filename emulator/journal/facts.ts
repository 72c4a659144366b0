import type { Element } from 'ltx';
import type { Effects } from '../event-stream.js';
import type { FullJid } from '../jid.js';
import type { Note } from '../note.js';
import type { SessionEvent } from '../session-manager/events.js';
import type { SessionKind } from '../session-manager/session.js';
import type { SessionEnd } from '../session-manager/session-end.js';
import { cutNotes, cutStanza } from './cut.js';

/** What of the session manager's events stands in the journal. */
export type JournalEvent = Exclude<SessionEvent, { readonly type: 'presence' }>;

type SessionEvents = Extract<JournalEvent, { readonly type: 'session-opened' | 'session-closed' }>;

type StanzaEvents = Exclude<JournalEvent, SessionEvents>;

/** A stanza from a client, or to one that got it or did not. The session is not kept: its client's connection is. */
export interface StanzaFact {
  readonly type: StanzaEvents['type'];
  /** The client's. */
  readonly jid: FullJid;
  /** Who stands in it as its sender. */
  readonly from: string | undefined;
  /** Where it is long, as much of its XML as is kept. */
  readonly xml: Element | string;
  readonly notes: readonly Note[];
  /** What a client's stanza brought about. */
  readonly effects: Effects | undefined;
  /** Of a stanza that came late: the number of an event of what brought it about. */
  readonly lateFor: number | undefined;
}

/** A session that began, or with an `end` ended. */
export interface SessionFact {
  readonly kind: SessionKind;
  readonly jid: FullJid;
  readonly end: SessionEnd | undefined;
}

export function isOfStanza(event: JournalEvent): event is StanzaEvents {
  return event.type !== 'session-opened' && event.type !== 'session-closed';
}

export function stanzaFact(event: StanzaEvents): StanzaFact {
  const { type, session, stanza, notes } = event;
  return {
    type,
    jid: session.jid,
    from: stanza.attrs.from,
    xml: cutStanza(stanza),
    notes: cutNotes(notes),
    effects: type === 'stanza-received' ? event.effects : undefined,
    lateFor: type === 'stanza-sent' ? event.lateFor : undefined,
  };
}

export function sessionFact(event: SessionEvents): SessionFact {
  const { kind, jid } = event.session;
  return { kind, jid, end: event.type === 'session-closed' ? event.end : undefined };
}
