import { EmulatorError } from '../emulator-error.js';
import type { SessionView } from '../session-manager/session.js';

/** A user's presence is not what was waited for. Its message says what it is, and what the user's calls brought. */
export class PresenceError extends EmulatorError {
  /** The class's name. */
  override readonly name = 'PresenceError';
  /** Stable, for programs. */
  readonly code = 'PRESENCE';

  /** @internal */
  constructor(
    message: string,
    /** The user's sessions when the time was over. */
    readonly sessions: readonly SessionView[],
  ) {
    super(message);
  }
}
