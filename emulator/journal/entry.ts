import type { Note } from '../note.js';

/** What an entry tells of: a request to the HTTP API, a stanza to or from a client, or what became of a session. */
export type EntryKind = 'request' | 'stanza' | 'session';

/** Headers by name, in lower case; values of one name that came several times are joined by commas. */
export type EntryHeaders = Readonly<Record<string, string>>;

/** A request as it came, without API keys and passwords. */
export interface EntryRequest {
  /** The method. */
  readonly method: string;
  /** The target: path and query. */
  readonly path: string;
  /** The headers. */
  readonly headers: EntryHeaders;
  /** The body; `null` where Tigase reads none. */
  readonly body: string | null;
}

/** An answer as it was sent, without secrets. */
export interface EntryResponse {
  /** The status. */
  readonly status: number;
  /** The headers. */
  readonly headers: EntryHeaders;
  /** The body. */
  readonly body: string;
}

/** The status change that a request asked for, in Tigase's texts. */
export interface EntryChange {
  /** `available`, or `true` where it was not asked for. */
  readonly available: string;
  /** `priority`, or `-1` where it was not asked for. */
  readonly priority: string;
  /** `show`; `null` where it was not asked for. */
  readonly show: string | null;
  /** The status text; `null` where it was not asked for. */
  readonly status: string | null;
  /** Whether the change was made, as the answer says. */
  readonly success: boolean;
}

/** One thing that happened. API keys, passwords and what logs clients in never stand in it. */
export interface JournalEntry {
  /** Counts up, and never begins anew while the emulator runs. */
  readonly id: number;
  /** When it happened, in ISO 8601; of a request, when it came. */
  readonly at: string;
  /** What it tells of. */
  readonly kind: EntryKind;
  /** The domain of `user`; `null` where none was named. */
  readonly domain: string | null;
  /** The bare JID that it is about: whom a request names, who sent a stanza, whose session it is. */
  readonly user: string | null;
  /** The resource; `null` where none was named. */
  readonly resource: string | null;
  /** The request, of an entry that tells of one. */
  readonly request?: EntryRequest;
  /** Its answer; there is none where a fault withheld the answer. */
  readonly response?: EntryResponse;
  /** The status change that it asked for, as far as it was understood. */
  readonly change?: EntryChange;
  /** The stanza's XML. */
  readonly stanza?: string;
  /** The full JID of the client that got the stanza, or did not where a note says so; there is none where a client sent it. */
  readonly to?: string;
  /** The ids of the stanzas and sessions' ends and beginnings that a request or a client's stanza brought about. */
  readonly caused?: readonly number[];
  /** How long the answer took, in milliseconds; 0 for what is no request. */
  readonly ms: number;
  /** What there is to say about it. Sessions tell of themselves here alone: `session-opened`, `session-closed`. */
  readonly notes: readonly Note[];
}
