import { javaUtf8 } from './codecs/java-text.js';

/**
 * A request's target as the Java HTTP server reads it, a `java.net.URI`: what that class refuses is a 400 before
 * Tigase sees it. Source: its API documentation ("URI syntax and components") and RFC 2396; recordings "path",
 * "route" and "odd request".
 */
export interface RequestTarget {
  /** What the server's contexts (`/rest`, `/`) are compared with: percent-decoded. */
  readonly path: string;
  /** What Tigase's routes are compared with: the whole target up to the query, so a host before it fits none. */
  readonly routePath: string;
  readonly query: string;
}

/**
 * Bytes beyond ASCII are characters of ISO 8859-1 to that server, and its URI takes those that are neither control
 * characters nor spaces: `é` in UTF-8 passes as `Ã©`, `ﬀ`, which has a byte 0x80, does not.
 */
const UNRESERVED = "\\w\\-!.~'()*\\xa1-\\xff";
const ESCAPED = '%[\\da-fA-F]{2}';

const AUTHORITY = new RegExp(`^(?:[${UNRESERVED}$,;:@&=+[\\]]|${ESCAPED})*$`);
const PATH = new RegExp(`^(?:[${UNRESERVED}:@&=+$,;/]|${ESCAPED})*$`);
const URIC = new RegExp(`^(?:[${UNRESERVED};/?:@&=+$,[\\]]|${ESCAPED})*$`);

/** Reads a request's target; `undefined` where it is no URI. */
export function readTarget(target: string): RequestTarget | undefined {
  const [beforeFragment, fragment = ''] = splitAt(target, '#');
  const [routePath, query = ''] = splitAt(beforeFragment, '?');
  const [, scheme = '', authority, path = ''] =
    /^([A-Za-z][A-Za-z\d+.-]*:)?(?:\/\/([^/]*))?(.*)$/s.exec(routePath) ?? [];
  const isUri = AUTHORITY.test(authority ?? '') && PATH.test(path) && URIC.test(query) && URIC.test(fragment);
  const hasNothing = authority === '' && target.length === scheme.length + 2; // `//` expects an authority
  return isUri && !hasNothing ? { path: percentDecode(path), routePath, query } : undefined;
}

function splitAt(text: string, mark: string): [before: string, after?: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Percent-decodes as `java.net.URLDecoder` does: `+` is a space, and what is no UTF-8 becomes U+FFFD. */
export function urlDecode(text: string): string {
  return percentDecode(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[\da-fA-F]{2})+/g, (escapes) =>
    javaUtf8(Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('latin1')),
  );
}
