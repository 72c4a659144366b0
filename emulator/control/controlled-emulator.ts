import type { Faults } from '../faults/faults.js';
import type { SessionView } from '../session-manager/session.js';
import type { State } from '../state.js';

/** What the control interface needs of an emulator. */
export interface ControlledEmulator {
  readonly release: string;
  readonly version: string;
  readonly faults: Faults;
  /** Whether a domain is one of the server's own. */
  serves(domain: string): boolean;
  state(domain?: string): State;
  presence(user: string): SessionView[];
}
