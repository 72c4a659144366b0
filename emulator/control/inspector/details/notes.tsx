import type { Note } from '../../../note.js';
import { SeverityIcon } from '../page/icons.js';

/** Why it went as it did. */
export function Notes({ notes }: { readonly notes: readonly Note[] }) {
  if (notes.length === 0) return null;
  return (
    <section>
      <h3>Notes</h3>
      <ul class="notes">
        {notes.map(({ code, severity, text, line, column }) => (
          <li key={code + text} class={`note note-${severity}`}>
            <SeverityIcon severity={severity} />
            <div>
              <p>{text}</p>
              <p class="faint small">
                {severity} <span class="code">{code}</span>
                {line !== undefined && ` · line ${line}, column ${column}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
