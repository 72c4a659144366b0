import { escapeXMLText } from 'ltx';
import { redactedHeader } from '../../redact.js';
import type { Mismatch } from '../match/matcher.js';
import type { PlayedRequest } from '../result.js';
import type { AnswerMatcher, RequestAction } from '../scenario.js';
import { filled } from '../variables.js';
import { curlOf } from './curl.js';
import type { Exchanged, OutgoingRequest } from './http-exchange.js';
import { matchAnswer } from './match-answer.js';
import { polled } from './polling.js';
import type { Scene, Scope } from './scene.js';
import { StepFailure } from './step-failure.js';

/** Sends a request, and holds its answer against what is expected; a read with `until` again and again. */
export async function playRequest(action: RequestAction, scene: Scene, scope: Scope): Promise<void> {
  const outgoing = outgoingOf(action, scene, scope);
  const { until, unless } = action;
  if (until === undefined) {
    const ms = action.within ?? scene.limits.answer;
    return hold(action.expect, await exchange({ ...outgoing, ms }, scene), outgoing, scene, scope);
  }
  await polled({
    ms: action.within ?? scene.limits.receive,
    isOver: () => scene.interruption.isThere,
    attempt: async (ms) => {
      const exchanged = await exchange({ ...outgoing, ms }, scene);
      const { mismatches, captures } = matchAnswer(until, exchanged, scope.variables);
      if (mismatches.length === 0) {
        scope.keep(captures);
        return undefined;
      }
      if (unless !== undefined && matches(unless, exchanged, scope))
        throw failureOf(
          'what unless names came first',
          { path: unless.path, mismatches: [] },
          outgoing,
          scene,
        );
      return { failure: (text) => failureOf(text, { mismatches }, outgoing, scene) };
    },
  });
}

function matches(expected: AnswerMatcher, exchanged: Exchanged, scope: Scope): boolean {
  return matchAnswer(expected, exchanged, scope.variables).mismatches.length === 0;
}

function hold(
  expected: AnswerMatcher,
  exchanged: Exchanged,
  outgoing: Omit<OutgoingRequest, 'ms'>,
  scene: Scene,
  scope: Scope,
): void {
  const { mismatches, captures } = matchAnswer(expected, exchanged, scope.variables);
  if (mismatches.length > 0) throw failureOf(sentence(exchanged), { mismatches }, outgoing, scene);
  scope.keep(captures);
}

function sentence(exchanged: Exchanged): string {
  return 'problem' in exchanged ? exchanged.problem : 'the answer is not as expected';
}

function failureOf(
  message: string,
  details: { readonly path?: readonly PropertyKey[]; readonly mismatches: readonly Mismatch[] },
  outgoing: Omit<OutgoingRequest, 'ms'>,
  { stage, embedded }: Scene,
): StepFailure {
  return new StepFailure(message, { ...details, curl: curlOf(outgoing, embedded ? stage : undefined) });
}

/** Sends a request and tells of it. */
async function exchange(outgoing: OutgoingRequest, { stage, http, tell }: Scene): Promise<Exchanged> {
  const target = outgoing.url.slice(stage.url.length);
  const notesOn = stage.watch(outgoing.method, target);
  const exchanged = await http.exchange(outgoing);
  const notes = await notesOn('answer' in exchanged ? exchanged.answer.status : undefined);
  tell({
    kind: 'exchange',
    request: playedRequest(outgoing),
    answer: 'answer' in exchanged ? exchanged.answer : undefined,
    problem: 'problem' in exchanged ? exchanged.problem : undefined,
    ms: exchanged.ms,
    notes,
  });
  return exchanged;
}

function playedRequest({ method, url, headers, body }: OutgoingRequest): PlayedRequest {
  return {
    method,
    url,
    headers: headers.map(([name, value]) => [name, redactedHeader(name, value)]),
    body,
  };
}

function outgoingOf(
  action: RequestAction,
  { stage, secrets }: Scene,
  scope: Scope,
): Omit<OutgoingRequest, 'ms'> {
  const { variables } = scope;
  const path = filled(action.path, variables).replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
  const headers = action.headers.map(([name, value]) => [name, filled(value, variables)] as const);
  const has = (name: string) => headers.some(([header]) => header.toLowerCase() === name);
  for (const secret of secretsIn(action, scope)) secrets.add(secret);
  const key = own(action.apiKey, stage.apiKey, scope);
  const withKey = key === undefined || /[?&]api-key=/.test(path) || has('api-key') ? path : addKey(path, key);
  const credentials = has('authorization')
    ? undefined
    : own(action.credentials, stage.credentialsFor(path), scope);
  if (credentials !== undefined)
    headers.push(['Authorization', `Basic ${Buffer.from(credentials).toString('base64')}`]);
  const body =
    action.body === undefined ? undefined : filled(action.body, variables, WRITERS[action.bodyForm]);
  return { method: action.method, url: `${stage.url}${withKey}`, headers, body };
}

/** How the value of a variable is written into a body. */
const WRITERS: { readonly [form in RequestAction['bodyForm']]: (value: string) => string } = {
  json: (value) => JSON.stringify(value).slice(1, -1),
  xml: escapeXMLText,
  text: (value) => value,
};

/** The key and the password that a story names for a request, as they are written and as they are sent. */
function* secretsIn({ apiKey, credentials }: RequestAction, { variables }: Scope): Generator<string> {
  for (const given of [apiKey, credentials]) {
    if (given === 'own' || given === 'none') continue;
    for (const text of [given, filled(given, variables)]) {
      yield text;
      if (given === credentials) yield text.replace(/^[^:]*:/, '');
    }
  }
}

function own(given: string, runs: string | undefined, { variables }: Scope): string | undefined {
  if (given === 'own') return runs;
  return given === 'none' ? undefined : filled(given, variables);
}

function addKey(path: string, key: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}api-key=${encodeURIComponent(key)}`;
}
