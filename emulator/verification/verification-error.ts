import { EmulatorError } from '../emulator-error.js';
import type { CallWarning, Miss, Verdict } from './verdict.js';

/** The calls that there were are not what was expected. Its message says what was sought and what came nearest. */
export class VerificationError extends EmulatorError {
  /** The class's name. */
  override readonly name = 'VerificationError';
  /** Stable, for programs. */
  readonly code = 'VERIFICATION';
  /** How many calls matched. */
  readonly count: number;
  /** The calls that come nearest, the nearest first. */
  readonly misses: readonly Miss[];
  /** The warnings that should not have been there. */
  readonly warnings: readonly CallWarning[];

  /** @internal */
  constructor({ text, count, misses, warnings }: Verdict) {
    super(text);
    this.count = count;
    this.misses = misses;
    this.warnings = warnings;
  }
}
