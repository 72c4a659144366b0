export { EmulatorError } from './emulator-error.js';
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
export { type Contact, ContactError } from './library/contact.js';
export type { StanzaMatch, StanzaMatcher } from './library/contact-match.js';
export type { Domain, DomainAccount, DomainAccountOptions } from './library/domain.js';
export type { Emulator } from './library/emulator.js';
export type { Snapshot } from './library/snapshot.js';
export { startEmulator } from './library/start-emulator.js';
export type { AccountState, SessionState, State } from './library/state.js';
export type { ContactOptions } from './library/users.js';
export { ListenError, type PortName } from './listening.js';
export type { Note, Severity } from './note.js';
export type {
  AccountOption,
  ApiKeyOption,
  EmulatorOptions,
  LimitOptions,
  PortOption,
  RosterItemOption,
  StateAddition,
  TlsFiles,
} from './options/emulator-options.js';
export type { WaitOptions } from './options/wait-options.js';
export { PresenceError } from './presence/presence-error.js';
export type { PresenceMatch } from './presence/presence-match.js';
export type { ReleaseName } from './release.js';
export type { PresenceView } from './session-manager/presence.js';
export type { RosterItem, Subscription } from './session-manager/roster.js';
export type { SessionKind, SessionView } from './session-manager/session.js';
export type { Activity } from './session-manager/user-status.js';
export { StoppedError, UsageError, type UsageProblem } from './usage-error.js';
export type {
  CallExpectation,
  CallMatch,
  TigaseText,
  VerificationOption,
} from './verification/expectation.js';
export type { Difference } from './verification/nearness.js';
export type { CallWarning, Miss } from './verification/verdict.js';
export { VerificationError } from './verification/verification-error.js';
