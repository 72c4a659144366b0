import { z } from 'zod';

/** The kinds of values that steps are made of. The messages are completed by `problemsOf`. */

/** Whatever YAML makes of it, it is read as text: `priority: -1` is the text `-1`. */
export const text = z
  .union([z.string(), z.number(), z.boolean()], { error: 'Invalid input: expected a text' })
  .transform(String);

/** A name of the story's own: a letter, then letters, digits, `_`, `-`. */
export const name = z
  .string()
  .regex(/^[A-Za-z][\w-]*$/, { error: 'Invalid name: expected a letter, then letters, digits, - and _' });

/** An account, as `test` or `{test}`. */
export const account = z
  .string()
  .regex(/^(?:[A-Za-z][\w-]*|\{[A-Za-z][\w-]*\})$/, {
    error: 'Invalid account: expected an account of given, such as test',
  })
  .transform((found) => found.replace(/^\{|\}$/g, ''));

/** The longest time that Node's timers know, in milliseconds: nearly 25 days. */
const MOST = 2 ** 31 - 1;

/** Milliseconds, from `300ms`, `2s` or `1m`. */
export const duration = z
  .string({ error: 'Invalid time: expected a time with its unit, such as 300ms, 2s or 1m' })
  .regex(/^\d+(?:\.\d+)?(?:ms|s|m)$/, {
    error: 'Invalid time: expected a time with its unit, such as 300ms, 2s or 1m',
  })
  .refine((written) => milliseconds(written) <= MOST, { error: `Invalid time: expected at most ${MOST}ms` })
  .transform(milliseconds);

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000 };

function milliseconds(written: string): number {
  const [, number = '', unit = ''] = /^([\d.]+)(\w+)$/.exec(written) ?? [];
  return Number(number) * (UNITS[unit] ?? 1);
}

/** An expectation in the words of the matchers; read by `readMatcher`. */
export const expected = z
  .unknown()
  .describe('a value, or {any}, {absent}, { matches: … }, { one of: […] }, { within: […] }, { exactly: … }');

/** A text, or the contents of a file beside the scenario. */
export const content = z.union([z.string(), z.strictObject({ 'from file': z.string().min(1) })], {
  error: 'Invalid input: expected a text or { from file: PATH }',
});

export type Content = z.output<typeof content>;
