import { useEffect, useRef } from 'preact/hooks';
import type { JournalEntry } from '../../../journal/entry.js';
import { inWords, whom } from '../activity/in-words.js';
import { close } from '../activity/opened.js';
import { clock } from '../activity/time.js';
import { Cross } from '../page/icons.js';
import { useIsWide } from '../page/use-is-wide.js';
import { Cause } from './cause.js';
import { Caused } from './caused.js';
import { Notes } from './notes.js';
import { Request } from './request.js';
import { Response } from './response.js';
import { Stanza } from './stanza.js';

/** All that there is to know of one entry. */
export function Details({ entry }: { readonly entry: JournalEntry }) {
  const { id, at, kind, request, notes } = entry;
  const { time, fraction } = clock(at);
  const { user, resource } = whom(entry);
  const top = useRef<HTMLElement>(null);
  const closing = useRef<HTMLButtonElement>(null);
  const isWide = useIsWide();
  useEffect(() => {
    top.current?.scrollTo(0, 0);
    // Where the details cover the list, nothing else is to be reached; and a link that led here may be gone.
    if (!isWide || document.activeElement === document.body) closing.current?.focus();
  }, [id, isWide]);
  return (
    <article class="details" aria-label="Details" ref={top}>
      <header class="details-head">
        <div>
          <h2 class="jid">
            {user || 'nobody'}
            {resource !== '' && <span class="faint">/{resource}</span>}
          </h2>
          <p>
            {inWords(entry)}{' '}
            <time class="faint number" dateTime={at} title={at}>
              {time}
              {fraction}
            </time>
          </p>
        </div>
        <button type="button" class="quiet" aria-label="Close the details" onClick={close} ref={closing}>
          <Cross />
        </button>
      </header>
      <Notes notes={notes} />
      {request !== undefined && <Request request={request} notes={notes} />}
      {request !== undefined && <Response entry={entry} />}
      {kind === 'stanza' && <Stanza entry={entry} />}
      {kind === 'session' ? (
        <Cause id={id} />
      ) : (
        (request !== undefined || entry.to === undefined) && <Caused entry={entry} />
      )}
    </article>
  );
}
