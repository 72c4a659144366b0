/** A body that Tigase's parsers refuse, with the place where they do. Lines and columns count from 1. */
export class BodyError extends Error {
  override readonly name = 'BodyError';

  constructor(
    readonly code: 'json-syntax' | 'xml-syntax' | 'body-too-deep',
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

/** The line and column, both from 1, of a character in a text. */
export function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: index - lastBreak };
}

/**
 * How many levels a body may nest. Java's parsers end somewhere in the thousands with a StackOverflowError
 * (a 500, as for any bad body); where exactly depends on the server's stack and was not recorded.
 */
export const MAX_DEPTH = 1000;
