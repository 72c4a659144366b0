import type { StatusCall } from './status-call.js';

/** What a verification goes by. */
export interface Evidence {
  /** The calls of the status endpoint that are kept, oldest first. */
  readonly calls: readonly StatusCall[];
  /** Other requests: method and path, with their answers, the latest last. */
  readonly others: readonly string[];
  /** How many entries had to make way in the journal. */
  readonly dropped: number;
}
