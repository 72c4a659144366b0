import type { StreamNote } from '../connections/xmpp-stream.js';
import type { Exchange } from '../http-api/exchange.js';
import { bareJid, type FullJid, parseJid, partsOf, resourceOf } from '../jid.js';
import type { Effects, SessionEvent } from '../session-manager/events.js';
import type { EntryKind } from './entry.js';

/** What of the session manager's events stands in the journal. */
export type JournalEvent = Exclude<SessionEvent, { readonly type: 'presence' }>;

/** What the journal keeps: what happened as it was told, from which an entry is made only where somebody looks. */
export type JournalRecord = {
  readonly id: number;
  readonly at: number;
  /** The number of the last event before it, or of its own. */
  readonly lastEvent: number;
} & (
  | { readonly what: 'exchange'; readonly exchange: Exchange }
  /** What caused it names it by the event's number. */
  | { readonly what: 'event'; readonly event: JournalEvent }
  | { readonly what: 'stream'; readonly note: StreamNote }
);

/** Whom a record is about. */
export interface Subject {
  readonly user: string | null;
  readonly domain: string | null;
  readonly resource: string | null;
}

const NOBODY: Subject = { user: null, domain: null, resource: null };

export function kindOf(record: JournalRecord): EntryKind {
  if (record.what === 'exchange') return 'request';
  if (record.what === 'stream') return 'session';
  const { type } = record.event;
  return type.startsWith('stanza-') ? 'stanza' : 'session';
}

export function subjectOf(record: JournalRecord): Subject {
  if (record.what === 'exchange') return subjectOfCall(record.exchange);
  if (record.what === 'stream') return subjectOfStream(record.note);
  const { event } = record;
  if (event.type !== 'stanza-sent' && event.type !== 'stanza-lost')
    return subjectOfSession(event.session.jid);
  return subjectOfSender(event.stanza.attrs.from) ?? subjectOfSession(event.session.jid);
}

/** The full JID of the client that got a stanza, or should have. */
export function receiverOf(record: JournalRecord): FullJid | undefined {
  if (record.what !== 'event') return undefined;
  const { type, session } = record.event;
  return type === 'stanza-sent' || type === 'stanza-lost' ? session.jid : undefined;
}

/** What a record brought about, in numbers of events. */
export function effectsOf(record: JournalRecord): Effects | undefined {
  if (record.what === 'exchange') return record.exchange.effects;
  return record.what === 'event' && record.event.type === 'stanza-received'
    ? record.event.effects
    : undefined;
}

function subjectOfCall({ call }: Exchange): Subject {
  if (call === undefined) return NOBODY;
  const user = call.local === '' ? null : bareJid(call);
  return { user, domain: call.domain || null, resource: call.resource || null };
}

function subjectOfStream({ jid }: StreamNote): Subject {
  if (jid === undefined) return NOBODY;
  const [user = ''] = jid.split('/', 1);
  return { user, domain: partsOf(user).domain, resource: resourceOf(jid) || null };
}

function subjectOfSession(jid: FullJid): Subject {
  return { user: bareJid(jid), domain: jid.domain, resource: jid.resource };
}

/** The user who sent a stanza; a server's own stanza is about the client that gets it. */
function subjectOfSender(from: string | undefined): Subject | undefined {
  const jid = from === undefined ? undefined : parseJid(from);
  if (jid === undefined || jid.local === '') return undefined;
  return { user: bareJid(jid), domain: jid.domain, resource: jid.resource || null };
}
