import { Document, isMap, isSeq } from 'yaml';
import { castOf, type RecordedCast } from './cast.js';
import type { Exchange } from './exchange.js';
import { type Expectation, expectationsOf } from './expectation.js';
import { requestForms } from './request-forms.js';
import { redactionFor } from './secrets.js';
import { listedDomain, type Told, toldOf } from './told.js';
import { compiled, fits, sendsTheSame } from './verify.js';
import { yamlText } from './yaml-text.js';

export interface RecordingDetails {
  readonly recordedAt: Date;
  /** The URL of the target. */
  readonly target: string;
}

export interface WrittenScenario {
  readonly text: string;
  /** How many it has a step for. */
  readonly requests: number;
}

const HEAD = ` yaml-language-server: $schema=scenario.schema.json
 The schema makes editors check and complete this file: tigase-emulator schema scenario > scenario.schema.json`;

/** A request that a scenario can't tell of, in words. */
interface LeftOut {
  readonly leftOut: string;
}

/**
 * Writes exchanges as a scenario that passes where they were recorded: on the same release, and on the target with
 * accounts of the story's own. Nothing in it is secret.
 *
 * @returns `undefined` where there is nothing to tell
 */
export function scenarioFrom(
  exchanges: readonly Exchange[],
  details: RecordingDetails,
): WrittenScenario | undefined {
  const redaction = redactionFor(exchanges);
  const tolds = exchanges.map((exchange) => toldOf(exchange, redaction));
  const cast = castOf(tolds);
  const steps = tolds.map((told) => stepFor(told, cast));
  const played = steps.filter((step) => !('leftOut' in step));
  if (played.length === 0) return undefined;
  const document = new Document({
    name: `Recorded on ${details.recordedAt.toISOString().slice(0, 10)}`,
    description: `What passed between an application and ${details.target}, recorded by tigase-emulator`,
    given: {
      accounts: cast.accounts,
    },
    steps: played,
  });
  document.commentBefore = HEAD;
  addComments(document, tolds, steps);
  return { text: yamlText(document), requests: played.length };
}

type Step = { readonly app: object };

/** The first form of the request that sends the same, with the first expectation that its answer fits. */
function stepFor(told: Told, cast: RecordedCast): Step | LeftOut {
  const leftOut = { leftOut: `${told.method} ${told.path}` };
  if (isMangled(told)) return leftOut;
  const domain = listedDomain(told);
  const isList = domain !== undefined && cast.isOwn(domain);
  const stepOf = (form: object, expect: Expectation): Step => ({
    app: { ...form, expect: Object.keys(expect).length === 1 ? expect.status : expect },
  });
  for (const form of requestForms(told, cast)) {
    const action = compiled(stepOf(form, { status: told.answer.status }), cast);
    if (action === undefined || !sendsTheSame(action, told, cast)) continue;
    for (const expect of expectationsOf(told, cast.templates, isList)) {
      const step = stepOf(form, expect);
      const whole = compiled(step, cast);
      if (whole !== undefined && fits(whole, told, cast)) return step;
    }
  }
  return leftOut;
}

/** Whether a player would send it otherwise: it writes methods in capitals, and escapes what a URI can't hold. */
function isMangled({ method, path, query, answer }: Told): boolean {
  const isEscaped = /[^\x21-\x7e]/.test(path + query);
  return method !== method.toUpperCase() || (isEscaped && answer.status === 400);
}

/** What is left out, and what a step can't say, as comments where it belongs. */
function addComments(document: Document, tolds: readonly Told[], steps: readonly (Step | LeftOut)[]): void {
  const list = document.get('steps');
  if (!isSeq(list)) return;
  let at = 0;
  let before: string[] = [];
  for (const [index, step] of steps.entries()) {
    if ('leftOut' in step) {
      before.push(` left out, since no scenario can send it: ${JSON.stringify(step.leftOut)}`);
      continue;
    }
    if (tolds[index]?.isChunked === true)
      before.push(' it came with a body in chunks, which Tigase does not read');
    const node = list.items[at];
    if (isMap(node) && before.length > 0) node.commentBefore = before.join('\n');
    before = [];
    at += 1;
  }
  if (before.length > 0) document.comment = before.join('\n');
}
