/** The command, an option or a file is wrong: what, where, and what would be right. The command exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
}
