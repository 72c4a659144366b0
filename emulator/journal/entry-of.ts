import { wireForm } from '../http-api/answer.js';
import type { Exchange } from '../http-api/exchange.js';
import { addressOf, fullJid } from '../jid.js';
import { info, type Note } from '../note.js';
import { redactedHeader, redactedPath, redactedText } from '../redact.js';
import { streamEnds } from '../session-manager/session-end.js';
import type { EntryHeaders, EntryRequest, EntryResponse, JournalEntry } from './entry.js';
import type { SessionFact, StanzaFact } from './facts.js';
import { type JournalRecord, kindOf, subjectOf, timeOf } from './journal-record.js';
import { redactedBody } from './redacted-body.js';

/** An entry in the making. Its fields are set one by one: to spread objects into one another takes several times as long. */
type Draft = { -readonly [Field in keyof JournalEntry]: JournalEntry[Field] };

/** A record as people and programs see it: in plain data, and without secrets. */
export function entryOf(record: JournalRecord, caused: readonly number[]): JournalEntry {
  const { user, domain, resource } = subjectOf(record);
  const at = new Date(timeOf(record)).toISOString();
  const draft: Draft = { id: record.id, at, kind: kindOf(record), domain, user, resource, ms: 0, notes: [] };
  if (record.what === 'exchange') addExchange(draft, record.exchange);
  else if (record.what === 'stanza') addStanza(draft, record.stanza);
  else draft.notes = [record.what === 'session' ? sessionNote(record.session) : record.note.note];
  if (caused.length > 0) draft.caused = caused;
  return draft;
}

function addExchange(draft: Draft, exchange: Exchange): void {
  const { change, answer, ms, notes } = exchange;
  draft.request = requestOf(exchange);
  if (answer !== undefined) draft.response = responseOf(exchange, answer);
  if (change !== undefined) draft.change = { ...change };
  draft.ms = Math.round(ms * 1000) / 1000;
  draft.notes = notes;
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

function addStanza(draft: Draft, { type, xml, jid, notes }: StanzaFact): void {
  draft.stanza = redactedText(xml.toString());
  if (type !== 'stanza-received') draft.to = addressOf(jid);
  draft.notes = notes;
}

function sessionNote({ kind, jid, end }: SessionFact): Note {
  const whose = kind === 'client' ? 'The session of the client' : 'The external session';
  if (end === undefined) return info('session-opened', `${whose} ${fullJid(jid)} has begun`);
  const why = end === 'closed' ? 'the client has left' : lower(streamEnds[end].reason);
  return info('session-closed', `${whose} ${fullJid(jid)} has ended: ${why}`);
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
