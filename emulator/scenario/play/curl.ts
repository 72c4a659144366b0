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
  const target = local(url).replace(/([?&]api-key=)[^&]*/, '$1\'"$API_KEY"\'');
  const parts = ['curl', '-i', ...(method === 'GET' ? [] : ['-X', method])];
  for (const [name, value] of headers) {
    if (/^authorization$/i.test(name)) parts.push('-u', '"$CREDENTIALS"');
    else if (/^api-key$/i.test(name)) parts.push('-H', '"Api-Key: $API_KEY"');
    else parts.push('-H', quoted(`${name}: ${value}`));
  }
  if (body !== undefined) parts.push('--data-binary', quoted(local(body)));
  return [...parts, `'${target}'`.replace(/''$/, '')].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
