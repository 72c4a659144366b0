import { randomUUID } from 'node:crypto';
import type { Element } from 'ltx';
import type { FullJid } from '../jid.js';
import type { Note } from '../note.js';
import type { ClientConnection, ClientSession } from '../session-manager/session.js';
import { type SessionEnd, streamEnds } from '../session-manager/session-end.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import type { StreamCondition } from './stream-error.js';
import { StreamManagement } from './stream-management.js';

/** How long a client whose connection broke may take to resume, in seconds. */
export const RESUME_SECONDS = 60;

/** What a link needs of the stream that it hangs on. */
export interface LinkedStream {
  sendElement(element: Element): void;
  fail(condition: StreamCondition, reason: string): void;
  /** Breaks the connection at once, as the note says. */
  cut(note: Note): void;
  /** Asks for an acknowledgement (XEP-0198). */
  requestAck(): void;
}

/** The links whose clients may resume, by what they resume by. */
export type Resumable = Map<string, ClientLink>;

/**
 * Ties a client's session to the stream that it came over, and outlives it where the client may resume (XEP-0198).
 */
export class ClientLink implements ClientConnection {
  readonly session: ClientSession;
  private management: StreamManagement | undefined;
  private resumeTimer: NodeJS.Timeout | undefined;

  constructor(
    jid: FullJid,
    private stream: LinkedStream | undefined,
    private readonly manager: SessionManager,
    private readonly resumable: Resumable,
  ) {
    this.session = manager.openClient(jid, this);
  }

  deliver(stanza: Element): void {
    const isDue = this.management?.sent(stanza) === true;
    this.stream?.sendElement(stanza);
    if (isDue) this.stream?.requestAck();
  }

  end(end: SessionEnd): void {
    this.forget();
    const { stream } = this;
    const { condition, reason } = streamEnds[end];
    this.stream = undefined;
    if (stream !== undefined) stream.fail(condition, reason);
    else if (end === 'replaced') this.manager.returnUndelivered(this.session, this.undelivered);
  }

  cut(note: Note): boolean {
    const { stream } = this;
    stream?.cut(note);
    return stream !== undefined;
  }

  /** A stanza of the client's. */
  receive(stanza: Element): void {
    this.manager.receive(this.session, stanza);
  }

  /** The client closed its stream in order, or that ended with an error. */
  close(stream: LinkedStream): void {
    if (this.stream !== stream) return; // resumed over another by now
    this.forget();
    this.stream = undefined;
    this.manager.closeClient(this.session);
  }

  /** The connection broke. The session ends, unless its client may resume: then it goes on for a while. */
  broken(stream: LinkedStream): void {
    if (this.stream !== stream) return;
    this.stream = undefined;
    if (this.management?.resumes !== true) return this.abandon();
    this.resumeTimer = setTimeout(() => this.abandon(), RESUME_SECONDS * 1000);
  }

  /** Turns on stream management; `undefined` where it is on already. */
  manage(resumes: boolean): StreamManagement | undefined {
    if (this.management !== undefined) return undefined;
    this.management = new StreamManagement(randomUUID(), resumes);
    if (resumes) this.resumable.set(this.management.id, this);
    return this.management;
  }

  get streamManagement(): StreamManagement | undefined {
    return this.management;
  }

  /** Goes on over another stream; the one before, if it is still there, ends. */
  resume(stream: LinkedStream): void {
    clearTimeout(this.resumeTimer);
    const before = this.stream;
    this.stream = stream;
    before?.fail('conflict', 'The session was resumed over another stream');
  }

  /** Ends the session of a client that does not come back. */
  abandon(): void {
    this.forget();
    this.manager.closeClient(this.session, this.undelivered);
  }

  /** The messages that the client has not acknowledged. */
  private get undelivered(): readonly Element[] {
    return this.management?.pending.filter(({ name }) => name === 'message') ?? [];
  }

  private forget(): void {
    clearTimeout(this.resumeTimer);
    if (this.management !== undefined) this.resumable.delete(this.management.id);
  }
}
