import { call } from '../api/call.js';
import { useAction } from '../api/use-action.js';
import { useStore } from '../store.js';
import { filter } from './filter.js';

interface Props {
  readonly count: number;
}

export function FilterBar({ count }: Props) {
  const { user, trouble, stanzas } = useStore(filter);
  const { run, isRunning } = useAction();
  const change = (changed: Partial<typeof filter.value>) => filter.set({ ...filter.value, ...changed });
  return (
    <search class="bar">
      <input
        type="search"
        id="user-filter"
        class="bar-search"
        placeholder="Filter by user"
        aria-label="Filter by user"
        value={user}
        onInput={({ currentTarget }) => change({ user: currentTarget.value })}
      />
      <label class="check">
        <input type="checkbox" checked={trouble} onChange={() => change({ trouble: !trouble })} />
        Only with warnings
      </label>
      <label class="check">
        <input type="checkbox" checked={stanzas} onChange={() => change({ stanzas: !stanzas })} />
        Stanzas
      </label>
      <span class="bar-end">
        <span class="faint number">{count === 1 ? '1 entry' : `${count.toLocaleString('en')} entries`}</span>
        <button
          type="button"
          class="quiet"
          disabled={isRunning}
          onClick={() => run(() => call('DELETE', 'journal'))}
        >
          Clear
        </button>
      </span>
    </search>
  );
}
