import type { Note } from '../note.js';

/** A call of the status endpoint as it is compared with a match: texts as Tigase has them. */
export interface StatusCall {
  /** The id of its entry in the journal. */
  readonly id: number;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** The target, without the API key. */
  readonly path: string;
  /** The bare JID that it names. */
  readonly user: string;
  readonly domain: string;
  readonly resource: string;
  /** What it asked for, where it got as far as that. */
  readonly available: string | undefined;
  readonly show: string | null | undefined;
  readonly status: string | null | undefined;
  readonly priority: string | undefined;
  /** The form of its content; `undefined` where it had none. */
  readonly format: 'json' | 'xml' | undefined;
  /** `undefined` where it was refused before anything was to be changed. */
  readonly success: boolean | undefined;
  /** `undefined` where a fault withheld the answer. */
  readonly responseStatus: number | undefined;
  readonly notes: readonly Note[];
}
