import type { Mismatch, Path } from '../match/matcher.js';

/** Why a step failed, before it is known where its expectation stands in the file. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';

  constructor(
    message: string,
    readonly details: {
      /** Where in the scenario file it stands; the step itself unless given. */
      readonly path?: Path;
      readonly mismatches?: readonly Mismatch[];
      readonly nearest?: string;
      readonly left?: readonly string[];
      readonly curl?: string;
    } = {},
  ) {
    super(message);
  }
}

/** A step that can't be played here, and why. */
export class StepSkipped extends Error {
  override readonly name = 'StepSkipped';
}
