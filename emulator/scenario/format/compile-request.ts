import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import type { BodyMatcher, Matcher, Path } from '../match/matcher.js';
import { readMatcher } from '../match/read-matcher.js';
import { readXmlMatcher } from '../match/xml-matcher.js';
import type { AnswerMatcher, RequestAction } from '../scenario.js';
import type { Compilation } from './compilation.js';
import type { AnswerValue, requestVerbs } from './request-verbs.js';
import type { Content } from './values.js';

type Values = { readonly [verb in keyof typeof requestVerbs]: z.output<(typeof requestVerbs)[verb]> };
type StatusValue = Values['sets status of'] | Values['removes status of'];
type PlainValue = Values['gets' | 'posts' | 'puts' | 'deletes' | 'requests'];

/** The fields of a status, in the order in which the documentation has them. */
const STATUS_FIELDS = ['available', 'priority', 'show', 'status'] as const;

/** A status change in the short form: what is sent, and that the answer must confirm it. */
export function compileStatus(value: StatusValue, path: Path, compilation: Compilation): RequestAction {
  const sets = 'sets status of' in value;
  const account = sets ? value['sets status of'] : value['removes status of'];
  compilation.mustBeAccount(account, [...path, sets ? 'sets status of' : 'removes status of']);
  const fields = new Map<string, string>();
  if (sets)
    for (const field of STATUS_FIELDS) if (value[field] !== undefined) fields.set(field, value[field]);
  if (!sets) fields.set('available', 'false');
  const activity = sets ? value.activity : undefined;
  const body = value.in === 'json' ? jsonBody(fields, activity) : xmlBody(fields, activity);
  const resource = value.resource === undefined ? '' : `/${pathPart(value.resource)}`;
  return {
    verb: 'requests',
    method: 'POST',
    path: `/rest/user/{${account}}/status${resource}`,
    headers: withType(value.headers, `application/${value.in}`),
    body,
    bodyForm: value.in,
    ...access(value),
    expect: compileAnswer(value.expect ?? 'success', [...path, 'expect'], compilation),
    until: undefined,
    unless: undefined,
  };
}

/** A resource may hold anything, but a path may not; variables are filled in later and stay. */
function pathPart(text: string): string {
  return text.replace(/[^\w.~{}-]/g, encodeURIComponent);
}

function jsonBody(fields: ReadonlyMap<string, string>, activity: object | undefined): string {
  return JSON.stringify({ ...Object.fromEntries(fields), ...(activity === undefined ? {} : { activity }) });
}

function xmlBody(fields: ReadonlyMap<string, string>, activity: object | undefined): string {
  const elements = (entries: Iterable<readonly [string, string]>) =>
    Array.from(entries, ([field, text]) => `<${field}>${escaped(text)}</${field}>`).join('');
  const inner = activity === undefined ? '' : `<activity>${elements(Object.entries(activity))}</activity>`;
  return `<command>${elements(fields)}${inner}</command>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const METHODS = { gets: 'GET', posts: 'POST', puts: 'PUT', deletes: 'DELETE' } as const;

/** Any other request, as it is written. */
export function compileRequest(value: PlainValue, path: Path, compilation: Compilation): RequestAction {
  const { method, target } = methodAndTarget(value, path, compilation);
  const { body, type, form } =
    'body' in value || 'json' in value || 'xml' in value ? compileBody(value, path, compilation) : NO_BODY;
  const until = 'until' in value ? value.until : undefined;
  const unless = 'unless' in value ? value.unless : undefined;
  if (until !== undefined && value.expect !== undefined)
    compilation.tell([...path, 'until'], 'expect and until say the same: choose one');
  if (unless !== undefined && until === undefined)
    compilation.tell([...path, 'unless'], 'unless goes with until: it ends the waiting early');
  return {
    verb: 'requests',
    method,
    path: target,
    headers: withType(value.headers, type),
    body,
    bodyForm: form,
    ...access(value),
    expect: compileAnswer(value.expect ?? {}, [...path, 'expect'], compilation),
    until: until === undefined ? undefined : compileAnswer(until, [...path, 'until'], compilation),
    unless: unless === undefined ? undefined : compileAnswer(unless, [...path, 'unless'], compilation),
  };
}

function methodAndTarget(
  value: PlainValue,
  path: Path,
  compilation: Compilation,
): { readonly method: string; readonly target: string } {
  if ('requests' in value) {
    const [, method, target] = /^([A-Za-z]+) (\/\S*)$/.exec(value.requests) ?? [];
    if (method !== undefined && target !== undefined) return { method, target };
    const message = `found ${JSON.stringify(value.requests)}, expected a method and a path, such as PATCH /rest/user/{test}`;
    compilation.tell([...path, 'requests'], message);
    return { method: 'GET', target: '/' };
  }
  for (const [verb, method] of Object.entries(METHODS)) {
    const target = (value as { readonly [verb: string]: unknown })[verb];
    if (typeof target !== 'string') continue;
    if (!/^\/\S*$/.test(target)) {
      const message = `found ${JSON.stringify(target)}, expected a path without white space, such as /rest/user/{test}/status`;
      compilation.tell([...path, verb], message);
    }
    return { method, target };
  }
  return { method: 'GET', target: '/' };
}

interface Body {
  readonly body: string | undefined;
  readonly type: string | undefined;
  readonly form: RequestAction['bodyForm'];
}

const NO_BODY: Body = { body: undefined, type: undefined, form: 'text' };

function compileBody(
  value: { readonly json?: unknown; readonly xml?: Content | undefined; readonly body?: Content | undefined },
  path: Path,
  compilation: Compilation,
): Body {
  const given = (['json', 'xml', 'body'] as const).filter((key) => value[key] !== undefined);
  if (given.length > 1)
    compilation.tell([...path, given[1] ?? ''], `${given.join(' and ')} can't stand together: choose one`);
  if (value.json !== undefined) {
    const file = fileOf(value.json);
    const body =
      file === undefined ? JSON.stringify(value.json) : readContent(file, [...path, 'json'], compilation);
    return { body, type: 'application/json', form: 'json' };
  }
  if (value.xml !== undefined)
    return {
      body: readContent(value.xml, [...path, 'xml'], compilation),
      type: 'application/xml',
      form: 'xml',
    };
  if (value.body === undefined) return NO_BODY;
  return { body: readContent(value.body, [...path, 'body'], compilation), type: undefined, form: 'text' };
}

function fileOf(value: unknown): Content | undefined {
  const keys = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [[key, file] = []] = keys;
  return keys.length === 1 && key === 'from file' && typeof file === 'string'
    ? { 'from file': file }
    : undefined;
}

/** The largest file that a scenario takes a body from, in bytes. */
const MAX_FILE = 1024 ** 2;

function readContent(content: Content, path: Path, compilation: Compilation): string {
  if (typeof content === 'string') return content;
  const file = content['from file'];
  const whole = resolve(dirname(compilation.source.file), file);
  compilation.files.add(whole);
  try {
    const bytes = readFileSync(whole);
    if (bytes.length <= MAX_FILE) return bytes.toString('utf8');
    compilation.tell(
      [...path, 'from file'],
      `${file} has ${bytes.length} bytes; at most ${MAX_FILE} are read`,
    );
  } catch (failure) {
    const { code, message } = failure as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file beside the scenario' : message;
    compilation.tell([...path, 'from file'], `${file}: ${reason}`);
  }
  return '';
}

function withType(
  headers: { readonly [name: string]: string } | undefined,
  type: string | undefined,
): (readonly [string, string])[] {
  const given = Object.entries(headers ?? {});
  const named = given.some(([header]) => header.toLowerCase() === 'content-type');
  return type === undefined || named ? given : [['Content-Type', type], ...given];
}

function access(value: {
  readonly 'api key'?: string | undefined;
  readonly credentials?: string | undefined;
  readonly within?: number | undefined;
}): Pick<RequestAction, 'apiKey' | 'credentials' | 'within'> {
  return {
    apiKey: value['api key'] ?? 'own',
    credentials: value.credentials ?? 'own',
    within: value.within,
  };
}

/** Reads what an answer is expected to be; unless it says otherwise, of a 2xx status. */
export function compileAnswer(value: AnswerValue, path: Path, compilation: Compilation): AnswerMatcher {
  if (value === 'no answer') return { kind: 'no answer', path };
  const given = typeof value === 'number' ? { status: value } : value === 'success' ? { status: 200 } : value;
  const matcher = (key: 'status' | 'reason' | 'json' | 'text'): Matcher | undefined =>
    given[key as 'status'] === undefined
      ? undefined
      : compilation.matcher(given[key as 'status'], [...path, key]);
  return {
    kind: 'answer',
    path,
    status: matcher('status') ?? { path, kind: 'within', least: 200, most: 299 },
    reason: matcher('reason'),
    headers: Object.entries(given.headers ?? {}).map(([name, header]) => ({
      name,
      matcher: compilation.matcher(header, [...path, 'headers', name]),
    })),
    body: bodyMatchers(given, path, compilation),
    success: value === 'success',
  };
}

function bodyMatchers(
  given: {
    readonly json?: unknown;
    readonly xml?: unknown;
    readonly text?: unknown;
    readonly bytes?: Content | undefined;
  },
  path: Path,
  compilation: Compilation,
): BodyMatcher[] {
  const matchers: BodyMatcher[] = [];
  if (given.json !== undefined) {
    const here = [...path, 'json'];
    const file = fileOf(given.json);
    const value = file === undefined ? given.json : parsedJson(file, here, compilation);
    matchers.push({
      kind: 'json',
      path: here,
      matcher: readMatcher(value, here, compilation.matcherProblems),
    });
  }
  if (given.xml !== undefined) {
    const xml = compileXml(given.xml, [...path, 'xml'], '', compilation);
    if (xml !== undefined) matchers.push({ kind: 'xml', path: [...path, 'xml'], matcher: xml });
  }
  if (given.text !== undefined) {
    const here = [...path, 'text'];
    matchers.push({ kind: 'text', path: here, matcher: compilation.matcher(given.text, here) });
  }
  if (given.bytes !== undefined) {
    const here = [...path, 'bytes'];
    matchers.push({ kind: 'bytes', path: here, text: readContent(given.bytes, here, compilation) });
  }
  return matchers;
}

function parsedJson(content: Content, path: Path, compilation: Compilation): unknown {
  const text = readContent(content, path, compilation);
  try {
    return text === '' ? null : JSON.parse(text);
  } catch (failure) {
    compilation.tell([...path, 'from file'], `no JSON: ${(failure as Error).message}`);
    return null;
  }
}

/** XML as a text, from a file, or either of them under `exactly`. */
export function compileXml(
  value: unknown,
  path: Path,
  outer: string,
  compilation: Compilation,
): ReturnType<typeof readXmlMatcher> {
  const exactly =
    typeof value === 'object' && value !== null && 'exactly' in value ? value.exactly : undefined;
  const written = exactly ?? value;
  const here = exactly === undefined ? path : [...path, 'exactly'];
  const text = typeof written === 'string' ? written : readFile(written);
  if (text !== undefined)
    return readXmlMatcher({ text, exact: exactly !== undefined, outer }, here, compilation.matcherProblems);
  compilation.tell(
    here,
    'found no XML: expected a text such as <status/>, { exactly: XML } or { from file: PATH }',
  );
  return undefined;

  function readFile(content: unknown): string | undefined {
    const file = fileOf(content);
    return file === undefined ? undefined : readContent(file, here, compilation);
  }
}
