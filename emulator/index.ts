export type { Emulator } from './emulator.js';
export type { Exchange, StatusChange } from './http-api/exchange.js';
export type { Note, Severity } from './note.js';
export type { EmulatorOptions } from './options.js';
export type { SessionView } from './session-manager/session.js';
export { startEmulator } from './start-emulator.js';
export type { State } from './state.js';
export { UsageError } from './usage-error.js';
