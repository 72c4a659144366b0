import type { IncomingMessage } from 'node:http';
import type { Effects } from '../event-stream.js';
import type { FullJid } from '../jid.js';
import type { Note } from '../note.js';
import type { Answer } from './answer.js';

/** The status change that a request asked for, as Tigase understood it. */
export interface StatusChange {
  readonly available: string;
  readonly priority: string;
  readonly show: string | null;
  readonly status: string | null;
  readonly success: boolean;
}

/** Which of Tigase's calls a request is, and whom it names; a part is empty where the call names none. */
export interface Call extends FullJid {
  readonly name: 'status' | 'account' | 'accounts';
}

/** One request to Tigase's HTTP API with its answer and the reasons for it. */
export interface Exchange {
  readonly method: string;
  /** The request's target as it was sent, API key included: whoever shows it redacts it. */
  readonly target: string;
  readonly httpVersion: string;
  /** Name, value, name, value, as they were sent, credentials included. */
  readonly headers: readonly string[];
  /** The body, where Tigase reads one. */
  readonly body: string | undefined;
  /** `undefined` where it is none that Tigase knows. */
  readonly call: Call | undefined;
  /** When the request came, in milliseconds since the epoch. */
  readonly at: number;
  /** How long it took until there was an answer, or until it was withheld, in milliseconds. */
  readonly ms: number;
  /** `undefined` where a fault withheld it. */
  readonly answer: Answer | undefined;
  readonly change: StatusChange | undefined;
  /** What came of it in the session manager. */
  readonly effects: Effects | undefined;
  readonly notes: readonly Note[];
}

export type ExchangeListener = (exchange: Exchange) => void;

/**
 * Where the middlewares of the HTTP API leave what they found out about a request. All of it stands there from the
 * beginning: objects that grow cost the engine more.
 */
export interface ExchangeState {
  notes: Note[];
  answer: Answer | undefined;
  /** No answer is sent: the connection is closed, or kept open and silent. */
  withheld: 'dropped' | 'silent' | undefined;
  change: StatusChange | undefined;
  effects: Effects | undefined;
  call: Call | undefined;
  /** The path that routes and keys are compared with: percent-decoded where the release does that. */
  path: string;
  query: string;
  /** The Content-Type as the request has it; empty where there is none. */
  contentType: string;
  /** The Content-Length; 0 where there is none, as in chunked requests. */
  contentLength: number;
  /** The body, once it is read. */
  body: string | undefined;
  startedAt: number;
}

/** An answer that ends a request, and the reason for it. */
export interface Refusal {
  readonly answer: Answer;
  readonly note: Note;
}

export function refuse(state: ExchangeState, { answer, note }: Refusal): void {
  state.answer = answer;
  state.notes.push(note);
}

export function contentTypeOf(request: IncomingMessage): string {
  return request.headers['content-type'] ?? '';
}

export function contentLengthOf(request: IncomingMessage): number {
  return Number(request.headers['content-length'] ?? 0);
}
