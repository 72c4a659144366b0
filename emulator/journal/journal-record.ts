import type { StreamNote } from '../connections/xmpp-stream.js';
import type { Effects } from '../event-stream.js';
import type { Exchange } from '../http-api/exchange.js';
import { bareJid, type FullJid, parseJid, partsOf, resourceOf } from '../jid.js';
import type { EntryKind } from './entry.js';
import type { SessionFact, StanzaFact } from './facts.js';

/** What the journal keeps: what happened, as far as it is kept, from which an entry is made only where somebody looks. */
export type JournalRecord = {
  readonly id: number;
  /** The number of the last event before it, or of its own, by which it is named by what caused it. */
  readonly lastEvent: number;
} & (
  | { readonly what: 'exchange'; readonly exchange: Exchange }
  | { readonly what: 'stanza'; readonly stanza: StanzaFact; readonly at: number }
  | { readonly what: 'session'; readonly session: SessionFact; readonly at: number }
  | { readonly what: 'stream'; readonly note: StreamNote; readonly at: number }
);

/** When it happened, in milliseconds since the epoch; of a request, when it came. */
export function timeOf(record: JournalRecord): number {
  return record.what === 'exchange' ? record.exchange.at : record.at;
}

/** Whom a record is about. */
export interface Subject {
  readonly user: string | null;
  readonly domain: string | null;
  readonly resource: string | null;
}

const NOBODY: Subject = { user: null, domain: null, resource: null };

const KINDS: { readonly [what in JournalRecord['what']]: EntryKind } = {
  exchange: 'request',
  stanza: 'stanza',
  session: 'session',
  stream: 'session',
};

export function kindOf({ what }: JournalRecord): EntryKind {
  return KINDS[what];
}

export function subjectOf(record: JournalRecord): Subject {
  switch (record.what) {
    case 'exchange':
      return subjectOfCall(record.exchange);
    case 'stanza':
      return subjectOfStanza(record.stanza);
    case 'session':
      return subjectOfSession(record.session.jid);
    default:
      return subjectOfStream(record.note);
  }
}

/** The full JID of the client that got a stanza, or should have. */
export function receiverOf(record: JournalRecord): FullJid | undefined {
  if (record.what !== 'stanza') return undefined;
  const { type, jid } = record.stanza;
  return type === 'stanza-received' ? undefined : jid;
}

/** What a record brought about, in numbers of events. */
export function effectsOf(record: JournalRecord): Effects | undefined {
  if (record.what === 'exchange') return record.exchange.effects;
  return record.what === 'stanza' ? record.stanza.effects : undefined;
}

/** For what a stanza came late, by the number of an event; `undefined` where none did. */
export function lateFor(record: JournalRecord): number | undefined {
  return record.what === 'stanza' ? record.stanza.lateFor : undefined;
}

/** About how many characters a record holds. */
export function weightOf(record: JournalRecord): number {
  if (record.what === 'exchange') {
    const { body, answer } = record.exchange;
    return LIGHT + (body?.length ?? 0) + (answer?.body.length ?? 0);
  }
  const isLong = record.what === 'stanza' && typeof record.stanza.xml === 'string';
  return isLong ? LIGHT + record.stanza.xml.toString().length : LIGHT;
}

/** What a record weighs that holds nothing long, in characters. */
const LIGHT = 1000;

function subjectOfCall({ call }: Exchange): Subject {
  if (call === undefined) return NOBODY;
  const user = call.local === '' ? null : bareJid(call);
  return { user, domain: call.domain || null, resource: call.resource || null };
}

/** The user who sent it; a server's own stanza is about the client that gets it. */
function subjectOfStanza({ type, jid, from }: StanzaFact): Subject {
  const sender = type === 'stanza-received' || from === undefined ? undefined : parseJid(from);
  if (sender === undefined || sender.local === '') return subjectOfSession(jid);
  return { user: bareJid(sender), domain: sender.domain, resource: sender.resource || null };
}

function subjectOfStream({ jid }: StreamNote): Subject {
  if (jid === undefined) return NOBODY;
  const [user = ''] = jid.split('/', 1);
  return { user, domain: partsOf(user).domain, resource: resourceOf(jid) || null };
}

function subjectOfSession(jid: FullJid): Subject {
  return { user: bareJid(jid), domain: jid.domain, resource: jid.resource };
}
