import type { StreamNote } from '../connections/xmpp-stream.js';
import type { Exchange } from '../http-api/exchange.js';
import { requestLine } from '../journal/request-line.js';
import type { Note } from '../note.js';
import type { LogFormat } from '../options/start-options.js';
import { redactedPath } from '../redact.js';
import type { SessionEnd } from '../session-manager/session-end.js';

/** What the log tells of. Nothing in it is secret: API keys are redacted before it is written. */
export type LogEvent =
  | {
      readonly event: 'listening';
      readonly release: string;
      /** Where the HTTP API is; none where it does not listen. */
      readonly url: string | undefined;
      /** The ports; none where nothing listens. */
      readonly http: number | undefined;
      readonly websocket: number | undefined;
      readonly xmpp: number | undefined;
      /** Where the inspector page is, if anywhere. */
      readonly inspector: string | undefined;
      /** The config file that was read, if any. */
      readonly config: string | undefined;
    }
  | { readonly event: 'request'; readonly exchange: Exchange }
  | { readonly event: 'session-opened'; readonly jid: string }
  | { readonly event: 'session-closed'; readonly jid: string; readonly end: SessionEnd }
  /** A client's stanza of which there is something to say. */
  | { readonly event: 'stanza'; readonly jid: string; readonly notes: readonly Note[] }
  | ({ readonly event: 'stream' } & StreamNote)
  | { readonly event: 'warning'; readonly text: string }
  | { readonly event: 'error'; readonly text: string }
  | { readonly event: 'stopping'; readonly reason: string }
  | { readonly event: 'stopped' };

export type Log = (event: LogEvent) => void;

/** A log in the given format, written a line at a time. */
export function createLog(format: LogFormat, write: (line: string) => void): Log {
  if (format === 'silent') return () => {};
  const lineOf = format === 'json' ? jsonLine : prettyLine;
  return (event) => write(`${lineOf(event)}\n`);
}

function jsonLine(event: LogEvent): string {
  if (event.event !== 'request') return JSON.stringify(event);
  const { method, target, at, ms, answer, change, notes } = event.exchange;
  return JSON.stringify({
    event: 'request',
    at: new Date(at).toISOString(),
    method,
    path: redactedPath(target),
    status: answer?.status ?? null,
    ms: rounded(ms),
    ...(change === undefined ? {} : { change }),
    notes,
  });
}

function prettyLine(event: LogEvent): string {
  switch (event.event) {
    case 'listening':
      return prettyListening(event);
    case 'request':
      return prettyRequest(event.exchange);
    case 'session-opened':
      return `${now()} ${event.jid} is connected`;
    case 'session-closed':
      return `${now()} ${event.jid} is gone: ${event.end}`;
    case 'stanza':
      return withNotes(`${now()} stanza of ${event.jid}`, event.notes);
    case 'stream':
      return withNotes(
        `${now()} stream over ${event.transport}${event.jid === undefined ? '' : ` of ${event.jid}`}`,
        [event.note],
      );
    case 'stopping':
      return `stopping: ${event.reason}`;
    case 'stopped':
      return 'stopped';
    default:
      return `${event.event}: ${event.text}`;
  }
}

function prettyRequest({ method, target, at, ms, answer, change, notes }: Exchange): string {
  const outcome = change === undefined ? '' : `, success: ${change.success}`;
  const request = requestLine({ method, path: redactedPath(target), status: answer?.status });
  return withNotes(`${timeOf(at)} ${request}${outcome} (${rounded(ms)} ms)`, notes);
}

function prettyListening({
  release,
  url,
  websocket,
  xmpp,
  inspector,
  config,
}: LogEvent & { event: 'listening' }): string {
  const where = [
    url ?? 'no HTTP port',
    ...(websocket === undefined ? [] : [`XMPP over WebSocket on ${websocket}`]),
    ...(xmpp === undefined ? [] : [`over TCP on ${xmpp}`]),
  ];
  const file = config === undefined ? '' : ` (${config})`;
  const page = inspector === undefined ? '' : `\nWhat happens, and why: ${inspector}`;
  return `Tigase emulator, release ${release}: ${where.join(', ')}${file}${page}`;
}

function withNotes(first: string, notes: readonly Note[]): string {
  return [first, ...notes.map((note) => `         ${prettyNote(note)}`)].join('\n');
}

function now(): string {
  return timeOf(Date.now());
}

function timeOf(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

function prettyNote({ severity, code, text }: Note): string {
  return `${severity} ${code}: ${text}`;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
