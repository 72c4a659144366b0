import { call } from '../api/call.js';
import { download } from '../api/download.js';
import { useAction } from '../api/use-action.js';
import { Problem } from '../page/problem.js';
import { useStore } from '../store.js';
import { selected, selectNone } from './selected.js';

/** What can be done with the requests that are selected. */
export function SelectionBar() {
  const ids = useStore(selected);
  const { run, isRunning, problem } = useAction();
  if (ids.size === 0) return null;
  const save = async () => {
    const inOrder = Array.from(ids).sort((one, other) => one - other);
    const response = await call('GET', `journal/scenario?ids=${inOrder.join(',')}`);
    download('recorded.yaml', await response.blob());
  };
  return (
    <section class="selection" aria-label="Selected requests">
      <span class="number">{ids.size} selected</span>
      <button type="button" class="main" disabled={isRunning} onClick={() => run(save)}>
        Save as scenario
      </button>
      <button type="button" class="quiet" onClick={selectNone}>
        Select none
      </button>
      <Problem text={problem} />
    </section>
  );
}
