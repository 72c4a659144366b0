import type { Place } from '../../place.js';

/**
 * Characters that nobody sees, that turn the direction of the text, or that a terminal obeys. A zero-width joiner is
 * none of them: it holds emoji together.
 */
const UNSEEN =
  /(?![\t\n])[\p{Cc}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** A text in which such characters stand as in a JavaScript string, such as `\u001b`; tabs and newlines stay. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) =>
    character === '\r' ? '\\r' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same with newlines and tabs, for what must stay on its line. */
export function oneLine(text: string): string {
  return visible(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** A place whose line can be printed, with the column where the same character now is. */
export function visiblePlace(place: Place): Place {
  const { text, column } = place;
  return { ...place, text: visible(text), column: visible(text.slice(0, column - 1)).length + 1 };
}
