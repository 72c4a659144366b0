import { useRef } from 'preact/hooks';
import { faults } from '../live/faults.js';
import { users } from '../live/users.js';
import { useStore } from '../store.js';
import type { View } from './view.js';

interface Props {
  readonly views: readonly View[];
  readonly chosen: View;
  readonly onChoose: (view: View) => void;
}

const NAMES: { readonly [view in View]: string } = { activity: 'Activity', users: 'Users', faults: 'Faults' };

/** The views to choose from. The arrow keys move among them, as the pattern of tabs has it. */
export function Tabs({ views, chosen, onChoose }: Props) {
  const counts = { activity: 0, users: useStore(users).list.length, faults: useStore(faults).length };
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const by = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = views[(views.indexOf(chosen) + by + views.length) % views.length];
    if (by === 0 || next === undefined) return;
    onChoose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views" ref={list}>
      {views.map((view) => (
        <button
          key={view}
          type="button"
          role="tab"
          id={`tab-${view}`}
          aria-selected={view === chosen}
          aria-controls={`panel-${view}`}
          tabIndex={view === chosen ? 0 : -1}
          onClick={() => onChoose(view)}
          onKeyDown={onKeyDown}
        >
          {NAMES[view]}
          {counts[view] > 0 && <span class="count number">{counts[view].toLocaleString('en')}</span>}
        </button>
      ))}
    </div>
  );
}
