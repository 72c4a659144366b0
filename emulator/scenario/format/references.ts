import { didYouMean } from '../../options/option-errors.js';
import { capturesOf, referencesOf } from '../actions.js';
import type { Path } from '../match/matcher.js';
import type { Step } from '../scenario.js';
import { referencesIn } from '../variables.js';
import type { Problem } from './source.js';

/** Tells of every `{name}` that nothing has given a value by then, in the order in which the steps are played. */
export function checkReferences(
  steps: readonly Step[],
  known: ReadonlySet<string>,
  problems: Problem[],
): Set<string> {
  const names = new Set(known);
  for (const step of steps) {
    for (const name of new Set(referencesOf(step.action))) {
      if (names.has(name)) continue;
      const later = steps.find(({ action }) => capturesOf(action).includes(name));
      const hint = name.includes('/')
        ? `: ${name} has not connected by then`
        : later === undefined
          ? `: ${didYouMean(name, [...names])}`
          : ` yet: that happens in line ${later.source.placeOf(later.path).line}`;
      const place = step.source.placeOf(pathOf(step, name));
      problems.push({ place, message: `nothing has given {${name}} a value${hint}` });
    }
    const { action } = step;
    if (action.verb === 'plays') {
      const inner = checkReferences(action.steps, names, problems);
      for (const name of inner) if (name.includes('/')) names.add(name); // clients that have connected
      for (const kept of action.keeps) {
        if (inner.has(kept)) names.add(kept);
        else
          problems.push({
            place: step.source.placeOf([...step.path, 'keeps']),
            message: `the part captures no ${kept}: ${didYouMean(
              kept,
              [...inner].filter((name) => !known.has(name)),
            )}`,
          });
      }
    } else {
      if (action.verb === 'connects') names.add(action.client.actor);
      for (const name of capturesOf(action)) names.add(name);
    }
  }
  return names;
}

/** Where in the step the variable stands. */
function pathOf(step: Step, name: string): Path {
  const { source, path } = step;
  const here = path.reduce<unknown>(
    (value, key) => (Object(value) as { [key: string]: unknown })[String(key)],
    source.values,
  );
  return [...path, ...(pathTo(here, name) ?? [])];
}

function pathTo(value: unknown, name: string): Path | undefined {
  if (typeof value === 'string') return referencesIn(value).includes(name) ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = pathTo(inner, name);
    if (found !== undefined) return [key, ...found];
  }
  return undefined;
}
