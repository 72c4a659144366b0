export type { StreamNote } from './connections/xmpp-stream.js';
export { type Contact, ContactError, type ReceiveOptions } from './contact.js';
export type { Expected, StanzaMatch, StanzaMatcher } from './contact-match.js';
export type { Domain, DomainAccount, DomainAccountOptions } from './domain.js';
export type { Emulator, WaitOptions } from './emulator.js';
export type { Fault, FaultMatch, FaultOption } from './faults/fault.js';
export type { AddedFault, Faults } from './faults/faults.js';
export type { Exchange, StatusChange } from './http-api/exchange.js';
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
export type { Note, Severity } from './note.js';
export type { AccountOption, EmulatorOptions, RosterItemOption } from './options.js';
export type { SessionView } from './session-manager/session.js';
export type { Snapshot } from './snapshot.js';
export { startEmulator } from './start-emulator.js';
export type { State } from './state.js';
export type { StateAddition } from './state-addition.js';
export { UsageError } from './usage-error.js';
export type { ContactOptions } from './users.js';
export type { CallExpectation, CallMatch, VerificationOption } from './verification/expectation.js';
export type { Difference } from './verification/nearness.js';
export type { CallWarning, Miss } from './verification/verification.js';
export { VerificationError } from './verification/verification-error.js';
