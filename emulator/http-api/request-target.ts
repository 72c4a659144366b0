/**
 * A request's target as the Java HTTP server reads it, a `java.net.URI`: what that class refuses is a 400 before
 * Tigase sees it. Source: its API documentation ("URI syntax and components") and RFC 2396; recordings "path",
 * "route" and "odd request".
 */
export interface RequestTarget {
  /** What the server's contexts (`/rest`, `/`) are compared with. */
  readonly path: string;
  /** What Tigase's routes are compared with: the whole target up to the query, so a host before it fits none. */
  readonly routePath: string;
  readonly query: string;
}

/**
 * Bytes beyond ASCII are characters of ISO 8859-1 to that server, and its URI takes those that are neither control
 * characters nor spaces: `é` in UTF-8 passes as `Ã©`, `ﬀ`, which has a byte 0x80, does not.
 */
const OTHER = '\\xa1-\\xff';

const UNRESERVED = `\\w\\-!.~'()*${OTHER}`;
const ESCAPED = '%[\\da-fA-F]{2}';
const PATH = `(?:[${UNRESERVED}:@&=+$,;/]|${ESCAPED})*`;
const URIC = `(?:[${UNRESERVED};/?:@&=+$,[\\]]|${ESCAPED})*`;
const HOST = `(?:[${UNRESERVED}$,;:@&=+[\\]]|${ESCAPED})*`;
const TARGET = new RegExp(
  `^((?:[A-Za-z][A-Za-z\\d+.-]*:)?(?://${HOST})?)(${PATH})(?:\\?(${URIC}))?(?:#${URIC})?$`,
);

/** Reads a request's target; `undefined` where it is no URI. */
export function readTarget(target: string): RequestTarget | undefined {
  const match = TARGET.exec(target);
  if (match === null) return undefined;
  const [, before = '', path = '', query = ''] = match;
  return { path, routePath: before + path, query };
}

/** Percent-decodes as `java.net.URLDecoder` does: `+` is a space, and what is no UTF-8 becomes U+FFFD. */
export function urlDecode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  return spaced.replace(/(?:%[\da-fA-F]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
