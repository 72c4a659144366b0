import { redactedHeader, redactedPath, redactedText } from '../../redact.js';
import { quoted, VARIABLE } from '../shell.js';
import type { OutgoingRequest } from './http-exchange.js';

/** Where somebody who tries a request by hand has a server. */
const LOCAL = { url: 'http://localhost:8080', domain: 'domain.com' };

/**
 * A command that sends a request again; keys and credentials are variables of the shell. What was played on an
 * embedded emulator is sent to one that `tigase-emulator start` serves.
 */
export function curlOf(
  { method, url, headers, body }: Omit<OutgoingRequest, 'ms'>,
  embedded: { readonly url: string; readonly domain: string } | undefined,
): string {
  const local = (text: string) =>
    embedded === undefined
      ? text
      : text.replaceAll(embedded.url, LOCAL.url).replaceAll(embedded.domain, LOCAL.domain);
  const words = ['curl -i', ...(method === 'GET' ? [] : [`-X ${method}`])];
  for (const [name, value] of headers)
    words.push(`-H ${quoted(`${name}: ${redactedHeader(name, local(value), VARIABLE)}`)}`);
  words.push(quoted(redactedPath(local(url), VARIABLE)));
  if (body !== undefined) words.push(`--data-raw ${quoted(redactedText(local(body), VARIABLE))}`);
  return words.join(' ');
}
