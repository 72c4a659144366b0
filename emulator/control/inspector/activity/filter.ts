import type { JournalEntry } from '../../../journal/entry.js';
import { Store } from '../store.js';

export interface Filter {
  /** Part of a JID. */
  readonly user: string;
  /** Only what has warnings or errors, be it a stanza. */
  readonly trouble: boolean;
  /** Stanzas stand in the list, too. */
  readonly stanzas: boolean;
}

export const filter = new Store<Filter>({ user: '', trouble: false, stanzas: false });

/** The entries that fit, newest first. */
export function shown(entries: readonly JournalEntry[], { user, trouble, stanzas }: Filter): JournalEntry[] {
  const wanted = user.trim().toLowerCase();
  return entries
    .filter((entry) => {
      if (trouble ? !hasTrouble(entry) : entry.kind === 'stanza' && !stanzas) return false;
      return wanted === '' || isAbout(entry, wanted);
    })
    .reverse();
}

function hasTrouble({ notes }: JournalEntry): boolean {
  return notes.some(({ severity }) => severity !== 'info');
}

function isAbout({ user, resource, to }: JournalEntry, wanted: string): boolean {
  const jids = [user === null ? '' : `${user}/${resource ?? ''}`, to ?? ''];
  return jids.some((jid) => jid.toLowerCase().includes(wanted));
}
