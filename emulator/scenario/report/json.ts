import { type Counts, countsOf, type RunResult } from '../result.js';
import type { Reporter, Write } from './reporter.js';

/**
 * The whole run for programs: {@link RunResult} with counts of its scenarios. A key whose value is not known is not
 * there, never `null`. Times are ISO 8601, durations (`ms`) milliseconds with fractions, lines and columns count from 1.
 */
export interface JsonReport extends RunResult {
  readonly counts: Counts;
}

/** All keys in a value and in what it holds. */
type KeysIn<T> = T extends readonly (infer Item)[]
  ? KeysIn<Item>
  : T extends object
    ? (keyof T & string) | { [Key in keyof T]-?: KeysIn<T[Key]> }[keyof T]
    : never;

/** Every key in the order in which it is printed, wherever it stands: the order never hangs on who made the values. */
const ORDER: { readonly [key in KeysIn<JsonReport>]: true } = {
  version: true,
  target: true,
  kind: true,
  section: true,
  direction: true,
  actor: true,
  severity: true,
  code: true,
  method: true,
  url: true,
  release: true,
  file: true,
  line: true,
  column: true,
  name: true,
  description: true,
  tags: true,
  text: true,
  place: true,
  depth: true,
  outcome: true,
  reason: true,
  startedAt: true,
  ms: true,
  counts: true,
  passed: true,
  failed: true,
  skipped: true,
  failure: true,
  message: true,
  what: true,
  expected: true,
  found: true,
  differences: true,
  nearest: true,
  left: true,
  curl: true,
  request: true,
  answer: true,
  status: true,
  headers: true,
  body: true,
  problem: true,
  notes: true,
  xml: true,
  happenings: true,
  steps: true,
  scenarios: true,
};

/** Two spaces a level, and a newline at the end. */
export function jsonText(result: RunResult): string {
  const report: JsonReport = { ...result, counts: countsOf(result.scenarios) };
  return `${JSON.stringify(report, Object.keys(ORDER), 2)}\n`;
}

export function jsonReporter(write: Write): Reporter {
  return { finished: (result) => write(jsonText(result)) };
}
