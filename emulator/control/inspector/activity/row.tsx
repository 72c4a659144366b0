import type { JournalEntry } from '../../../journal/entry.js';
import { memo } from '../memo.js';
import { Answer } from './answer.js';
import { Badges } from './badges.js';
import { inWords, whom } from './in-words.js';
import { open } from './opened.js';
import { toggle } from './selected.js';
import { clock } from './time.js';

export interface RowProps {
  readonly entry: JournalEntry;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  /** Whether the row is the one that the Tab key comes to. */
  readonly isCurrent: boolean;
}

/** An entry in the list. */
export const Row = memo(({ entry, isOpen, isSelected, isCurrent }: RowProps) => {
  const { id, at, kind, change, notes } = entry;
  const { time, fraction } = clock(at);
  const { user, resource } = whom(entry);
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <li class={`row row-${kind}`}>
      {kind === 'request' ? (
        <input
          type="checkbox"
          checked={isSelected}
          tabIndex={tabIndex}
          aria-label={`Select the request of ${time} for a scenario`}
          onChange={() => toggle(id)}
        />
      ) : (
        <span class="row-kind" aria-hidden="true">
          {kind === 'session' ? '●' : '↔'}
        </span>
      )}
      <button
        type="button"
        class="row-open"
        data-entry={id}
        tabIndex={tabIndex}
        aria-expanded={isOpen}
        onClick={() => open(id)}
      >
        <time dateTime={at} title={at}>
          {time}
          <span class="faint">{fraction}</span>
        </time>
        <span class="row-user">
          {user || <span class="faint">nobody</span>}
          {resource !== '' && <span class="faint">/{resource}</span>}
        </span>
        <span class="row-change">
          <span class={`row-words ${kind === 'request' && change === undefined ? 'code' : ''}`}>
            {inWords(entry)}
          </span>
          {change !== undefined && (
            <span class="priority" title="priority">
              <span class="unseen">priority </span>
              {change.priority}
            </span>
          )}
        </span>
        <span class="row-answer">
          <Answer entry={entry} />
        </span>
        <Badges notes={kind === 'session' ? notes.filter(({ severity }) => severity !== 'info') : notes} />
      </button>
    </li>
  );
});
