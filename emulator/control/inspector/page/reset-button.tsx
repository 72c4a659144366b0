import { useRef, useState } from 'preact/hooks';
import { call } from '../api/call.js';
import { useAction } from '../api/use-action.js';
import { users } from '../live/users.js';
import { useStore } from '../store.js';
import { Problem } from './problem.js';

/** Goes back to the configuration, when that was confirmed. */
export function ResetButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [domain, setDomain] = useState('');
  const { domains } = useStore(users);
  const { run, isRunning, problem } = useAction();
  const path = domain === '' ? 'reset' : `reset?domain=${encodeURIComponent(domain)}`;
  const reset = async () => {
    if (await run(() => call('POST', path))) dialog.current?.close();
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()}>
        Reset…
      </button>
      <dialog ref={dialog} aria-labelledby="reset-title">
        <h2 id="reset-title">Back to the configuration?</h2>
        <p>
          Accounts and rosters that were added, sessions, offline messages, faults and the journal are gone
          then, and clients are disconnected.
        </p>
        {domains.length > 1 && (
          <label class="field">
            Of
            <select value={domain} onChange={({ currentTarget }) => setDomain(currentTarget.value)}>
              <option value="">the whole emulator</option>
              {domains.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
        <Problem text={problem} />
        <div class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="button" class="danger" disabled={isRunning} onClick={reset}>
            Reset
          </button>
        </div>
      </dialog>
    </>
  );
}
