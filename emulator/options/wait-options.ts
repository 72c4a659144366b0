import { z } from 'zod';
import { takes } from './exactly.js';
import { milliseconds } from './option-values.js';
import { readValue } from './read-value.js';

/** How long something is waited for. */
export interface WaitOptions {
  /** In milliseconds, from 0 to 2147483647; 1000 unless given. */
  readonly timeout?: number | undefined;
}

/** How long is waited unless it is said, in milliseconds. */
const TIMEOUT = 1000;

const schema = takes<WaitOptions>()(z.strictObject({ timeout: milliseconds.default(TIMEOUT) }));

/** The time to wait, in milliseconds. @throws {@link UsageError} naming what is wrong with the options */
export function readTimeout(options: WaitOptions = {}): number {
  return readValue(schema, options).timeout;
}
