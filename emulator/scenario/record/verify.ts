import { isDeepStrictEqual } from 'node:util';
import { Compilation } from '../format/compilation.js';
import { compileStep } from '../format/compile-step.js';
import { checkReferences } from '../format/references.js';
import type { Problem, Source } from '../format/source.js';
import { matchAnswer } from '../play/match-answer.js';
import type { RequestAction } from '../scenario.js';
import { filled } from '../variables.js';
import type { RecordedCast } from './cast.js';
import { parsed } from './expectation.js';
import { pathTemplate, xmlFields } from './request-forms.js';
import type { Told } from './told.js';

/** A step as the runner reads it; `undefined` where that has something against it. */
export function compiled(step: object, cast: RecordedCast): RequestAction | undefined {
  const problems: Problem[] = [];
  const place = { file: '', line: 1, column: 1, text: '' };
  const source: Source = { file: '', values: { steps: [step] }, placeOf: () => place };
  const { accounts } = cast;
  const compilation = new Compilation(source, { accounts, applications: ['app'] }, problems, new Set());
  const read = compileStep(step, ['steps', 0], 0, compilation);
  if (read === undefined || read.action.verb !== 'requests') return undefined;
  checkReferences([read], new Set([...accounts, 'domain', 'release', 'mark']), problems);
  return problems.length === 0 ? read.action : undefined;
}

/** Whether a step sends what was recorded. */
export function sendsTheSame(action: RequestAction, told: Told, cast: RecordedCast): boolean {
  const { variables } = cast.templates;
  const type = action.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return (
    action.method === told.method &&
    filled(action.path, variables) === filled(pathTemplate(told, cast), variables) &&
    (type === undefined ? undefined : filled(type, variables)) === plainOf(told.type, cast) &&
    isSameBody(action, told, cast)
  );
}

function plainOf(text: string | undefined, { templates }: RecordedCast): string | undefined {
  return text === undefined ? undefined : templates.plain(text);
}

function isSameBody({ body, bodyForm }: RequestAction, told: Told, { templates }: RecordedCast): boolean {
  if (body === undefined || told.body === undefined) return body === told.body;
  if (bodyForm === 'json') {
    const sent = parsed(filled(body, templates.variables, (value) => JSON.stringify(value).slice(1, -1)));
    return isSameJson(sent, templates.plainDeep(parsed(told.body)));
  }
  const sent = filled(body, templates.variables);
  if (sent === templates.plain(told.body)) return true;
  const [one, other] = [xmlFields(sent), xmlFields(told.body)];
  return bodyForm === 'xml' && one !== undefined && isSameJson(one, templates.plainDeep(other));
}

/** The order of fields says nothing, but that of an activity comes back in the answer. */
function isSameJson(one: unknown, other: unknown): boolean {
  const activity = (value: unknown) =>
    JSON.stringify((Object(value) as { readonly activity?: unknown }).activity);
  return isDeepStrictEqual(one, other) && activity(one) === activity(other);
}

/** Whether the answer that was recorded is what a step expects. */
export function fits({ expect }: RequestAction, { answer }: Told, { templates }: RecordedCast): boolean {
  const value = parsed(answer.body);
  const isStructured = typeof value === 'object' && value !== null && 'body' in expect;
  const isJson = isStructured && expect.body.every(({ kind }) => kind === 'json');
  const body = isJson ? JSON.stringify(templates.plainDeep(value)) : templates.plain(answer.body);
  return (
    matchAnswer(expect, { answer: { ...answer, body }, ms: 0 }, templates.variables).mismatches.length === 0
  );
}
