import type { Element } from 'ltx';
import type { Note } from '../note.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import type { LinkedStream, Resumable } from './client-link.js';
import type { ScramKeyring } from './scram.js';

/** What all streams of an emulator share. */
export interface StreamContext {
  readonly sessionManager: SessionManager;
  readonly resumable: Resumable;
  readonly keyring: ScramKeyring;
  readonly generateResource: () => string;
}

/** What a phase may do with its stream. */
export interface PhasedStream extends LinkedStream {
  /** The host that the stream was opened to. */
  readonly domain: string;
  /** Goes on with another phase; the client opens the stream anew where `features` are to be told again. */
  enter(phase: Phase): void;
  /** Expects the client to open the stream anew. */
  restart(): void;
  /** Says why, beside the wire. */
  note(note: Note): void;
  /** Whether STARTTLS is on offer. */
  readonly canStartTls: boolean;
  /** Goes on encrypted. */
  startTls(): void;
}

/** What a stream is about at present: the log-in, the resource binding, or a session. */
export interface Phase {
  /** What the client may do next. */
  features(): Element[];
  receive(element: Element): void;
  /** The client closed the stream, or its connection broke. */
  over(how: 'closed' | 'cut'): void;
  /** Whether the client has a session by now. */
  readonly hasSession: boolean;
  /** The user, as far as it is known. */
  readonly jid: string | undefined;
}
