import { entries } from '../live/journal.js';
import { Store } from '../store.js';

/** The ids of the requests that are chosen for a scenario. */
export const selected = new Store<ReadonlySet<number>>(new Set());

export function toggle(id: number): void {
  const next = new Set(selected.value);
  if (!next.delete(id)) next.add(id);
  selected.set(next);
}

export function selectNone(): void {
  selected.set(new Set());
}

// What the page keeps no more can't be chosen.
entries.subscribe(() => {
  if (selected.value.size === 0) return;
  const kept = new Set(entries.value.map(({ id }) => id).filter((id) => selected.value.has(id)));
  if (kept.size < selected.value.size) selected.set(kept);
});
