/** What every error of the emulator's own is: a class for `instanceof`, and a code that stays the same. */
export abstract class EmulatorError extends Error {
  /** Stable, for programs. */
  abstract readonly code: string;
}
