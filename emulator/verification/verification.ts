import type { StatusCall } from '../journal/status-call.js';
import { type CallExpectation, type CallMatch, isEnough, mostOf } from './expectation.js';
import { inWords } from './in-words.js';
import { type ComparedCall, compared, type Difference, nearest } from './nearness.js';

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

/** What a verification goes by. */
export interface Evidence {
  /** The calls of the status endpoint that are kept, oldest first. */
  readonly calls: readonly StatusCall[];
  /** Other requests: method and path, with their answers, the latest last. */
  readonly others: readonly string[];
  /** How many entries had to make way in the journal. */
  readonly dropped: number;
}

/** How many misses are told. */
const SHOWN = 5;

/** What is expected, compared with how many calls match and how many warnings are on them. */
export interface Outcome {
  readonly isEnough: boolean;
  readonly isTooMany: boolean;
  readonly holds: boolean;
  /** Whether nothing that still comes can make it hold. */
  readonly isFinal: boolean;
}

export function outcomeOf(count: number, warnings: number, expectation: CallExpectation): Outcome {
  const enough = isEnough(count, expectation);
  const isWarned = expectation.noWarnings === true && warnings > 0;
  const most = mostOf(expectation);
  const isTooMany = most !== undefined && count > most;
  return { isEnough: enough, isTooMany, holds: enough && !isWarned, isFinal: isTooMany || isWarned };
}

/** Compares the calls that there were with what is expected. */
export function verdictOn(evidence: Evidence, match: CallMatch, expectation: CallExpectation): Verdict {
  const all = evidence.calls.map((call) => compared(call, match));
  const matched = all.filter(({ differences }) => differences.length === 0);
  const count = matched.length;
  const warnings = expectation.noWarnings ? matched.flatMap(({ call }) => warningsOf(call)) : [];
  const { isEnough, isTooMany, holds, isFinal } = outcomeOf(count, warnings.length, expectation);
  const others = !isEnough && !isTooMany ? all.filter(({ differences }) => differences.length > 0) : [];
  const misses = nearest(others, SHOWN).map(missOf);
  const told = { evidence, match, expectation, isEnough, matched: matched.map(missOf) };
  return {
    ...{ holds, count, warnings, misses, isFinal },
    matched: matched.map(({ call }) => call.id),
    text: holds ? '' : inWords({ count, warnings, misses }, told),
  };
}

function missOf({ call, differences }: ComparedCall): Miss {
  const { id, at, method, path } = call;
  const responseStatus = call.responseStatus ?? null;
  return { id, at: new Date(at).toISOString(), method, path, responseStatus, differences };
}

/** The warnings on a call. */
export function warningsOf({ id, notes }: StatusCall): CallWarning[] {
  return notes.filter(({ severity }) => severity === 'warning').map(({ code, text }) => ({ id, code, text }));
}
