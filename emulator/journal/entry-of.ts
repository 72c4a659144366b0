import { wireForm } from '../http-api/answer.js';
import type { Exchange } from '../http-api/exchange.js';
import { addressOf, fullJid } from '../jid.js';
import { info, type Note } from '../note.js';
import { redactedHeader, redactedPath, redactedText } from '../redact.js';
import { streamEnds } from '../session-manager/events.js';
import type { EntryChange, EntryHeaders, EntryRequest, EntryResponse, JournalEntry } from './entry.js';
import { type JournalEvent, type JournalRecord, kindOf, subjectOf } from './journal-record.js';
import { redactedBody } from './redacted-body.js';

/** A record as people and programs see it: in plain data, and without secrets. */
export function entryOf(record: JournalRecord, caused: readonly number[]): JournalEntry {
  const { user, domain, resource } = subjectOf(record);
  const head = {
    id: record.id,
    at: new Date(record.at).toISOString(),
    kind: kindOf(record),
    domain,
    user,
    resource,
  };
  const effects = caused.length === 0 ? {} : { caused };
  switch (record.what) {
    case 'exchange':
      return { ...head, ...exchangeOf(record.exchange), ...effects };
    case 'event':
      return { ...head, ...eventOf(record.event), ...effects };
    default:
      return { ...head, ms: 0, notes: [record.note.note] };
  }
}

type Rest = Omit<JournalEntry, 'id' | 'at' | 'kind' | 'domain' | 'user' | 'resource' | 'caused'>;

function exchangeOf(exchange: Exchange): Rest {
  const { change, answer, ms, notes } = exchange;
  return {
    request: requestOf(exchange),
    ...(answer === undefined ? {} : { response: responseOf(exchange, answer) }),
    ...(change === undefined ? {} : { change: changeOf(change) }),
    ms: Math.round(ms * 1000) / 1000,
    notes,
  };
}

function requestOf({ method, target, headers, body }: Exchange): EntryRequest {
  const shown = headersOf(headers, redactedHeader);
  return {
    method,
    path: redactedPath(target),
    headers: shown,
    body: body === undefined ? null : redactedBody(body, shown['content-type'] ?? ''),
  };
}

function responseOf(
  { method, httpVersion }: Exchange,
  answer: NonNullable<Exchange['answer']>,
): EntryResponse {
  const { headers } = wireForm(answer, { method, httpVersion });
  return {
    status: answer.status,
    headers: headersOf(headers, (_, value) => value),
    body: redactedText(answer.body),
  };
}

function changeOf({
  available,
  priority,
  show,
  status,
  success,
}: NonNullable<Exchange['change']>): EntryChange {
  return { available, priority, show, status, success };
}

/** From name, value, name, value. */
function headersOf(list: readonly string[], shownAs: (name: string, value: string) => string): EntryHeaders {
  const headers: Record<string, string> = {};
  for (let index = 0; index < list.length; index += 2) {
    const name = (list[index] ?? '').toLowerCase();
    const value = shownAs(name, list[index + 1] ?? '');
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

function eventOf(event: JournalEvent): Rest {
  switch (event.type) {
    case 'stanza-sent':
    case 'stanza-lost':
      return {
        stanza: redactedText(event.stanza.toString()),
        to: addressOf(event.session.jid),
        ms: 0,
        notes: event.notes,
      };
    case 'stanza-received':
      return { stanza: redactedText(event.stanza.toString()), ms: 0, notes: event.notes };
    default:
      return { ms: 0, notes: [sessionNote(event)] };
  }
}

function sessionNote(event: Extract<JournalEvent, { type: 'session-opened' | 'session-closed' }>): Note {
  const { kind, jid } = event.session;
  const whose = kind === 'client' ? 'The session of the client' : 'The external session';
  if (event.type === 'session-opened') return info('session-opened', `${whose} ${fullJid(jid)} has begun`);
  const why = event.end === 'closed' ? 'the client has left' : lower(streamEnds[event.end].reason);
  return info('session-closed', `${whose} ${fullJid(jid)} has ended: ${why}`);
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
