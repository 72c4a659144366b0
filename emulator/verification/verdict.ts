import type { Difference } from './nearness.js';

/** A call that nearly matched. */
export interface Miss {
  /** The id of its entry in the journal. */
  readonly id: number;
  /** When it came, in ISO 8601. */
  readonly at: string;
  /** The method of the request. */
  readonly method: string;
  /** Path and query, without the API key. */
  readonly path: string;
  /** The status of the answer; `null` where it was withheld. */
  readonly responseStatus: number | null;
  /** Where it is not what was sought. */
  readonly differences: readonly Difference[];
}

/** A warning on a call that matched. */
export interface CallWarning {
  /** The id of the call's entry in the journal. */
  readonly id: number;
  /** The note's code. */
  readonly code: string;
  /** The note's text. */
  readonly text: string;
}

/** What came of a verification. */
export interface Verdict {
  readonly holds: boolean;
  /** How many calls matched. */
  readonly count: number;
  /** The entries that matched, oldest first, by their ids. */
  readonly matched: readonly number[];
  /** Where there were too few, the calls that come nearest, the nearest first. */
  readonly misses: readonly Miss[];
  /** Where there should be none. */
  readonly warnings: readonly CallWarning[];
  /** Whether nothing that still comes can make it hold. */
  readonly isFinal: boolean;
  /** Where it does not hold: what was expected, and what there was, for people. */
  readonly text: string;
}
