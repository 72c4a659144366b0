import { isForm } from '../../http-api/content.js';
import {
  isSecretHeader,
  KEY_NAME,
  mayHaveSecrets,
  percentDecoded,
  redactedText,
  secretCalled,
} from '../../redact.js';
import { type Exchange, headerOf } from './exchange.js';

/** What stands in place of a password. */
const SECRET = 'secret';

/** Takes the secrets of a recording out of its texts. */
export interface Redaction {
  /** A path and query without API keys. */
  target(target: string): string;
  /** A header's value, or an answer. */
  text(text: string): string;
  /** The body of a request of some Content-Type. */
  body(text: string, type: string): string;
}

/** Gathers what must not be seen from all exchanges: a secret of one may stand in the text of another. */
export function redactionFor(exchanges: readonly Exchange[]): Redaction {
  const known = knownSecrets(exchanges);
  const text = (given: string) =>
    known.reduce((left, secret) => left.replaceAll(secret, SECRET), withoutUserinfo(given));
  return {
    target: (target) => text(withoutKeys(target)),
    text,
    body: (body, type) => {
      const form = isForm(type) ? parametersWithoutKeys(body) : body;
      return text(withoutPasswords(form));
    },
  };
}

/** `scheme://user:password@` */
function withoutUserinfo(text: string): string {
  return text.replace(/([a-z][a-z\d+.-]*:\/\/)[^\s/@:"'<>]*:[^\s/@"'<>]*@/gi, `$1${SECRET}@`);
}

/** The parameters of a query or form, as they stand. */
export function parametersOf(
  query: string,
): { readonly name: string; readonly value: string; all: string }[] {
  return query.split('&').map((all) => {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(all) ?? [];
    return { name: percentDecoded(name), value: percentDecoded(value), all };
  });
}

function parametersWithoutKeys(query: string): string {
  return parametersOf(query)
    .filter(({ name }) => !KEY_NAME.test(name))
    .map(({ name, all }) => (/^password$/i.test(name) ? all.replace(/=.*$/s, `=${SECRET}`) : all))
    .join('&');
}

function withoutKeys(target: string): string {
  const [, path = '', query] = /^([^?]*)(?:\?(.*))?$/s.exec(target) ?? [];
  if (query === undefined) return path;
  const left = parametersWithoutKeys(query);
  return left === '' ? path : `${path}?${left}`;
}

/** JSON keeps its layout where there is no password in it, and any other text its form. */
function withoutPasswords(body: string): string {
  if (!mayHaveSecrets(body) && !body.includes('\\u00')) return body;
  try {
    const value: unknown = JSON.parse(body);
    const clean = withoutPasswordsIn(value);
    return JSON.stringify(clean) === JSON.stringify(value) ? body : JSON.stringify(clean);
  } catch {
    return redactedText(body, (_, value) => (isXml(body) ? withoutTexts(value) : SECRET));
  }
}

function isXml(body: string): boolean {
  return body.trimStart().startsWith('<');
}

/** XML with its elements alone: what is inside of a password is still a list, or fields, to Tigase. */
function withoutTexts(xml: string): string {
  return xml
    .replace(/<!\[CDATA\[(?:[\s\S]*?\]\]>|[\s\S]*$)/g, SECRET)
    .replace(/(^|>)([^<>]*[^<>\s][^<>]*)/g, `$1${SECRET}`)
    .replace(/=\s*(?:"[^"]*"|'[^']*')/g, `="${SECRET}"`);
}

function withoutPasswordsIn(value: unknown, isPassword = false): unknown {
  if (typeof value === 'string') return isPassword && value !== '' ? SECRET : value;
  if (typeof value === 'number') return isPassword ? 0 : value;
  if (Array.isArray(value)) return value.map((item) => withoutPasswordsIn(item, isPassword));
  if (typeof value !== 'object' || value === null) return value;
  const isSecretField = 'var' in value && /password/i.test(String(value.var));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      withoutPasswordsIn(
        inner,
        isPassword || secretCalled(key) !== undefined || (key === 'value' && isSecretField),
      ),
    ]),
  );
}

/** Shorter secrets, and plain words, are only known by where they stand: elsewhere they would garble the story. */
function isTelling(secret: string): boolean {
  return secret.length >= (/^[a-z]+$/i.test(secret) ? 12 : 6);
}

function knownSecrets(exchanges: readonly Exchange[]): string[] {
  const found = new Set(exchanges.flatMap(secretsOf).filter(isTelling));
  const paths = exchanges.map(({ request }) => percentDecoded(request.target.replace(/\?.*$/s, '')));
  return Array.from(found)
    .filter((secret) => !paths.some((path) => path.split(/[/@]/).includes(secret)))
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .sort((one, other) => other.length - one.length);
}

function secretsOf({ request: { target, headers, body } }: Exchange): string[] {
  const type = headerOf(headers, 'content-type') ?? '';
  const text = body.toString('utf8');
  const parameters = [
    ...parametersOf(/\?(.*)$/s.exec(target)?.[1] ?? ''),
    ...(isForm(type) ? parametersOf(text) : []),
  ];
  const passwords: string[] = [];
  redactedText(text, (_, value) => {
    passwords.push(...(isXml(text) ? value.split(/<!\[CDATA\[|\]\]>|<[^>]*>/) : [value]));
    return SECRET;
  });
  return [
    ...parameters.filter(({ name }) => KEY_NAME.test(name)).map(({ value }) => value),
    ...headers.flatMap(([name, value]) => (isSecretHeader(name) ? [value, ...credentialsOf(value)] : [])),
    ...passwords,
  ];
}

/** What the token of an Authorization header is, and the password in it. */
function credentialsOf(value: string): string[] {
  const [, scheme, token] = /^(\S+) +(.+)$/s.exec(value) ?? [];
  if (scheme === undefined || token === undefined) return [];
  const [, ...password] = Buffer.from(token, 'base64').toString('utf8').split(':');
  return [token, ...(/^basic$/i.test(scheme) ? [password.join(':')] : [])];
}
