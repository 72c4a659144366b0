import type { Note } from '../../../note.js';
import type { Happening, PlayedAnswer, PlayedRequest } from '../../result.js';
import { duration } from '../text/duration.js';
import { notePlace, SEVERITY_WORDS } from '../text/note-text.js';
import { clipped } from '../text/parted.js';
import { bodyCode, stanzaCode } from './code.js';
import { html, type Markup } from './html.js';

type Exchange = Extract<Happening, { kind: 'exchange' }>;
type Stanza = Extract<Happening, { kind: 'stanza' }>;

/** What passed over the wire: one line that opens; notes are always seen. A failure shows the stanzas it is about. */
export function happeningMarkup(happening: Happening, inFailedStep: boolean): Markup {
  return happening.kind === 'exchange' ? exchangeMarkup(happening, inFailedStep) : stanzaMarkup(happening);
}

function exchangeMarkup(exchange: Exchange, isOpen: boolean): Markup {
  const { request, answer, problem, ms, notes } = exchange;
  const outcome = answer === undefined ? 'no answer' : `${answer.status} ${answer.reason}`;
  const isFine = answer !== undefined && answer.status < 400;
  return html`<details class="happening"${isOpen && html` open`}>
<summary><b>${request.method}</b> <span class="url">${request.url}</span> <span class="${isFine ? 'fine' : 'refused'}">→ ${outcome}</span> <span class="ms">${duration(ms)}</span></summary>
<div class="sides"><div><h5>Request</h5>${messageMarkup(request)}</div>
<div><h5>Answer</h5>${answer === undefined ? html`<p class="problem">${problem ?? 'None came.'}</p>` : messageMarkup(answer)}</div></div>
</details>${notes.map(noteMarkup)}`;
}

function messageMarkup({ headers, body }: PlayedRequest | PlayedAnswer): Markup {
  const count = headers.length === 1 ? '1 header' : `${headers.length} headers`;
  return html`${
    headers.length > 0 &&
    html`<details class="headers"><summary>${count}</summary><pre class="code">${headers.map(
      ([name, value], index) => html`${index > 0 && '\n'}<i class="n">${name}</i>: ${value}`,
    )}</pre></details>`
  }${body === undefined || body === '' ? html`<p class="none">no body</p>` : bodyCode(body)}`;
}

/** What the emulator says about an exchange. */
function noteMarkup(note: Note): Markup {
  const { severity, text, code } = note;
  const place = notePlace(note);
  const word = SEVERITY_WORDS[severity];
  return html`<p class="note ${severity}"><b>${word[0]?.toUpperCase()}${word.slice(1)}:</b> ${text} <small>${code}${place && `, ${place}`}</small></p>
`;
}

function stanzaMarkup({ direction, actor, xml }: Stanza): Markup {
  return html`<details class="happening">
<summary><b>${actor}</b> ${direction === 'sent' ? 'sent →' : 'received ←'} <code>${digest(xml)}</code></summary>
${stanzaCode(xml)}
</details>`;
}

/** The first tag of a stanza without what is the same in all: `presence type=… from=…`. */
function digest(xml: string): string {
  const [, tag = xml] = /^\s*<([^>]*?)\/?>/.exec(xml) ?? [];
  return clipped(tag.replace(/\s+xmlns(:\w+)?=("[^"]*"|'[^']*')/g, '').trim(), 120);
}
