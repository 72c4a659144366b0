import { EmulatorError } from './emulator-error.js';

/** Why something can't be done: it is wrong in itself, what it names is not there, or it is there already. */
export type UsageProblem = 'invalid' | 'not-found' | 'conflict';

/** The command, an option, a file or a call is wrong: what, where, and what would be right. The command exits with 2. */
export class UsageError extends EmulatorError {
  /** The class's name. */
  override readonly name: string = 'UsageError';
  /** `USAGE`; of a {@link StoppedError} `STOPPED`. */
  readonly code: string = 'USAGE';

  /** @internal */
  constructor(
    message: string,
    /** What kind of mistake it is. */
    readonly problem: UsageProblem = 'invalid',
  ) {
    super(message);
  }
}

/** The emulator was stopped before. What its journal and its contacts hold can still be looked at. */
export class StoppedError extends UsageError {
  /** The class's name. */
  override readonly name = 'StoppedError';
  /** Stable, for programs. */
  override readonly code = 'STOPPED';

  /** @internal */
  constructor(
    /** What can't be done, such as `it takes no accounts`. */
    what: string,
  ) {
    super(`the emulator was stopped: ${what} any more`);
  }
}
