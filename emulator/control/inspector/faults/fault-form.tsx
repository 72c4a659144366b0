import { useState } from 'preact/hooks';
import { call } from '../api/call.js';
import { useAction } from '../api/use-action.js';
import { readFaults } from '../live/faults.js';
import { users } from '../live/users.js';
import { Problem } from '../page/problem.js';
import { useStore } from '../store.js';
import { FAULT_KINDS } from './fault-kinds.js';

/** How many users are proposed. */
const PROPOSED = 50;

/** Adds one of the common faults; the others are to be had through the control interface. */
export function FaultForm() {
  const { list } = useStore(users);
  const [user, setUser] = useState('');
  const [kindId, setKind] = useState('status');
  const [values, setValues] = useState<{ readonly [kind: string]: string }>({});
  const [times, setTimes] = useState('1');
  const { run, isRunning, problem } = useAction();
  const kind = FAULT_KINDS.find(({ id }) => id === kindId);
  const value = values[kindId] ?? String(kind?.value?.first ?? '');
  const add = async (event: Event) => {
    event.preventDefault();
    if (kind === undefined) return;
    await run(async () => {
      await call('POST', 'faults', {
        match: user.trim() === '' ? {} : { user: user.trim() },
        fault: kind.fault(Number(value)),
        ...(times.trim() === '' ? {} : { times: Number(times) }),
      });
      await readFaults();
    });
  };
  return (
    <form class="fault-form" onSubmit={add}>
      <h2>Make it go wrong</h2>
      <label class="field">
        What
        <select value={kindId} onChange={({ currentTarget }) => setKind(currentTarget.value)}>
          {FAULT_KINDS.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {kind?.value && (
        <label class="field">
          {kind.value.name}
          <input
            type="number"
            required
            min={kind.value.least}
            max={kind.value.most}
            value={value}
            onInput={({ currentTarget }) => setValues({ ...values, [kindId]: currentTarget.value })}
          />
        </label>
      )}
      <label class="field">
        User
        <input
          list="fault-users"
          placeholder="everyone"
          autocomplete="off"
          spellcheck={false}
          value={user}
          onInput={({ currentTarget }) => setUser(currentTarget.value)}
        />
        <datalist id="fault-users">
          {list.slice(0, PROPOSED).map(({ jid }) => (
            <option key={jid} value={jid} />
          ))}
        </datalist>
      </label>
      <label class="field">
        Times
        <input
          type="number"
          min="1"
          placeholder="always"
          value={times}
          onInput={({ currentTarget }) => setTimes(currentTarget.value)}
        />
      </label>
      <Problem text={problem} />
      <div class="actions">
        <button type="submit" class="main" disabled={isRunning}>
          Add fault
        </button>
      </div>
    </form>
  );
}
