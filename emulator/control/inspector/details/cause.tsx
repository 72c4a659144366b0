import { inWords } from '../activity/in-words.js';
import { open } from '../activity/opened.js';
import { entries } from '../live/journal.js';
import { useStore } from '../store.js';

/** What brought an entry about, and the way there. */
export function Cause({ id }: { readonly id: number }) {
  const cause = useStore(entries).find(({ caused }) => caused?.includes(id));
  if (cause === undefined) return null;
  return (
    <p>
      Brought about by{' '}
      <button type="button" class="link" onClick={() => open(cause.id)}>
        {cause.user} {inWords(cause)}
      </button>
    </p>
  );
}
