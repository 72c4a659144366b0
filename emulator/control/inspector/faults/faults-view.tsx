import { call } from '../api/call.js';
import { useAction } from '../api/use-action.js';
import { faults, readFaults } from '../live/faults.js';
import { Problem } from '../page/problem.js';
import { useStore } from '../store.js';
import { FaultForm } from './fault-form.js';
import { faultInWords, matchInWords, timesInWords } from './in-words.js';

/** The faults that there are, and how to add one. */
export function FaultsView() {
  const all = useStore(faults);
  const { run, isRunning, problem } = useAction();
  const remove = (path: string) =>
    run(async () => {
      // One that has just served its times is gone as well: the list is read in any case.
      await call('DELETE', path).finally(readFaults);
    });
  return (
    <div class="faults">
      <FaultForm />
      <h2>Faults</h2>
      {all.length === 0 && <p class="faint">Everything works as it should.</p>}
      {all.length > 1 && <p class="faint small">A call gets the first that fits.</p>}
      <ul class="fault-list" aria-label="Faults">
        {all.map(({ id, match, fault, times }) => (
          <li key={id}>
            <div>
              <p class="jid">{matchInWords(match)}</p>
              <p class="faint">
                {faultInWords(fault)} · {timesInWords(times)}
              </p>
            </div>
            <button
              type="button"
              class="quiet"
              aria-label={`Remove ${id}`}
              disabled={isRunning}
              onClick={() => remove(`faults/${encodeURIComponent(id)}`)}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      <Problem text={problem} />
      {all.length > 1 && (
        <button type="button" disabled={isRunning} onClick={() => remove('faults')}>
          Remove all
        </button>
      )}
    </div>
  );
}
