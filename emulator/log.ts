import type { Exchange } from './http-api/exchange.js';
import type { Note } from './note.js';

export type LogFormat = 'pretty' | 'json' | 'silent';

/** What the log tells of. Nothing in it is secret: API keys are redacted before it is written. */
export type LogEvent =
  | {
      readonly event: 'listening';
      readonly release: string;
      readonly url: string;
      /** The port; none where there is no HTTP API. */
      readonly http: number | undefined;
      /** The config file that was read, if any. */
      readonly config: string | undefined;
    }
  | { readonly event: 'request'; readonly exchange: Exchange }
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

/** A request's target without its API key. */
export function redacted(target: string): string {
  return target.replace(/([?&]api-key=)[^&#]*/gi, '$1…');
}

function jsonLine(event: LogEvent): string {
  if (event.event !== 'request') return JSON.stringify(event);
  const { method, target, at, ms, answer, change, notes } = event.exchange;
  return JSON.stringify({
    event: 'request',
    at: new Date(at).toISOString(),
    method,
    path: redacted(target),
    status: answer.status,
    ms: rounded(ms),
    ...(change === undefined ? {} : { change }),
    notes,
  });
}

function prettyLine(event: LogEvent): string {
  switch (event.event) {
    case 'listening': {
      const where = event.http === undefined ? 'no HTTP port' : event.url;
      return `Tigase emulator, release ${event.release}: ${where}${event.config === undefined ? '' : ` (${event.config})`}`;
    }
    case 'request':
      return prettyRequest(event.exchange);
    case 'stopping':
      return `stopping: ${event.reason}`;
    case 'stopped':
      return 'stopped';
    default:
      return `${event.event}: ${event.text}`;
  }
}

function prettyRequest({ method, target, at, ms, answer, change, notes }: Exchange): string {
  const time = new Date(at).toTimeString().slice(0, 8);
  const outcome = change === undefined ? '' : `, success: ${change.success}`;
  const request = method === '' ? 'no request' : `${method} ${redacted(target)}`;
  const first = `${time} ${request} → ${answer.status}${outcome} (${rounded(ms)} ms)`;
  return [first, ...notes.map((note) => `         ${prettyNote(note)}`)].join('\n');
}

function prettyNote({ severity, code, text }: Note): string {
  return `${severity} ${code}: ${text}`;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
