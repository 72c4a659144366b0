import type { Mismatch } from '../match/matcher.js';
import type { Difference, Failure } from '../result.js';
import type { Step } from '../scenario.js';
import { redactedPlace } from './redaction.js';
import { StepFailure } from './step-failure.js';

/** What a server or a library threw is the step's failure too: the other stories go on. */
export function asStepFailure(failure: unknown): StepFailure {
  if (failure instanceof StepFailure) return failure;
  return new StepFailure(failure instanceof Error ? failure.message : String(failure));
}

/** A failure with the place in the file where what failed stands. */
export function placed({ message, details }: StepFailure, { source, path }: Step): Failure {
  const { mismatches = [], nearest, left, curl } = details;
  const [first] = mismatches;
  return {
    message,
    place: redactedPlace(source.placeOf(first?.path ?? details.path ?? path)),
    differences: mismatches.map(differenceOf),
    ...(nearest === undefined ? {} : { nearest }),
    ...(left === undefined ? {} : { left }),
    ...(curl === undefined ? {} : { curl }),
  };
}

function differenceOf({ what, expected, found }: Mismatch): Difference {
  return { what: what.join(' › '), expected, found };
}
