import { useRef, useState } from 'preact/hooks';
import type { JournalEntry } from '../../../journal/entry.js';
import { useStore } from '../store.js';
import { open, opened } from './opened.js';
import { Row } from './row.js';
import { selected, toggle } from './selected.js';

/** By how many rows a key moves. */
const MOVES: { readonly [key: string]: number } = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  End: Number.POSITIVE_INFINITY,
  Home: Number.NEGATIVE_INFINITY,
};

/** The entries, newest first. The Tab key comes to one row; arrows, j and k move among them. */
export function List({ entries }: { readonly entries: readonly JournalEntry[] }) {
  const list = useRef<HTMLOListElement>(null);
  const [chosen, setCurrent] = useState<number>();
  const openedId = useStore(opened)?.id;
  const chosenIds = useStore(selected);
  const current = entries.some(({ id }) => id === chosen) ? chosen : entries[0]?.id;

  const moveTo = (id: number) => {
    setCurrent(id);
    list.current?.querySelector<HTMLElement>(`[data-entry="${id}"]`)?.focus();
    if (openedId !== undefined) open(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = MOVES[event.key];
    const place = entries.findIndex(({ id }) => id === current);
    const entry = entries[place];
    if (entry === undefined) return;
    if (by !== undefined) {
      event.preventDefault();
      const next = entries[Math.min(Math.max(place + by, 0), entries.length - 1)];
      if (next !== undefined) moveTo(next.id);
    } else if (event.key === 'x' && entry.kind === 'request') toggle(entry.id);
  };
  const onFocusIn = ({ target }: FocusEvent) => {
    const row =
      target instanceof Element ? target.closest('li')?.querySelector<HTMLElement>('[data-entry]') : null;
    if (row) setCurrent(Number(row.dataset.entry));
  };
  return (
    <ol
      class="list"
      aria-label="What happened, newest first"
      ref={list}
      onKeyDown={onKeyDown}
      onFocusIn={onFocusIn}
    >
      {entries.map((entry) => (
        <Row
          key={entry.id}
          entry={entry}
          isOpen={entry.id === openedId}
          isSelected={chosenIds.has(entry.id)}
          isCurrent={entry.id === current}
        />
      ))}
    </ol>
  );
}
