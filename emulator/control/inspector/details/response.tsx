import type { JournalEntry } from '../../../journal/entry.js';
import { Answer } from '../activity/answer.js';
import { Body } from './body.js';
import { Headers } from './headers.js';

export function Response({ entry }: { readonly entry: JournalEntry }) {
  const { response, ms } = entry;
  return (
    <section>
      <h3>Answer</h3>
      <p class="first-line">
        <Answer entry={entry} /> <span class="faint number">after {ms} ms</span>
      </p>
      {response === undefined ? (
        <p class="faint">A fault kept the answer back.</p>
      ) : (
        <>
          <Headers headers={response.headers} />
          <Body key={response.body} text={response.body} type={response.headers['content-type'] ?? ''} />
        </>
      )}
    </section>
  );
}
