import { z } from 'zod';
import { type JsonSchema, problemsOf } from '../../options/option-errors.js';
import { Compilation } from './compilation.js';
import { tellOption } from './compile-step.js';
import { type ScenarioValues, scenarioShape } from './scenario-schema.js';
import type { Problem, Source } from './source.js';

/** The values of a scenario, its steps not yet read; `undefined` where they are wrong, which is told. */
export function readShape(
  source: Source,
  problems: Problem[],
  files: Set<string>,
): ScenarioValues | undefined {
  const compilation = new Compilation(source, { accounts: [], applications: [] }, problems, files);
  if (typeof source.values !== 'object' || source.values === null || Array.isArray(source.values)) {
    compilation.tell([], 'found no scenario: a scenario has a name and steps');
    return undefined;
  }
  const result = scenarioShape.safeParse(source.values);
  if (result.success) return result.data;
  const schema = z.toJSONSchema(scenarioShape, { io: 'input' }) as JsonSchema;
  for (const problem of problemsOf(result.error, schema, source.values)) tellOption(problem, [], compilation);
  return withoutMistakes(source.values, result.error);
}

/** What the steps need to be looked at, though something else is wrong. */
const NEEDED = ['given', 'matrix', 'parameters', 'steps', 'finally'];

/** The values but for those that are wrong, so that the mistakes in the steps are told at once with the others. */
function withoutMistakes(values: object, { issues }: z.ZodError): ScenarioValues | undefined {
  const wrong = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
    ),
  );
  if (NEEDED.some((key) => wrong.has(key))) return undefined;
  const right = Object.entries(values).filter(([key]) => !wrong.has(key));
  return scenarioShape.safeParse({ name: '?', ...Object.fromEntries(right) }).data;
}
