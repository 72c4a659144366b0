import type { Faults } from '../faults/faults.js';
import type { Journal } from '../journal/journal.js';
import type { Domain } from '../library/domain.js';
import type { Snapshot } from '../library/snapshot.js';
import type { StateAddition } from '../options/emulator-options.js';
import type { ReleaseName } from '../release.js';
import type { SessionView } from '../session-manager/session.js';
import type { VerificationOption } from '../verification/expectation.js';

/** What the control interface needs of an emulator: nothing that the library does not have, where each is explained. */
export interface ControlledEmulator {
  readonly release: ReleaseName;
  readonly version: string;
  readonly startedAt: Date;
  readonly faults: Faults;
  readonly journal: Journal;
  stateJson(domain?: string): Iterable<string>;
  presence(user: string): SessionView[];
  addState(given: StateAddition): void;
  reset(domain?: string): void;
  createDomain(): Promise<Domain>;
  removeDomain(name: string): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  onChange(listener: () => void): () => void;
  scenario(ids: readonly number[]): Promise<string>;
  verification(given: VerificationOption, signal?: AbortSignal): Promise<{ readonly count: number }>;
}
