import type { Note, Severity } from '../../../note.js';

/** What a note begins with, in plain words. */
export const SEVERITY_WORDS: { readonly [severity in Severity]: string } = {
  error: 'why',
  warning: 'careful',
  info: 'note',
};

/** Where in the request's body a note points to, where it does: `line 1, column 9 of the body`. */
export function notePlace({ line, column }: Note): string | undefined {
  if (line === undefined) return undefined;
  return `line ${line}${column === undefined ? '' : `, column ${column}`} of the body`;
}
