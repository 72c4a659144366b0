import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { z } from 'zod';
import { didYouMean, type JsonSchema, problemsOf } from '../../option-errors.js';
import { type EmulatorOptions, readOptions } from '../../options.js';
import { type ReleaseName, releaseNames } from '../../release.js';
import type { Path } from '../match/matcher.js';
import type { Given, Limits, Scenario, Step } from '../scenario.js';
import { type Cast, Compilation } from './compilation.js';
import { compileStep, tellOption } from './compile-step.js';
import { type Row, rowsOf, titleOf, withRow } from './matrix.js';
import { checkReferences } from './references.js';
import { play } from './request-verbs.js';
import { type ScenarioValues, scenarioShape } from './scenario-schema.js';
import { type Problem, readSources, type Source } from './source.js';

/** The largest scenario file, in bytes. */
export const MAX_SCENARIO = 1024 ** 2;

/** How many files deep stories may play parts. */
const MAX_DEPTH = 8;

/** What an account or an application can't be called. */
const RESERVED = ['any', 'absent', 'emulator', 'play', 'domain', 'nothing', 'release'];

export interface Loaded {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
  /** The other files that it was made from. */
  readonly files: ReadonlySet<string>;
}

/** Reads the scenarios of a file, checked as far as that can be done without playing them. */
export function loadScenarios(file: string, text: string): Loaded {
  const problems: Problem[] = [];
  const files = new Set<string>();
  const { sources, problems: unreadable } = readSources(file, text);
  problems.push(...unreadable);
  const scenarios = sources.flatMap((source) => loadSource(source, problems, files));
  return { scenarios, problems: unique(problems), files };
}

/** A mistake in a story with a matrix is the same in each of its rows. */
function unique(problems: readonly Problem[]): Problem[] {
  const known = new Set<string>();
  return problems.filter(({ place: { file, line, column }, message }) => {
    const key = JSON.stringify([file, line, column, message]);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}

function loadSource(source: Source, problems: Problem[], files: Set<string>): Scenario[] {
  const values = readShape(source, problems, files);
  if (values === undefined) return [];
  if (values.parameters !== undefined) {
    checkPart(source, values, problems, files);
    return [];
  }
  return rowsOf(values.matrix).map((row) => loadRow(source, values, row, problems, files));
}

function readShape(source: Source, problems: Problem[], files: Set<string>): ScenarioValues | undefined {
  const compilation = new Compilation(source, { accounts: [], applications: [] }, problems, files);
  if (typeof source.values !== 'object' || source.values === null || Array.isArray(source.values)) {
    compilation.tell([], 'found no scenario: a scenario has a name and steps');
    return undefined;
  }
  const result = scenarioShape.safeParse(source.values);
  if (result.success) return result.data;
  const schema = z.toJSONSchema(scenarioShape, { io: 'input' }) as JsonSchema;
  for (const problem of problemsOf(result.error, schema, source.values)) tellOption(problem, [], compilation);
  return undefined;
}

function loadRow(
  source: Source,
  values: ScenarioValues,
  row: Row,
  problems: Problem[],
  files: Set<string>,
): Scenario {
  const cast = castOf(values);
  const compilation = new Compilation(source, cast, problems, files);
  checkCast(values, compilation);
  const load = (section: 'steps' | 'finally') =>
    loadSteps(withRow(values[section], row) as unknown[], [section], {
      compilation,
      depth: 0,
      callers: [source.file],
    });
  const [steps, last] = [load('steps'), load('finally')];
  const known = new Set([...cast.accounts, ...Object.keys(values.given.variables), 'domain', 'release']);
  const told = checkReferences(steps, known, problems);
  checkReferences(last, told, problems);
  const title = titleOf(row);
  return {
    source,
    name: title === '' ? values.name : `${values.name} (${title})`,
    description: values.description,
    tags: values.tags,
    releases: values.releases,
    release: releaseOf(row, compilation),
    given: givenOf(values, row, compilation),
    limits: limitsOf(values),
    steps,
    finally: last,
  };
}

function limitsOf({ limits: { answer, receive } }: ScenarioValues): Partial<Limits> {
  return { ...(answer === undefined ? {} : { answer }), ...(receive === undefined ? {} : { receive }) };
}

function castOf({ given: { accounts, applications } }: ScenarioValues): Cast {
  return { accounts, applications };
}

function checkCast({ given }: ScenarioValues, compilation: Compilation): void {
  const seen = new Set<string>();
  for (const group of ['accounts', 'applications'] as const) {
    for (const [index, name] of given[group].entries()) {
      const path = ['given', group, index];
      if (RESERVED.includes(name))
        compilation.tell(path, `${name} means something here: choose another name`);
      if (seen.has(name)) compilation.tell(path, `there are two actors ${name}: choose another name for one`);
      seen.add(name);
    }
  }
  for (const [index, pair] of given.contacts.entries()) {
    for (const [side, name] of pair.entries())
      compilation.mustBeAccount(name, ['given', 'contacts', index, side]);
    if (pair[0] === pair[1])
      compilation.tell(['given', 'contacts', index], `${pair[0]} can't be a contact of its own`);
  }
}

function releaseOf({ release }: Row, compilation: Compilation): ReleaseName | undefined {
  if (release === undefined) return undefined;
  const found = releaseNames.find((name) => name === String(release));
  if (found === undefined)
    compilation.tell(['matrix'], `there is no release ${release}: there are ${releaseNames.join(', ')}`);
  return found;
}

function givenOf({ given }: ScenarioValues, row: Row, compilation: Compilation): Given {
  const emulator = given.emulator as EmulatorOptions;
  const read = readOptions(emulator);
  if ('problems' in read)
    for (const problem of read.problems) tellOption(problem, ['given', 'emulator'], compilation);
  return {
    accounts: given.accounts,
    contacts: given.contacts,
    emulator,
    variables: withRow(given.variables, row) as Given['variables'],
  };
}

interface Context {
  readonly compilation: Compilation;
  readonly depth: number;
  /** The files that play each other, from the scenario to this one. */
  readonly callers: readonly string[];
}

function loadSteps(values: readonly unknown[], path: Path, context: Context): Step[] {
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
  compilation.files.add(file);
  const source = readPart(file, compilation);
  const part = source && readShape(source, compilation.problems, compilation.files);
  if (source === undefined || part === undefined) return undefined;
  if (part.parameters === undefined)
    return void tell(`${name} is a scenario of its own: give it parameters: [] to make it a part`);
  checkArguments(values, part.parameters, [...path, 'with'], name, compilation);
  const steps = loadSteps(withArguments(part.steps, values, compilation.cast), ['steps'], {
    compilation: compilation.within(source),
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
  return problems.length > 0 ? undefined : sources[0];
}

function checkArguments(
  values: { readonly [name: string]: string },
  parameters: readonly string[],
  path: Path,
  file: string,
  compilation: Compilation,
): void {
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
}

/** A part with its parameters filled in: an account as actor and as `{account}`, a text as it is. */
function withArguments(
  steps: readonly unknown[],
  values: { readonly [name: string]: string },
  { accounts }: Cast,
): unknown[] {
  const isAccount = (name: string) => accounts.includes(name);
  const texts = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, isAccount(value) ? `{${value}}` : value]),
  );
  return steps.map((step) => {
    const filled = withRow(step, texts) as { readonly [actor: string]: unknown };
    if (typeof filled !== 'object' || filled === null) return filled;
    return Object.fromEntries(
      Object.entries(filled).map(([actor, action]) => {
        const [name = '', ...resource] = actor.split('/');
        const value = values[name];
        return [value !== undefined && isAccount(value) ? [value, ...resource].join('/') : actor, action];
      }),
    );
  });
}

/** A part by itself: its parameters are taken for accounts, so that everything else can be checked. */
function checkPart(source: Source, values: ScenarioValues, problems: Problem[], files: Set<string>): void {
  const cast = { accounts: [...(values.parameters ?? [])], applications: ['app'] };
  const compilation = new Compilation(source, cast, problems, files);
  for (const key of ['matrix', 'finally'] as const)
    if (values[key] !== undefined && values[key].length !== 0)
      compilation.tell([key], `a part has no ${key}: the scenario that plays it may`, 'key');
  loadSteps(values.steps, ['steps'], { compilation, depth: 0, callers: [source.file] });
}
