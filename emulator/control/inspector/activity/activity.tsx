import { useMemo } from 'preact/hooks';
import { entries } from '../live/journal.js';
import { useStore } from '../store.js';
import { filter, shown } from './filter.js';
import { FilterBar } from './filter-bar.js';
import { Keys } from './keys.js';
import { List } from './list.js';
import { NothingYet } from './nothing-yet.js';
import { SelectionBar } from './selection-bar.js';

/** What came in and what became of it, live. */
export function Activity() {
  const all = useStore(entries);
  const chosen = useStore(filter);
  const list = useMemo(() => shown(all, chosen), [all, chosen]);
  return (
    <>
      <FilterBar count={list.length} />
      <div class="scroll">
        {list.length > 0 && <List entries={list} />}
        {list.length === 0 && all.length === 0 && <NothingYet />}
        {list.length === 0 && all.length > 0 && (
          <div class="empty">
            <h2>Nothing fits the filter</h2>
            <p>
              {all.length} {all.length === 1 ? 'entry is' : 'entries are'} hidden.
            </p>
            <button type="button" onClick={() => filter.set({ user: '', trouble: false, stanzas: true })}>
              Show everything
            </button>
          </div>
        )}
      </div>
      <SelectionBar />
      {list.length > 0 && <Keys />}
    </>
  );
}
