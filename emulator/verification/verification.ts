import type { Evidence } from '../journal/evidence.js';
import type { StatusCall } from '../journal/status-call.js';
import { type CallExpectation, type CallMatch, isEnough, mostOf } from './expectation.js';
import { inWords } from './in-words.js';
import { type ComparedCall, compared, nearest } from './nearness.js';
import type { CallWarning, Miss, Verdict } from './verdict.js';

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
