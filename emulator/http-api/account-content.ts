import { error, type Note, warning } from '../note.js';
import { serverError } from './answer.js';
import type { GroovyMap, GroovyValue } from './codecs/groovy-value.js';
import type { XmlCodecs } from './codecs/xml-codecs.js';
import { formOfType, readContent } from './content.js';
import type { ExchangeState, Refusal } from './exchange.js';

/** What the content of an account call brings; `null` for what it does not. */
export interface AccountFields {
  readonly password: GroovyValue;
  readonly email: GroovyValue;
}

const FIELDS: ReadonlySet<string> = new Set(['password', 'email']);

/**
 * The fields in the content of an account call: a `user` that is a map, as JSON's only object or XML's root; unlike
 * the status endpoint these calls look for no `command`. Source: recordings "account json body" and "account xml body".
 */
export async function readAccountFields(
  state: ExchangeState,
  xmlCodecs: () => Promise<XmlCodecs>,
): Promise<AccountFields | Refusal> {
  const form = formOfType(state.contentType);
  const read = readContent(state, form === 'xml' ? await xmlCodecs() : undefined);
  if ('failure' in read) return { answer: serverError, note: read.failure };
  const user = read.map.get('user');
  if (!(user instanceof Map)) return { answer: serverError, note: userNotAMap(form) };
  noteIgnored(user, state.notes);
  return { password: user.get('password') ?? null, email: user.get('email') ?? null };
}

/**
 * Why a call that takes no content fails: it has a Content-Type and a Content-Length above 0, whatever follows. A body
 * without a type goes unnoticed. Source: recordings "get with a body" and "delete with a body" of "account type".
 */
export function contentRefusal({ contentType, contentLength }: ExchangeState): Refusal | undefined {
  if (contentType === '' || !(contentLength > 0)) return undefined;
  const text = 'The request has a Content-Type and a body, on which Tigase fails where a call takes none';
  return { answer: serverError, note: error('content-not-taken', `${text}. Send it without a body`) };
}

function userNotAMap(form: 'json' | 'xml' | undefined): Note {
  return form === 'json'
    ? error('user-no-object', 'JSON: user is missing or no object. Send {"user": {"password": …}}')
    : error('user-not-root', 'XML: the root element is not user. Send <user><password>…</password></user>');
}

function noteIgnored(user: GroovyMap, notes: Note[]): void {
  const ignored = [...user.keys()].filter((name) => !FIELDS.has(name));
  if (ignored.length === 0) return;
  const names = ignored.map((name) => JSON.stringify(name)).join(', ');
  const text = `Tigase ignores ${names}: in user it reads ${[...FIELDS].join(' and ')}, in lower case`;
  notes.push(warning('field-ignored', text));
}
