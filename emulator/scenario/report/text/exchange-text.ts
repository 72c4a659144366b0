import type { Note } from '../../../note.js';
import type { Happening, PlayedAnswer, PlayedRequest } from '../../result.js';
import type { Paint } from '../paint.js';
import { duration } from './duration.js';
import { indented } from './indented.js';
import { notePlace, SEVERITY_WORDS } from './note-text.js';
import { clipped } from './parted.js';
import { oneLine, visible } from './visible.js';
import { xmlLines } from './xml-lines.js';

export type Exchange = Extract<Happening, { kind: 'exchange' }>;

/** Headers that every exchange has and that explain nothing. */
const USUAL = new Set([
  'accept-encoding',
  'accept-language',
  'connection',
  'content-length',
  'date',
  'host',
  'keep-alive',
  'sec-fetch-mode',
  'transfer-encoding',
  'user-agent',
]);

/** How many lines and characters of a body or a stanza are shown. */
const LINES = 30;
const CHARACTERS = 2000;

/** The request after an arrow that leaves, the answer after one that arrives. */
export function exchangeText({ request, answer, problem, ms }: Exchange, paint: Paint): string {
  const sent = message(paint('cyan', '→'), `${request.method} ${oneLine(request.url)}`, request, paint);
  if (answer === undefined) {
    return `${sent}\n${paint('red', '←')} ${paint('red', `no answer: ${oneLine(problem ?? 'unknown')}`)}`;
  }
  const status = `${answer.status} ${oneLine(answer.reason)}`.trimEnd();
  const first = `${status}${paint('dim', `, ${duration(ms)}`)}`;
  return `${sent}\n${message(paint('cyan', '←'), first, answer, paint)}`;
}

function message(
  arrow: string,
  first: string,
  { headers, body }: PlayedRequest | PlayedAnswer,
  paint: Paint,
): string {
  const telling = headers.filter(([name]) => !USUAL.has(name.toLowerCase()));
  return [
    `${arrow} ${first}`,
    ...telling.map(([name, value]) => `  ${paint('dim', oneLine(`${name}: ${value}`))}`),
    ...(body === undefined || body === '' ? [] : [indented(shortText(body), '  ')]),
  ].join('\n');
}

/** A stanza with an element a line. */
export function stanzaText(xml: string): string {
  return shortText(xmlLines(xml));
}

function shortText(text: string): string {
  const lines = clipped(visible(text), CHARACTERS).split('\n');
  if (lines.length <= LINES) return lines.join('\n');
  return [...lines.slice(0, LINES), `… ${lines.length - LINES} more lines`].join('\n');
}

/** What the emulator says, such as `why: the API key is unknown (api-key-unknown)`. */
export function noteText(note: Note, paint: Paint): string {
  const place = notePlace(note);
  const source = paint('dim', `(${note.code}${place === undefined ? '' : `, ${place}`})`);
  return `${paint('yellow', `${SEVERITY_WORDS[note.severity]}:`)} ${visible(note.text)} ${source}`;
}
