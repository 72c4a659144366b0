import type { JournalEntry } from '../../../journal/entry.js';
import { inWords, whom } from '../activity/in-words.js';
import { stanzaSummary } from '../activity/stanza.js';
import { entries } from '../live/journal.js';
import { useStore } from '../store.js';
import { pretty } from './pretty.js';

/** What an entry brought about: who got which stanza, and which sessions began and ended. */
export function Caused({ entry }: { readonly entry: JournalEntry }) {
  const ids = entry.caused ?? [];
  const all = useStore(entries);
  const there = all.filter(({ id }) => ids.includes(id));
  const stanzas = there.filter(({ kind }) => kind === 'stanza');
  const sessions = there.filter(({ kind }) => kind === 'session');
  const missing = ids.length - there.length;
  return (
    <section>
      <h3>What it brought about</h3>
      {ids.length === 0 && <p class="faint">Nothing: nobody got a stanza.</p>}
      <ul class="caused">
        {sessions.map((session) => (
          <li key={session.id}>
            {inWords(session)}: <JidOf entry={session} />
          </li>
        ))}
        {stanzas.map((stanza) => (
          <li key={stanza.id}>
            <details>
              <summary>
                <span>
                  to <JidOf entry={stanza} />
                </span>
                <span class="caused-words">{stanzaSummary(stanza).words}</span>
                {stanza.notes.map(({ code, text }) => (
                  <span key={code} class="caused-words small">
                    {text}
                  </span>
                ))}
              </summary>
              <pre class="code block">{pretty(stanza.stanza ?? '', 'xml')}</pre>
            </details>
          </li>
        ))}
      </ul>
      {ids.length > 0 && stanzas.length === 0 && missing === 0 && <p class="faint">Nobody got a stanza.</p>}
      {missing > 0 && <p class="faint">{missing} more, which the page no longer keeps.</p>}
    </section>
  );
}

function JidOf({ entry }: { readonly entry: JournalEntry }) {
  const { user, resource } = whom(entry);
  return (
    <span class="jid">
      {user}
      <span class="faint">/{resource}</span>
    </span>
  );
}
