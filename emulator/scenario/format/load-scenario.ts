import { comparable } from '../../jid.js';
import type { EmulatorOptions } from '../../options/emulator-options.js';
import { didYouMean } from '../../options/option-errors.js';
import { readOptions } from '../../options/options.js';
import { type ReleaseName, releaseNames } from '../../release.js';
import { allSteps, capturesOf } from '../actions.js';
import type { Path } from '../match/matcher.js';
import type { Given, Limits, Scenario, Step } from '../scenario.js';
import { referencesIn } from '../variables.js';
import { type Cast, Compilation } from './compilation.js';
import { tellOption } from './compile-step.js';
import { loadSteps } from './load-steps.js';
import { columnsOf, MOST_ROWS, nameWithRow, type Row, rowCount, rowsOf, withRow } from './matrix.js';
import { readShape } from './read-shape.js';
import { checkReferences } from './references.js';
import type { ScenarioValues } from './scenario-schema.js';
import { distinct, type Problem, readSources, type Source } from './source.js';

/** What an account or an application can't be called. */
export const RESERVED: readonly string[] = [
  'any',
  'absent',
  'emulator',
  'play',
  'domain',
  'mark',
  'nothing',
  'release',
];

/** The variables that every story has. */
const OFFERED: readonly string[] = ['domain', 'release', 'mark'];

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
  return { scenarios, problems: distinct(problems), files };
}

function loadSource(source: Source, problems: Problem[], files: Set<string>): Scenario[] {
  const values = readShape(source, problems, files);
  if (values === undefined) return [];
  if (values.parameters !== undefined) {
    checkPart(source, values, problems, files);
    return [];
  }
  const rows = rowCount(values.matrix);
  if (rows > MOST_ROWS) {
    const message = `it makes ${rows} scenarios, and at most ${MOST_ROWS} are played: divide it`;
    problems.push({ place: source.placeOf(['matrix']), message });
    return [];
  }
  const compilation = new Compilation(source, castOf(values), problems, files);
  checkCast(values, compilation);
  checkEmulator(values, compilation);
  return rowsOf(values.matrix).map((row) => loadRow(values, row, compilation));
}

function loadRow(values: ScenarioValues, row: Row, compilation: Compilation): Scenario {
  const { source, cast, problems } = compilation;
  const load = (section: 'steps' | 'finally') =>
    loadSteps(withRow(values[section], row) as unknown[], [section], {
      compilation,
      depth: 0,
      callers: [source.file],
    });
  const [steps, last] = [load('steps'), load('finally')];
  const known = new Set([...cast.accounts, ...Object.keys(values.given.variables), ...OFFERED]);
  checkCaptures([...steps, ...last], cast, problems);
  const told = checkReferences(steps, known, problems);
  checkReferences(last, told, problems);
  return {
    source,
    name: nameWithRow(values.name, row),
    description: values.description,
    tags: values.tags,
    releases: values.releases,
    release: releaseOf(row, values, compilation),
    given: givenOf(values, row),
    limits: limitsOf(values),
    steps,
    finally: last,
  };
}

/** What a story captures must not take a name that has a value of its own. */
function checkCaptures(steps: readonly Step[], { accounts }: Cast, problems: Problem[]): void {
  for (const { action, source, path } of allSteps(steps)) {
    if (action.verb === 'plays') continue;
    const taken = capturesOf(action).find((name) => RESERVED.includes(name) || accounts.includes(name));
    if (taken === undefined) continue;
    const message = `{${taken}} has a value of its own: capture it as something else`;
    problems.push({ place: source.placeOf(path), message });
  }
}

function limitsOf({ limits: { answer, receive } }: ScenarioValues): Partial<Limits> {
  return { ...(answer === undefined ? {} : { answer }), ...(receive === undefined ? {} : { receive }) };
}

function castOf({ given: { accounts, applications } }: ScenarioValues): Cast {
  return { accounts, applications };
}

function checkCast({ given, matrix }: ScenarioValues, compilation: Compilation): void {
  const columns = columnsOf(matrix);
  const seen = new Set<string>();
  for (const group of ['accounts', 'applications'] as const) {
    for (const [index, name] of given[group].entries()) {
      const path = ['given', group, index];
      if (RESERVED.includes(name))
        compilation.tell(path, `${name} means something here: choose another name`);
      if (seen.has(comparable(name)))
        compilation.tell(path, `there are two actors ${name}: choose another name for one`);
      seen.add(comparable(name));
    }
  }
  for (const [name, text] of Object.entries(given.variables)) {
    const path = ['given', 'variables', name];
    if (RESERVED.includes(name) || given.accounts.includes(name))
      compilation.tell(path, `${name} means something here: choose another name`, 'key');
    const stranger = referencesIn(text).find(
      (one) => !OFFERED.includes(one) && !given.accounts.includes(one) && !columns.includes(one),
    );
    if (stranger !== undefined)
      compilation.tell(
        path,
        `{${stranger}} has no value here: ${didYouMean(stranger, [...given.accounts, ...OFFERED])}`,
      );
  }
  for (const [index, pair] of given.contacts.entries()) {
    for (const [side, name] of pair.entries()) compilation.account(name, ['given', 'contacts', index, side]);
    if (pair[0] === pair[1])
      compilation.tell(['given', 'contacts', index], `${pair[0]} can't be a contact of its own`);
  }
}

/** Where the release of a row stands. */
function releasePath(row: Row, matrix: ScenarioValues['matrix']): Path {
  if (Array.isArray(matrix)) return ['matrix', matrix.indexOf(row as (typeof matrix)[number]), 'release'];
  return ['matrix', 'release', matrix?.release?.indexOf(row.release ?? '') ?? 0];
}

function releaseOf(row: Row, { matrix }: ScenarioValues, compilation: Compilation): ReleaseName | undefined {
  const { release } = row;
  if (release === undefined) return undefined;
  const found = releaseNames.find((name) => name === String(release));
  if (found === undefined)
    compilation.tell(
      releasePath(row, matrix),
      `there is no release ${release}: there are ${releaseNames.join(', ')}`,
    );
  return found;
}

function checkEmulator({ given }: ScenarioValues, compilation: Compilation): void {
  const read = readOptions(given.emulator);
  if ('problems' in read)
    for (const problem of read.problems) tellOption(problem, ['given', 'emulator'], compilation);
}

function givenOf({ given }: ScenarioValues, row: Row): Given {
  return {
    accounts: given.accounts,
    contacts: given.contacts,
    emulator: given.emulator as EmulatorOptions,
    variables: texts(withRow(given.variables, row) as object),
  };
}

/** A value of a row may be a number; a variable is a text. */
function texts(values: object): Given['variables'] {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
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
