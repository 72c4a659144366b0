import type { Emulator } from '../library/emulator.js';

/** What the control interface needs of an emulator: nothing that the library does not have. */
export type ControlledEmulator = Pick<
  Emulator,
  | 'release'
  | 'version'
  | 'startedAt'
  | 'faults'
  | 'journal'
  | 'stateJson'
  | 'presence'
  | 'addState'
  | 'reset'
  | 'createDomain'
  | 'removeDomain'
  | 'snapshot'
  | 'restore'
  | 'onChange'
  | 'scenario'
  | 'verification'
>;
