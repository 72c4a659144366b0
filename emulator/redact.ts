/**
 * Takes API keys and passwords out of what is shown. A secret's name is that of the shell variable which stands for
 * it in a command.
 */
export type SecretName = 'API_KEY' | 'AUTHORIZATION' | 'PASSWORD';

/** What is written in place of a secret. */
export type Replacement = (secret: SecretName, value: string) => string;

const ELLIPSIS: Replacement = () => '…';

/** `api-key`, and what it is called by mistake. */
export const KEY_NAME: RegExp = /^(?:x-)?api[-_]?key$/i;

/** `//user:password@` */
const USERINFO = /(:\/\/[^\s/@:"<>]*:)([^\s/@"<>]+)(?=@)/g;

/** A request's path without the secrets of its query, nor those before a host. */
export function redactedPath(path: string, replace: Replacement = ELLIPSIS): string {
  const origin = path.replace(
    USERINFO,
    (_, before: string, secret: string) => before + replace('PASSWORD', secret),
  );
  return origin.replace(/([?&])([^=&#]+)=([^&]*)/g, (all, before: string, name: string, value: string) => {
    const secret = secretCalled(percentDecoded(name));
    return secret === undefined ? all : `${before}${name}=${replace(secret, value)}`;
  });
}

/** A form's text without its secrets. */
export function redactedForm(form: string, replace: Replacement = ELLIPSIS): string {
  return redactedPath(`&${form}`, replace).slice(1);
}

/** What a member, a parameter or an element of some name holds, where it is secret. */
export function secretCalled(name: string): SecretName | undefined {
  if (KEY_NAME.test(name)) return 'API_KEY';
  return /^password$/i.test(name) ? 'PASSWORD' : undefined;
}

/** Percent-decoded, where that can be done. */
export function percentDecoded(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

/** Whether a header, by its name, holds something that nobody else may see. */
export function isSecretHeader(name: string): boolean {
  return /auth|cookie|token|secret|passw|session|credential|api[-_]?key|signature/i.test(name);
}

/** What stands between a name and its value; most headers have none of it. */
const MAY_NAME_SOMETHING = /[="<@]/;

/** A header's value; of an API key nothing is left, of credentials their scheme. */
export function redactedHeader(name: string, value: string, replace: Replacement = ELLIPSIS): string {
  if (KEY_NAME.test(name)) return replace('API_KEY', value);
  if (!isSecretHeader(name))
    return MAY_NAME_SOMETHING.test(value) ? redactedText(redactedPath(value, replace), replace) : value;
  if (!/^(?:proxy-)?authorization$/i.test(name)) return replace('AUTHORIZATION', value);
  const [, scheme = '', credentials = value] = /^((?:Basic|Bearer|Digest) )(.*)$/is.exec(value) ?? [];
  return scheme + replace('AUTHORIZATION', credentials);
}

/** A body, or another text that a server or a client sent. */
export function redactedText(text: string, replace: Replacement = ELLIPSIS): string {
  return mayHaveSecrets(text) ? withoutSecrets(text, IN_BODIES, replace) : text;
}

/** Whether a text names something that is secret. */
export function mayHaveSecrets(text: string): boolean {
  return /password|api[-_]?key|digest|text-private|:\/\/[^\s/@:]*:[^\s/@]*@/i.test(text);
}

/** A line of a file of recordings, as long as before, so that columns stay where they are. */
export function redactedLine(line: string): string {
  return withoutSecrets(line, [...IN_BODIES, ...IN_FILES], (_, value) => '…'.repeat(value.length));
}

/** Each pattern has what stands before a secret, and the secret. */
type Patterns = readonly (readonly [SecretName, RegExp])[];

function withoutSecrets(text: string, patterns: Patterns, replace: Replacement): string {
  return patterns.reduce(
    (left, [name, pattern]) =>
      left.replace(pattern, (_, before: string, secret: string) => before + replace(name, secret)),
    text,
  );
}

/** A start tag ends at the next `<`, too: else a text of many that never end takes time with its square. */
const TAG = String.raw`(?:\s[^<>]*[^/<>])?\s*>`;

/** In JSON, also where XML holds it; in elements, attributes and assignments. */
function namedBy(name: string, secret: SecretName): Patterns {
  const sources = [
    String.raw`("${name}"\s*:\s*")([^"\\]*(?:\\.[^"\\]*)*)`,
    String.raw`("${name}"\s*:\s*)(?!null|true|false)([^\s"{[,}\]]+)`,
    String.raw`(&quot;${name}&quot;\s*:\s*(?:&quot;)?)((?:(?!&quot;)[^<])+)`,
    String.raw`(<(?:[\w.-]+:)?${name}${TAG})([\s\S]+?)(?=<\\?/(?:[\w.-]+:)?${name}\s*>|$)`,
    String.raw`((?<![\w-])${name}\s*=\s*")([^"<]+)`,
    String.raw`((?<![\w-])${name}\s*=\s*')([^'<]+)`,
    String.raw`((?<![\w-])${name}=(?!'[^'<]*'[\s/>]))((?:[^&\s"<>\\]|&(?:apos|lt|gt);)+)`,
  ];
  return sources.map((source) => [secret, new RegExp(source, 'gis')]);
}

const IN_BODIES: Patterns = [
  ...namedBy('password', 'PASSWORD'),
  ...namedBy('(?:x-)?api[-_]?key', 'API_KEY'),
  ['PASSWORD', new RegExp(String.raw`(<(?:[\w.-]+:)?digest${TAG})([^<]+)`, 'gi')], // of jabber:iq:auth (XEP-0078)
  // Of data forms (XEP-0004).
  [
    'PASSWORD',
    /(<(?:[\w.-]+:)?field\s(?=[^<>]*(?:var\s*=\s*["'][^"'<>]*password|type\s*=\s*["']text-private))[^<>]*[^/<>]>)([\s\S]+?)(?=<\\?\/(?:[\w.-]+:)?field\s*>|$)/gi,
  ],
  ['PASSWORD', USERINFO],
];

/** Besides: JSON inside a text of JSON, where a quote of the password itself is `\\\"`; and lists of headers. */
const IN_FILES: Patterns = [
  ['PASSWORD', /(\\"password\\"\s*:\s*\\")([^"\\]*(?:(?:\\\\(?:\\["\\]|[^"\\])|\\[^"\\])[^"\\]*)*)/gi],
  ['PASSWORD', /(\\"password\\"\s*:\s*)(?!null|true|false)([^\s"\\{[,}\]]+)/gi],
  ['AUTHORIZATION', /(["'[]\s*(?:(?:x-)?api-key|(?:proxy-)?authorization)["']?\s*,\s*["']?)([^"'\]]+)/gi],
];
