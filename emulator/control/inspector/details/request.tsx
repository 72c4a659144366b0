import type { EntryRequest } from '../../../journal/entry.js';
import type { Note } from '../../../note.js';
import { CopyButton } from '../page/copy-button.js';
import { Body, type Place } from './body.js';
import { curlFor } from './curl.js';
import { Headers } from './headers.js';

interface Props {
  readonly request: EntryRequest;
  readonly notes: readonly Note[];
}

export function Request({ request, notes }: Props) {
  const { method, path, headers, body } = request;
  const isCut = notes.some(({ code }) => code === 'request-cut');
  return (
    <section>
      <h3>Request</h3>
      <p class="code first-line">
        <strong>{method}</strong> {path}
      </p>
      <Headers headers={headers} />
      {body === null ? (
        <p class="faint">No body was read</p>
      ) : (
        <Body key={body} text={body} type={headers['content-type'] ?? ''} place={placeIn(body, notes)} />
      )}
      <div class="actions">
        <CopyButton text={curlFor(request, location.origin)} isDisabled={isCut}>
          Copy as curl
        </CopyButton>
        {isCut && (
          <span class="faint small">The body is kept in part: there is no command that sends it.</span>
        )}
      </div>
    </section>
  );
}

/** Where something is wrong in a body as it was sent; where secrets were taken out before, that place is another. */
function placeIn(body: string, notes: readonly Note[]): Place | undefined {
  if (body.includes('…')) return undefined;
  for (const { line, column } of notes)
    if (line !== undefined && column !== undefined) return { line, column };
  return undefined;
}
