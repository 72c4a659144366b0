import { EmulatorError } from '../emulator-error.js';
import type { SessionView } from '../session-manager/session.js';

/** A user's presence is not what was waited for. Its message says what it is, and what the user's calls brought. */
export class PresenceError extends EmulatorError {
  override readonly name = 'PresenceError';
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
