import type { Note, Severity } from '../../../note.js';
import { SeverityIcon } from '../page/icons.js';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** How many notes of each severity there are. */
export function Badges({ notes }: { readonly notes: readonly Note[] }) {
  return (
    <span class="badges">
      {SEVERITIES.map((severity) => {
        const count = notes.filter((note) => note.severity === severity).length;
        if (count === 0) return null;
        return (
          <span class={`badge badge-${severity}`} key={severity} title={wordsOf(count, severity)}>
            <SeverityIcon severity={severity} />
            <span aria-hidden="true">{count}</span>
            <span class="unseen">{wordsOf(count, severity)}</span>
          </span>
        );
      })}
    </span>
  );
}

function wordsOf(count: number, severity: Severity): string {
  if (severity === 'info') return count === 1 ? '1 remark' : `${count} remarks`;
  return `${count} ${severity}${count === 1 ? '' : 's'}`;
}
