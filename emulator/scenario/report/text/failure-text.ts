import { excerpt, type Place, placeName } from '../../place.js';
import type { Failure, ScenarioResult, StepResult } from '../../result.js';
import type { Paint } from '../paint.js';
import { differencesText } from './difference-text.js';
import { type Exchange, exchangeText, noteText, stanzaText } from './exchange-text.js';
import { indented } from './indented.js';
import { stepsToFailure } from './steps-text.js';
import { visible, visiblePlace } from './visible.js';

/** Why a scenario failed, in a line: the message, and the first thing that differs. */
export function headlineOf({ steps }: Pick<ScenarioResult, 'steps'>): string | undefined {
  const failure = steps.find((step) => step.failure !== undefined)?.failure;
  const [first, ...others] = failure?.differences ?? [];
  if (failure === undefined || first === undefined) return failure?.message;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${failure.message} (${first.what}: expected ${first.expected}, found ${first.found}${more})`;
}

/** Everything that explains why a scenario failed, in paragraphs. */
export function failureText({ steps, reason }: ScenarioResult, paint: Paint): string {
  const failed = steps.filter((step) => step.failure !== undefined);
  return [
    ...(steps.some(({ outcome }) => outcome === 'failed') ? [stepsToFailure(steps, paint)] : []),
    ...(failed.length === 0 && reason !== undefined ? [paint('red', visible(reason))] : []),
    ...failed.flatMap((step) => stepFailure(step, exchangesBefore(steps, step), paint)),
  ].join('\n\n');
}

/** The exchanges of a step; where it has none, the last one before it, which brought about what failed here. */
function exchangesBefore(steps: readonly StepResult[], step: StepResult): readonly Exchange[] {
  const own = exchangesOf(step);
  if (own.length > 0) return own;
  return steps.slice(0, steps.indexOf(step)).flatMap(exchangesOf).slice(-1);
}

function exchangesOf({ happenings }: StepResult): Exchange[] {
  return happenings.filter((happening) => happening.kind === 'exchange');
}

function stepFailure(step: StepResult, exchanges: readonly Exchange[], paint: Paint): string[] {
  if (step.failure === undefined) return [];
  const { message, place, differences, nearest, left, curl } = step.failure;
  const title = exchangesOf(step).length > 0 ? 'the exchange' : 'the exchange before';
  const notes = exchanges.flatMap((exchange) => exchange.notes);
  return [
    `${paint('red', visible(message))}\n${placeText(place, paint)}`,
    ...(differences.length === 0 ? [] : [differencesText(differences, paint)]),
    ...block('the nearest that did arrive', nearest === undefined ? [] : [stanzaText(nearest)], paint),
    ...leftText(left, paint),
    ...block(
      title,
      exchanges.map((exchange) => exchangeText(exchange, paint)),
      paint,
    ),
    ...(notes.length === 0 ? [] : [notes.map((note) => noteText(note, paint)).join('\n')]),
    ...block('to try it by hand', curl === undefined ? [] : [visible(curl)], paint),
  ];
}

function placeText(place: Place, paint: Paint): string {
  const [line = '', caret = ''] = excerpt(visiblePlace(place)).split('\n');
  return [paint('cyan', placeName(place)), line, `${caret.slice(0, -1)}${paint('red', '^')}`].join('\n');
}

/** How many of the stanzas that nobody took are shown. */
const SHOWN_LEFT = 5;

function leftText(left: Failure['left'], paint: Paint): string[] {
  if (left === undefined) return [];
  if (left.length === 0) return [paint('dim', 'nothing else is in the inbox')];
  const more = left.length - SHOWN_LEFT;
  const shown = left.slice(0, SHOWN_LEFT).map(stanzaText);
  return block('left in the inbox', [...shown, ...(more > 0 ? [`… ${more} more`] : [])], paint);
}

function block(title: string, texts: readonly string[], paint: Paint): string[] {
  return texts.length === 0
    ? []
    : [[paint('dim', title), ...texts.map((text) => indented(text, '  '))].join('\n')];
}
