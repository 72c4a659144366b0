import type { Element } from 'ltx';
import type { Exchange, StatusChange } from '../http-api/exchange.js';
import { info, type Note } from '../note.js';

/** How much of a body or a stanza the journal keeps, in characters: with a thousand entries it must not hold a gigabyte. */
const KEPT_OF_A_TEXT = 64 * 1024;

/** How much of a note's text, which may quote what was sent, and how many notes. */
const KEPT_OF_A_NOTE = 2000;
const KEPT_NOTES = 20;

/** What is shorter than this as a whole is kept as it is. */
const SHORT = 2000;

/** What an element holds besides its texts, in characters. */
const ELEMENT = 100;

/** The codes of the notes that tell of it. */
export const CUT = { request: 'request-cut', answer: 'answer-cut' } as const;

/** An exchange of which no text is longer than the journal keeps it. What is cut is told in a note. */
export function cutExchange(exchange: Exchange): Exchange {
  const { body, answer, change, notes } = exchange;
  if ((body?.length ?? 0) + (answer?.body.length ?? 0) <= SHORT) return exchange;
  const cuts = [...cutNote('request', body), ...cutNote('answer', answer?.body)];
  return {
    ...exchange,
    body: body === undefined ? undefined : cutText(body),
    answer: answer === undefined ? undefined : { ...answer, body: cutText(answer.body) },
    change: change === undefined ? undefined : cutChange(change),
    notes: [...cutNotes(notes), ...cuts],
  };
}

/** A stanza, or where it is long its XML as far as the journal keeps it. */
export function cutStanza(stanza: Element): Element | string {
  return sizeOf(stanza, SHORT) <= SHORT ? stanza : cutText(stanza.toString());
}

function cutChange({ available, priority, show, status, success }: StatusChange): StatusChange {
  return {
    available: cutText(available),
    priority: cutText(priority),
    show: show === null ? null : cutText(show),
    status: status === null ? null : cutText(status),
    success,
  };
}

export function cutNotes(notes: readonly Note[]): Note[] {
  return notes.slice(0, KEPT_NOTES).map((note) => {
    return note.text.length <= KEPT_OF_A_NOTE ? note : { ...note, text: cutText(note.text, KEPT_OF_A_NOTE) };
  });
}

function cutNote(what: keyof typeof CUT, text: string | undefined): Note[] {
  if (text === undefined || text.length <= KEPT_OF_A_TEXT) return [];
  const told = `the first ${KEPT_OF_A_TEXT} of its ${text.length} characters`;
  return [info(CUT[what], `The ${what}’s body is kept in part: ${told}`)];
}

function cutText(text: string, most = KEPT_OF_A_TEXT): string {
  if (text.length <= most) return text;
  const kept = Buffer.from(text.slice(0, most)).toString(); // a copy, which does not keep the whole
  return `${kept}… (the first ${most} of ${text.length} characters)`;
}

/** About how many characters an element holds; where they are more than `most`, some number above it. */
function sizeOf({ attrs, children }: Element, most: number): number {
  let size = ELEMENT;
  for (const name in attrs) size += name.length + String(attrs[name]).length;
  for (const child of children) {
    if (size > most) return size;
    size += typeof child === 'string' ? child.length : sizeOf(child as Element, most - size);
  }
  return size;
}
