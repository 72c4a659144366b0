import { percentDecoded } from '../../redact.js';
import { readXml, type XmlElement, XmlError } from '../match/xml-node.js';
import type { RecordedCast } from './cast.js';
import { atDomain } from './cast.js';
import { parsed } from './expectation.js';
import { literal } from './templates.js';
import { type Told, userOf } from './told.js';

/** What an application does, without what it expects. */
export type RequestForm = { readonly [key: string]: unknown };

/** The ways in which a request can be told, the shortest first. Which of them says the same is for others to find out. */
export function* requestForms(told: Told, cast: RecordedCast): Generator<RequestForm> {
  const short = shortForm(told, cast);
  if (short !== undefined) yield short;
  const { templates } = cast;
  const { body, type } = told;
  const start = methodAndPath(told, cast);
  const rest = (sentType?: string) => common(told, sentType, cast);
  if (body === undefined) return yield { ...start, ...rest() };
  const json = parsed(body);
  if (type?.includes('json') === true && json !== undefined && hasPlainNumbers(body))
    yield { ...start, json: templateDeep(json, cast), ...rest('application/json') };
  if (type?.includes('xml') === true)
    yield { ...start, xml: templates.template(body), ...rest('application/xml') };
  yield { ...start, body: templates.template(body), ...rest() };
}

/** The path with the names of the story. Where no route fitted, the JID keeps the way it was written. */
export function pathTemplate(told: Told, cast: RecordedCast): string {
  const { templates } = cast;
  const user = userOf(told);
  const query = templates.template(told.query);
  if (user === undefined || !cast.isOwn(user.domain)) return templates.template(told.path) + query;
  const account = cast.accountOf(user.jid);
  const wasRead = !user.raw.includes('%') || told.answer.status !== 404;
  const name = account === undefined || !wasRead ? atDomain(user.raw) : `{${account}}`;
  return `/rest/user/${name}${literal(user.rest)}${query}`;
}

const VERBS: { readonly [method: string]: string } = {
  GET: 'gets',
  POST: 'posts',
  PUT: 'puts',
  DELETE: 'deletes',
};

function methodAndPath(told: Told, cast: RecordedCast): RequestForm {
  const { method, body } = told;
  const path = pathTemplate(told, cast);
  const verb = method === 'GET' && body !== undefined ? undefined : VERBS[method];
  return verb === undefined ? { requests: `${method} ${path}` } : { [verb]: path };
}

/** Headers, key and credentials, where they are not the run's own. */
function common(told: Told, sentType: string | undefined, { templates }: RecordedCast): RequestForm {
  const type: [string, string][] =
    told.type === undefined || told.type === sentType ? [] : [['Content-Type', told.type]];
  const unreadable: [string, string][] =
    told.credentials === 'unreadable' ? [['Authorization', 'Basic *']] : [];
  const headers = new Map<string, string>();
  for (const [name, value] of [...type, ...unreadable, ...told.headers]) {
    const before = headers.get(name);
    headers.set(name, `${before === undefined ? '' : `${before}, `}${templates.template(value)}`);
  }
  return {
    ...(headers.size === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(told.key === 'none' ? { 'api key': 'none' } : {}),
    ...(told.key === 'refused' ? { 'api key': 'wrong-key' } : {}),
    ...(told.credentials === 'none' ? { credentials: 'none' } : {}),
    ...(told.credentials === 'refused' ? { credentials: 'nobody:wrong' } : {}),
  };
}

/** Whether the numbers in JSON are written as JavaScript writes them, so that `1.0` stays what it is. */
function hasPlainNumbers(json: string): boolean {
  const numbers = json.replace(/"(?:[^"\\]|\\.)*"/gs, '').match(/-?\d[\d.eE+-]*/g) ?? [];
  return numbers.every((number) => String(Number(number)) === number);
}

function templateDeep(value: unknown, cast: RecordedCast): unknown {
  if (typeof value === 'string') return cast.templates.template(value);
  if (Array.isArray(value)) return value.map((item) => templateDeep(item, cast));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, templateDeep(inner, cast)]));
}

const FIELDS = ['available', 'priority', 'show', 'status'];
const ACTIVITY = ['category', 'type', 'text'];

/** Answers to requests whose body was read as it should be, or not at all. */
const PLAIN_ANSWERS = [200, 401, 403];

/** A status change of an account that says no more than the short form can. */
function shortForm(told: Told, cast: RecordedCast): RequestForm | undefined {
  const { method, query, type, body, answer } = told;
  const user = userOf(told);
  const account = user === undefined ? undefined : cast.accountOf(user.jid);
  const [, resource] = /^\/status(?:\/([^/]+))?$/.exec(user?.rest ?? '') ?? [undefined, undefined];
  const isStatus = user?.rest.startsWith('/status') === true && method === 'POST' && query === '';
  if (!isStatus || account === undefined || body === undefined || !PLAIN_ANSWERS.includes(answer.status))
    return undefined;
  const form = type?.includes('json') === true ? 'json' : 'xml';
  const fields = form === 'json' ? fieldsOf(parsed(body)) : xmlFields(body);
  if (fields === undefined) return undefined;
  const removes = JSON.stringify(fields) === '{"available":"false"}';
  return {
    [removes ? 'removes status of' : 'sets status of']: account,
    ...(resource === undefined ? {} : { resource: cast.templates.template(percentDecoded(resource)) }),
    ...(removes ? {} : shownFields(fields, cast)),
    ...(form === 'xml' ? { in: 'xml' } : {}),
    ...common(told, `application/${form}`, cast),
  };
}

interface Fields {
  readonly [field: string]: string | { readonly [part: string]: string };
}

/** The fields of a status, where there are no others and all of them are texts. */
function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const isFitting = Object.entries(value).every(([field, inner]) =>
    field === 'activity' ? isActivity(inner) : FIELDS.includes(field) && typeof inner === 'string',
  );
  return isFitting ? (value as Fields) : undefined;
}

function isActivity(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([part, text]) => ACTIVITY.includes(part) && typeof text === 'string');
}

/** The same of `<command>` in XML without anything unusual about it. */
export function xmlFields(body: string): Fields | undefined {
  if (/<[!?]/.test(body)) return undefined;
  const root = elementIn(body);
  if (root?.name !== 'command' || root.namespace !== '' || root.children.length === 0) return undefined;
  if (root.attributes.length > 0 || root.text.trim() !== '') return undefined;
  const fields = new Map<string, unknown>();
  for (const child of root.children) {
    const value = child.name === 'activity' ? activityIn(child) : textIn(child);
    if (value === undefined || fields.has(child.name)) return undefined;
    fields.set(child.name, value);
  }
  return fieldsOf(Object.fromEntries(fields));
}

function elementIn(xml: string): XmlElement | undefined {
  try {
    return readXml(xml);
  } catch (failure) {
    if (failure instanceof XmlError) return undefined;
    throw failure;
  }
}

function activityIn({ children, attributes, namespace, text }: XmlElement): object | undefined {
  const parts = children.map((part) => [part.name, textIn(part)] as const);
  const isPlain = attributes.length === 0 && namespace === '' && text.trim() === '';
  const isWhole = parts.every(([, inner]) => inner !== undefined);
  const names = new Set(parts.map(([name]) => name));
  return isPlain && isWhole && names.size === parts.length && parts.length > 0
    ? Object.fromEntries(parts)
    : undefined;
}

function textIn({ children, attributes, namespace, text }: XmlElement): string | undefined {
  return children.length === 0 && attributes.length === 0 && namespace === '' ? text : undefined;
}

/** Numbers and truths are read as texts, and need no quotes then. */
function shownFields(fields: Fields, cast: RecordedCast): RequestForm {
  const order = [...FIELDS, 'activity'];
  const entries = Object.entries(fields).toSorted(
    ([one], [other]) => order.indexOf(one) - order.indexOf(other),
  );
  return Object.fromEntries(
    entries.map(([field, value]) => [
      field,
      field === 'priority' || field === 'available' ? unquoted(value) : templateDeep(value, cast),
    ]),
  );

  function unquoted(value: unknown): unknown {
    if (value === 'true' || value === 'false') return value === 'true';
    if (typeof value === 'string' && /^-?\d{1,9}$/.test(value) && String(Number(value)) === value)
      return Number(value);
    return templateDeep(value, cast);
  }
}
