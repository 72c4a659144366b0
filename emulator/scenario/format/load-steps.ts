import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { z } from 'zod';
import { didYouMean, type JsonSchema, problemsOf } from '../../options/option-errors.js';
import type { Path } from '../match/matcher.js';
import type { Step } from '../scenario.js';
import type { Cast, Compilation } from './compilation.js';
import { compileStep, tellOption } from './compile-step.js';
import { withRow } from './matrix.js';
import { readShape } from './read-shape.js';
import { play } from './request-verbs.js';
import { readSources, type Source } from './source.js';

/** The largest scenario file, in bytes. */
export const MAX_SCENARIO = 1024 ** 2;

/** How many files deep stories may play parts. */
const MAX_DEPTH = 8;

export interface Context {
  readonly compilation: Compilation;
  readonly depth: number;
  /** The files that play each other, from the scenario to this one. */
  readonly callers: readonly string[];
}

/** Reads steps, and the parts that they play in place of these. */
export function loadSteps(values: readonly unknown[], path: Path, context: Context): Step[] {
  return values.flatMap((value, index) => {
    const here = [...path, index];
    const isPart = typeof value === 'object' && value !== null && 'play' in value;
    const step = isPart
      ? loadPlay(value, here, context)
      : compileStep(value, here, context.depth, context.compilation);
    return step === undefined ? [] : [step];
  });
}

function loadPlay(value: object, path: Path, context: Context): Step | undefined {
  const { compilation, depth, callers } = context;
  const result = play.safeParse(value);
  if (!result.success) {
    const schema = z.toJSONSchema(play, { io: 'input' }) as JsonSchema;
    for (const problem of problemsOf(result.error, schema, value)) tellOption(problem, path, compilation);
    return undefined;
  }
  const { play: name, with: values = {}, keeps = [] } = result.data;
  const file = normalize(join(dirname(compilation.source.file), name));
  const tell = (message: string) => compilation.tell([...path, 'play'], message);
  if (callers.includes(file) || callers.length > MAX_DEPTH)
    return void tell(`${name} plays itself: ${[...callers, file].join(' → ')}`);
  if (!existsSync(file) || !statSync(file).isFile()) return void tell(`${name}: there is no such file`);
  const { size } = statSync(file);
  if (size > MAX_SCENARIO)
    return void tell(`${name} has ${size} bytes, and at most ${MAX_SCENARIO} are read`);
  compilation.files.add(file);
  const source = readPart(file, compilation);
  const part = source && readShape(source, compilation.problems, compilation.files);
  if (source === undefined || part === undefined) return undefined;
  if (part.parameters === undefined)
    return void tell(`${name} is a scenario of its own: give it parameters: [] to make it a part`);
  if (!areArguments(values, part.parameters, [...path, 'with'], name, compilation)) return undefined;
  const accounts = accountsIn(values, compilation.cast);
  const stranger = Object.keys(values).find((one) => !accounts.has(one) && actsIn(part.steps, one));
  if (stranger !== undefined) {
    compilation.account(values[stranger] ?? '', [...path, 'with', stranger]);
    return undefined;
  }
  const steps = loadSteps(withArguments(part.steps, values, accounts), ['steps'], {
    compilation: compilation.within(withActors(source), accounts),
    depth: depth + 1,
    callers: [...callers, file],
  });
  return {
    source: compilation.source,
    path,
    depth,
    text: `play ${name}${Object.entries(values)
      .map(([key, text]) => `, ${key} ${text}`)
      .join('')}`,
    action: { verb: 'plays', steps, keeps },
  };
}

function readPart(file: string, compilation: Compilation): Source | undefined {
  const { sources, problems } = readSources(file, readFileSync(file, 'utf8'));
  compilation.problems.push(...problems);
  const [source, second] = sources;
  if (second !== undefined)
    compilation.problems.push({
      place: second.placeOf([]),
      message: 'a second document begins here, and a part is one: make it a file of its own',
    });
  return problems.length > 0 ? undefined : source;
}

function areArguments(
  values: { readonly [name: string]: string },
  parameters: readonly string[],
  path: Path,
  file: string,
  compilation: Compilation,
): boolean {
  for (const name of Object.keys(values)) {
    if (parameters.includes(name)) continue;
    compilation.tell(
      [...path, name],
      `${file} has no parameter ${name}: ${didYouMean(name, parameters)}`,
      'key',
    );
  }
  const missing = parameters.filter((name) => values[name] === undefined);
  if (missing.length > 0)
    compilation.tell(path, `${file} needs ${missing.join(', ')}: say it with ${missing[0]}: …`);
  return missing.length === 0;
}

/** A part whose actors are others than those that are written: places are looked up by what is written. */
function withActors(source: Source): Source {
  const placeOf: Source['placeOf'] = (path, at) => {
    const [section, index, , ...rest] = path;
    const step: unknown = Object(source.values)[String(section)]?.[String(index)];
    const [actor, ...others] = Object.keys(Object(step));
    const isWritten = path.length < 3 || actor === undefined || others.length > 0;
    return source.placeOf(isWritten ? path : [String(section), Number(index), actor, ...rest], at);
  };
  return { ...source, placeOf };
}

/** Whether a parameter is an actor of a part. */
function actsIn(steps: readonly unknown[], parameter: string): boolean {
  return steps.some((step) =>
    Object.keys(Object(step)).some((actor) => actor.split('/', 1)[0] === parameter),
  );
}

/** The arguments that are accounts, as `alice` or `{alice}`, or as a parameter of the part that plays this one. */
function accountsIn(
  values: { readonly [name: string]: string },
  { accounts, aliases }: Cast,
): ReadonlyMap<string, string> {
  const found = Object.entries(values).map(([name, value]) => {
    const plain = value.replace(/^\{(.*)\}$/s, '$1');
    return [name, aliases?.get(plain) ?? plain] as const;
  });
  return new Map(found.filter(([, account]) => accounts.includes(account)));
}

/** A part with its parameters filled in: an account as actor and as `{account}`, a text as it is. */
function withArguments(
  steps: readonly unknown[],
  values: { readonly [name: string]: string },
  accounts: ReadonlyMap<string, string>,
): unknown[] {
  const texts = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const account = accounts.get(name);
      return [name, account === undefined ? value : `{${account}}`];
    }),
  );
  return steps.map((step) => {
    const filled = withRow(step, texts) as { readonly [actor: string]: unknown };
    if (typeof filled !== 'object' || filled === null) return filled;
    return Object.fromEntries(
      Object.entries(filled).map(([actor, action]) => {
        const [name = '', ...resource] = actor.split('/');
        const account = accounts.get(name);
        return [account === undefined ? actor : [account, ...resource].join('/'), action];
      }),
    );
  });
}
