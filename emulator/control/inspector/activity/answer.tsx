import type { JournalEntry } from '../../../journal/entry.js';
import { Cross, Tick } from '../page/icons.js';

/** How a request was answered: the status, and whether the change was made. */
export function Answer({ entry: { request, response, change } }: { readonly entry: JournalEntry }) {
  if (request === undefined) return null;
  if (response === undefined) return <span class="answer answer-bad">no answer</span>;
  const { status } = response;
  const isGood = status < 400 && change?.success !== false;
  return (
    <span class={`answer ${isGood ? 'answer-good' : 'answer-bad'}`}>
      {status} {isGood ? <Tick /> : <Cross />}
      <span class={change?.success === false ? 'answer-word' : 'unseen'}>
        {isGood ? 'success' : 'failed'}
      </span>
    </span>
  );
}
