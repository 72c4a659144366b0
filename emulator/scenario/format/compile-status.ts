import { escapeXMLText } from 'ltx';
import type { z } from 'zod';
import type { Path } from '../match/matcher.js';
import type { RequestAction } from '../scenario.js';
import type { Compilation } from './compilation.js';
import { compileAnswer } from './compile-answer.js';
import { access, withType } from './request-access.js';
import type { requestVerbs } from './request-verbs.js';

type StatusValue = z.output<(typeof requestVerbs)['sets status of' | 'removes status of']>;

/** The fields of a status, in the order in which the documentation has them. */
const STATUS_FIELDS = ['available', 'priority', 'show', 'status'] as const;

/** A status change in the short form: what is sent, and that the answer must confirm it. */
export function compileStatus(value: StatusValue, path: Path, compilation: Compilation): RequestAction {
  const sets = 'sets status of' in value;
  const user = sets ? value['sets status of'] : value['removes status of'];
  const account = compilation.account(user, [...path, sets ? 'sets status of' : 'removes status of']);
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
  return text.toWellFormed().replace(/[^\w.~{}-]/gu, encodeURIComponent);
}

function jsonBody(fields: ReadonlyMap<string, string>, activity: object | undefined): string {
  return JSON.stringify({ ...Object.fromEntries(fields), ...(activity === undefined ? {} : { activity }) });
}

/** An element without children would be no map to Tigase, and an error: the default is written out then. */
function xmlBody(given: ReadonlyMap<string, string>, activity: object | undefined): string {
  const fields = given.size === 0 && activity === undefined ? new Map([['available', 'true']]) : given;
  const elements = (entries: Iterable<readonly [string, string]>) =>
    Array.from(entries, ([field, text]) => `<${field}>${escapeXMLText(text)}</${field}>`).join('');
  const inner = activity === undefined ? '' : `<activity>${elements(Object.entries(activity))}</activity>`;
  return `<command>${elements(fields)}${inner}</command>`;
}
