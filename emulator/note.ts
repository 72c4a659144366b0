/** How much a note matters: an error explains a refusal, a warning a trap that would go unnoticed. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * Why the emulator answered as it did, beside the exchange: Tigase itself says little. A note never changes
 * what is sent on the wire.
 */
export interface Note {
  /** Stable, for programs. The codes are listed in docs/notes.md. */
  readonly code: string;
  /** How much it matters. */
  readonly severity: Severity;
  /** For people: what was wrong, where, and what to do. */
  readonly text: string;
  /** The line in the request's body, from 1. */
  readonly line?: number;
  /** The column in that line, from 1. */
  readonly column?: number;
}

export const error = (code: string, text: string): Note => ({ code, severity: 'error', text });
export const warning = (code: string, text: string): Note => ({ code, severity: 'warning', text });
export const info = (code: string, text: string): Note => ({ code, severity: 'info', text });
