import type { EntryChange, JournalEntry } from '../../../journal/entry.js';
import { stanzaSummary } from './stanza.js';

/** What an entry tells of, in a line. */
export function inWords(entry: JournalEntry): string {
  const { kind, request, change, notes } = entry;
  if (change !== undefined) return changeInWords(change);
  if (request !== undefined) return `${request.method} ${request.path.split('?', 1)[0]}`;
  if (kind === 'stanza') return `${stanzaVerb(entry)} ${stanzaSummary(entry).words}`;
  return notes.map(({ code, text }) => SESSION_WORDS[code] ?? text).join('; ');
}

/** What a note tells of is that it did not go as it should. */
function stanzaVerb({ to, notes }: JournalEntry): string {
  if (to === undefined) return 'sent';
  return notes.length === 0 ? 'got' : 'should get';
}

const SESSION_WORDS: { readonly [code: string]: string } = {
  'session-opened': 'session opened',
  'session-closed': 'session closed',
};

/** A change as a contact list shows it: `xa · On the phone`. */
function changeInWords({ available, show, status }: EntryChange): string {
  const isGone = available.toLowerCase() === 'false';
  return [isGone ? 'unavailable' : show || 'available', ...(status ? [status] : [])].join(' · ');
}

/** Whom a row names: the client that got a stanza, or else whom the entry is about. */
export function whom({ user, resource, to }: JournalEntry): {
  readonly user: string;
  readonly resource: string;
} {
  const [bare = '', ...rest] = (to ?? '').split('/');
  return to === undefined
    ? { user: user ?? '', resource: resource ?? '' }
    : { user: bare, resource: rest.join('/') };
}
