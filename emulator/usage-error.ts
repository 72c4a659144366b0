/** Why something can't be done: it is wrong in itself, what it names is not there, or it is there already. */
export type UsageProblem = 'invalid' | 'not-found' | 'conflict';

/** The command, an option, a file or a call is wrong: what, where, and what would be right. The command exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';

  constructor(
    message: string,
    readonly problem: UsageProblem = 'invalid',
  ) {
    super(message);
  }
}
