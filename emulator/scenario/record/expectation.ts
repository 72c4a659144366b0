import { readMatcher } from '../match/read-matcher.js';
import { literal, type Templates } from './templates.js';
import type { Told } from './told.js';

/** What cannot be told in the form that was tried. */
export class Inexpressible extends Error {
  override readonly name = 'Inexpressible';
}

/** What an answer is expected to be, as a scenario has it. */
export type Expectation = { readonly status: number } & { readonly [key: string]: unknown };

/** The ways in which an answer can be told, the most telling first; the last one always holds. */
export function* expectationsOf(told: Told, templates: Templates, isList: boolean): Generator<Expectation> {
  const { status, body } = told.answer;
  const value = parsed(body);
  if (typeof value === 'object' && value !== null) {
    const json = expectedJson(value, { told, templates, isList, name: '' });
    if (json !== undefined) yield { status, json: { exactly: json } };
  }
  if (/^\s*<[\s\S]*>\s*$/.test(body))
    yield { status, xml: { exactly: expectedXml(told, templates, isList) } };
  if (body !== '') yield { status, text: templates.template(body) };
  yield { status, bytes: templates.template(body) };
}

export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

interface Context {
  readonly told: Told;
  readonly templates: Templates;
  /** Whether it lists the users of a domain, of whom a story knows only its own. */
  readonly isList: boolean;
  /** What the value is called. */
  readonly name: string;
}

/** `undefined` where it holds a text that the format would take for something else. */
function expectedJson(value: object, context: Context): unknown {
  try {
    return expected(value, context);
  } catch (failure) {
    if (failure instanceof Inexpressible) return undefined;
    throw failure;
  }
}

const ANY = '{any}';

function expected(value: unknown, context: Context): unknown {
  const { name, isList } = context;
  if (name === 'uid' && typeof value === 'number') return ANY;
  if (isList && (name === 'items' || name === 'count')) return ANY;
  if (typeof value === 'string') return expectedText(value, context);
  if (Array.isArray(value)) return value.map((item) => expected(item, { ...context, name: '' }));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, expected(inner, { ...context, name: key })]),
  );
  const isMapping = readMatcher(members, [], []).kind === 'object';
  if (isMapping || Object.keys(value).length === 0) return members;
  return { literally: value };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function expectedText(text: string, { told, templates, name }: Context): unknown {
  if (!isEcho(text, told)) {
    if (TIME.test(text)) return { matches: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d' };
    if (UUID.test(text)) return { matches: '^[\\dA-Fa-f]{8}(-[\\dA-Fa-f]{4}){3}-[\\dA-Fa-f]{12}$' };
  }
  if (name === 'domain' && text === templates.variables.domain && !told.path.endsWith('/status'))
    return '{domain}';
  const written = templates.template(text);
  if (readMatcher(written, [], []).kind === 'literal') return written;
  if (written === literal(text)) return { literally: text };
  throw new Inexpressible(`${JSON.stringify(text)} reads as a matcher`);
}

/** Whether a text comes from the request: such a one is the same each time. */
function isEcho(text: string, { path, query, body }: Told): boolean {
  return `${path}${query}${body ?? ''}`.includes(text);
}

function expectedXml(told: Told, templates: Templates, isList: boolean): string {
  const volatile = told.answer.body
    .replace(/(<uid>)\d+(?=<\/uid>)/g, '$1\u0001')
    .replace(/(>)([^<>]+)(?=<\/)/g, (all, before: string, text: string) =>
      (TIME.test(text) || UUID.test(text)) && !isEcho(text, told) ? `${before}\u0001` : all,
    );
  const listed = isList
    ? volatile
        .replace(/(<items>)[\s\S]*(?=<\/items>)/, '$1\u0001')
        .replace(/(<count>)\d+(?=<\/count>)/, '$1\u0001')
    : volatile;
  const written = templates.template(listed).replaceAll('\u0001', ANY);
  const domain = `<domain>${templates.variables.domain}</domain>`;
  return /\/status(?:\/|$)/.test(told.path) ? written : written.replace(domain, '<domain>{domain}</domain>');
}
