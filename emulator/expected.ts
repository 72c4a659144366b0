import { z } from 'zod';

/** What a field must be: a text, a number that is written so, a regular expression, or `null` where it must be missing. */
export type Expected = string | number | RegExp | null;

/** The schema of what is expected of a field. */
export const expected = z.union([z.string(), z.number(), z.null(), z.instanceof(RegExp)], {
  error: ({ input }) => `${JSON.stringify(input)} is nothing to expect: write a text, a RegExp or null`,
});

/** Whether a field is as it must be. */
export function isExpected(found: string | null, wanted: Expected): boolean {
  if (wanted === null || found === null) return found === wanted;
  if (wanted instanceof RegExp) return found.search(wanted) >= 0; // unlike test(), the same each time
  return found === String(wanted);
}

/** Where a field is not as it must be, as error messages say it. */
export function mismatchInWords(
  field: string,
  wanted: Expected | boolean,
  found: Expected | boolean,
): string {
  return `${field}: expected ${shown(wanted)}, found ${shown(found)}`;
}

/** What is expected of something: `a presence with show "xa", status "On the phone"`; the thing alone where nothing is. */
export function withFields(thing: string, match: object): string {
  const fields = Object.entries(match).flatMap(([field, wanted]: [string, Expected | boolean | undefined]) =>
    wanted === undefined ? [] : [`${field} ${shown(wanted)}`],
  );
  return fields.length === 0 ? thing : `${thing} with ${fields.join(', ')}`;
}

/** A value as error messages show it. */
function shown(value: Expected | boolean): string {
  if (value === null) return 'none';
  return value instanceof RegExp ? String(value) : JSON.stringify(value);
}
