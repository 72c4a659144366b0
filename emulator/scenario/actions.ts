import type { Action, Step } from './scenario.js';
import { referencesIn } from './variables.js';

/** Keys of actions whose texts hold no variables of the story: what is read from files, and names. */
const OPAQUE: ReadonlySet<string> = new Set(['source', 'verb', 'kind', 'client', 'steps', 'keeps']);

/** The steps of a story with those of its parts. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) =>
    step.action.verb === 'plays' ? [step, ...allSteps(step.action.steps)] : [step],
  );
}

/** The verbs of a story and of its parts. */
export function actionsOf(steps: readonly Step[]): Action[] {
  return allSteps(steps).map(({ action }) => action);
}

/** The variables that an action names. */
export function referencesOf(value: unknown): string[] {
  if (typeof value === 'string') return referencesIn(value);
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (typeof value !== 'object' || value === null || 'asIs' in value) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    OPAQUE.has(key) || (key === 'path' && Array.isArray(inner)) ? [] : referencesOf(inner),
  );
}

/** The names under which an action keeps what it finds. */
export function capturesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(capturesOf);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'capture' in value && typeof value.capture === 'string' ? [value.capture] : [];
  return [
    ...own,
    ...Object.entries(value).flatMap(([key, inner]) => (OPAQUE.has(key) ? [] : capturesOf(inner))),
  ];
}
