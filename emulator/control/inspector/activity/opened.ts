import type { JournalEntry } from '../../../journal/entry.js';
import { entries } from '../live/journal.js';
import { Store } from '../store.js';

/** The entry whose details are open. It stays so when the page keeps it no more. */
export const opened = new Store<JournalEntry | undefined>(undefined);

export function open(id: number): void {
  const entry = entries.value.find((one) => one.id === id);
  if (entry !== undefined) opened.set(entry);
}

// A journal that was cleared is empty: what it told of is over. And an entry may have brought about more.
entries.subscribe(() => {
  const id = opened.value?.id;
  if (entries.value.length === 0) opened.set(undefined);
  else if (id !== undefined) open(id);
});

/** Closes the details, and goes back to the row from which they were opened. */
export function close(): void {
  const id = opened.value?.id;
  if (id === undefined) return;
  opened.set(undefined);
  // After the page has shown it: until then the list may not take the focus.
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-entry="${id}"]`)?.focus());
}
