import { isUtf8 } from 'node:buffer';
import { redactedHeader, redactedPath, redactedText } from '../../redact.js';
import { quoted, VARIABLE } from '../shell.js';
import { bodyOf, headersOf, originOf, type RecordingTarget } from './raw-exchange.js';
import type { RecordedRequest } from './recording.js';

/** A command that is longer helps nobody, and a shell may not take it; in characters. */
const LONGEST_COMMAND = 10_000;

/**
 * A command that sends a request by hand, but for one that is very long; keys and passwords in it are variables of
 * the shell.
 */
export function curlCommand(request: RecordedRequest, target: RecordingTarget): string | undefined {
  const body = bodyOf(request);
  const words = [
    'curl -i',
    request.http10 === true ? '--http1.0' : undefined,
    request.method === 'HEAD' && body.length === 0 ? '--head' : `-X ${quoted(request.method)}`,
    ...sentHeaders(request, target).map((header) => `-H ${quoted(header)}`),
    ...urlWords(request.path, originOf(target)),
    ...bodyWords(request, body),
  ];
  const bytes = isText(body) ? '' : `printf %s ${body.toString('base64')} | base64 -d | `;
  const command = bytes + words.filter((word) => word !== undefined).join(' ');
  return command.length > LONGEST_COMMAND ? undefined : command;
}

/** The URL; a path that curl would change is given apart. */
function urlWords(path: string, origin: string): string[] {
  const shown = redactedPath(path, VARIABLE);
  return /^\/[!-~]*$/.test(path) && !path.includes('#')
    ? ['--path-as-is --globoff', quoted(origin + shown)]
    : [`--request-target ${quoted(shown)}`, quoted(origin)];
}

/** The body: of a text, or of the bytes that come in. */
function bodyWords({ method }: RecordedRequest, body: Buffer): string[] {
  if (body.length === 0) return method === 'POST' || method === 'PUT' ? ["--data-binary ''"] : [];
  if (!isText(body)) return ['--data-binary @-'];
  const text = redactedText(body.toString('utf8'), VARIABLE);
  return [`--data-${text.startsWith('@') ? 'raw' : 'binary'} ${quoted(text)}`];
}

/** Whether a shell can hold it. */
function isText(body: Buffer): boolean {
  return isUtf8(body) && !body.includes(0);
}

/** The headers but those that curl makes itself; without those that it would add. */
function sentHeaders(request: RecordedRequest, { credentials }: RecordingTarget): string[] {
  const headers = headersOf(request, credentials).filter(([name]) => name !== 'Content-Length');
  const missing = ['Accept', 'Content-Type'].filter(
    (wanted) => !headers.some(([name]) => name.toLowerCase() === wanted.toLowerCase()),
  );
  return [
    ...headers.map(([name, value]) =>
      value === '' ? `${name};` : `${name}: ${redactedHeader(name, value, VARIABLE)}`,
    ),
    ...missing.map((name) => `${name}:`),
  ];
}
