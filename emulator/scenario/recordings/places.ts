import { redactedLine } from '../../redact.js';
import type { Place } from '../place.js';

/** Where sequences and their exchanges stand in a file, each by its number from 0. */
export interface ExchangePlaces {
  sequence(index: number): Place;
  exchange(index: number, number: number): { readonly request: Place; readonly response: Place };
}

/** Recordings in JSON often stand on a line each, or all on one. */
const LONGEST_LINE = 1000;

/** A line without what is secret, and without an end that nobody would read. */
export function shownLine(line: string): string {
  const text = redactedLine(line);
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text;
}

/** Makes lines of places such as can be shown, each line once. */
export function withShownLines(): (place: Place) => Place {
  const lines = new Map<number, string>();
  return (place) => {
    const text = lines.get(place.line) ?? shownLine(place.text);
    lines.set(place.line, text);
    return { ...place, text };
  };
}

/** How deep the sequences of a list lie, and their exchanges. */
const DEPTH = { sequence: 2, exchange: 4 } as const;

/** Finds the exchanges in JSON that was read and is known to be recordings. */
export function placesInJson(file: string, text: string): ExchangePlaces {
  const sequences: { readonly offset: number; readonly requests: number[]; readonly responses: number[] }[] =
    [];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth === DEPTH.sequence && token === '{')
      sequences.push({ offset: index, requests: [], responses: [] });
    if (depth === DEPTH.exchange && token === '"request"') sequences.at(-1)?.requests.push(index);
    if (depth === DEPTH.exchange && token === '"response"') sequences.at(-1)?.responses.push(index);
  }
  const placeAt = placesIn(file, text);
  return {
    sequence: (index) => placeAt(sequences[index]?.offset ?? 0),
    exchange: (index, number) => ({
      request: placeAt(sequences[index]?.requests[number] ?? 0),
      response: placeAt(sequences[index]?.responses[number] ?? 0),
    }),
  };
}

/** The places of offsets that ascend but for a few. */
function placesIn(file: string, text: string): (offset: number) => Place {
  const shown = withShownLines();
  let line = 1;
  let start = 0;
  return (offset) => {
    if (offset < start) [line, start] = [1, 0];
    for (let end = text.indexOf('\n', start); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
      line += 1;
      start = end + 1;
    }
    const end = text.indexOf('\n', start);
    const lineText = text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
    return shown({ file, line, column: offset - start + 1, text: lineText });
  };
}
