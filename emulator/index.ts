export { type Contact, ContactError } from './contact.js';
export type { StanzaMatch, StanzaMatcher } from './contact-match.js';
export type { Domain, DomainAccount, DomainAccountOptions } from './domain.js';
export type { Emulator } from './emulator.js';
export { EmulatorError } from './emulator-error.js';
export type {
  AccountOption,
  ApiKeyOption,
  EmulatorOptions,
  LimitOptions,
  PortOption,
  RosterItemOption,
  StateAddition,
  TlsFiles,
} from './emulator-options.js';
export type { Expected } from './expected.js';
export type { Delay, Fault, FaultMatch, FaultOption, JsonValue } from './faults/fault.js';
export type { AddedFault, Faults } from './faults/faults.js';
export type {
  EntryChange,
  EntryHeaders,
  EntryKind,
  EntryRequest,
  EntryResponse,
  JournalEntry,
} from './journal/entry.js';
export type { Journal } from './journal/journal.js';
export type { JournalFilter } from './journal/journal-filter.js';
export { ListenError, type PortName } from './listening.js';
export type { Note, Severity } from './note.js';
export { PresenceError } from './presence/presence-error.js';
export type { PresenceMatch } from './presence/presence-match.js';
export type { ReleaseName } from './release.js';
export type { PresenceView } from './session-manager/presence.js';
export type { RosterItem, Subscription } from './session-manager/roster.js';
export type { SessionKind, SessionView } from './session-manager/session.js';
export type { Activity } from './session-manager/user-status.js';
export type { Snapshot } from './snapshot.js';
export { startEmulator } from './start-emulator.js';
export type { AccountState, SessionState, State } from './state.js';
export { StoppedError, UsageError, type UsageProblem } from './usage-error.js';
export type { ContactOptions } from './users.js';
export type {
  CallExpectation,
  CallMatch,
  TigaseText,
  VerificationOption,
} from './verification/expectation.js';
export type { Difference } from './verification/nearness.js';
export type { CallWarning, Miss } from './verification/verification.js';
export { VerificationError } from './verification/verification-error.js';
export type { WaitOptions } from './wait-options.js';
