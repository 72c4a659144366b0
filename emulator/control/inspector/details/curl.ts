import type { EntryRequest } from '../../../journal/entry.js';
import { curlOf } from '../../../scenario/play/curl.js';

/** Headers of one connection, which curl writes itself. */
const OWN = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'keep-alive',
  'user-agent',
]);

/** A command that sends a request again. What the journal keeps to itself is a variable of the shell. */
export function curlFor({ method, path, headers, body }: EntryRequest, origin: string): string {
  const sent = Object.entries(headers).filter(([name]) => !OWN.has(name));
  // With a body, curl adds a Content-Type where it is not told that there is none.
  if (body !== null && body !== '' && headers['content-type'] === undefined) sent.push(['content-type', '']);
  return curlOf({ method, url: origin + path, headers: sent, body: body || undefined }, undefined);
}
