import { existsSync } from 'node:fs';
import type { ConfigFile } from './config-file.js';
import type { LogFormat } from './log.js';
import { type OptionProblem, suggestion } from './option-errors.js';
import { type Options, readOptions } from './options.js';
import { type StartOption, startOptions, variableOf } from './start-options.js';
import { UsageError } from './usage-error.js';

/** The files that are looked for in the working folder, in this order, where no other is named. */
const CONFIG_FILES = ['tigase-emulator.yaml', 'tigase-emulator.yml', 'tigase-emulator.json'];

/** Reads a config file; the parser is only loaded where there is one, so that the emulator starts faster. */
async function readFile(path: string): Promise<ConfigFile> {
  const { readConfigFile } = await import('./config-file.js');
  return readConfigFile(path);
}

/** What the command line says: texts, lists of texts, and switches. */
export type Flags = { readonly [name: string]: string | readonly string[] | boolean | undefined };

export interface StartSettings {
  readonly options: Options;
  readonly log: LogFormat;
  /** What looks like a mistake, but is none that can't be lived with. */
  readonly warnings: readonly string[];
}

/** `file:9:1` before `file:10:1`. */
const byPlace = new Intl.Collator('en', { numeric: true }).compare;

/** A value that was given, and where: what an error message starts with. */
interface Given {
  readonly value: unknown;
  readonly source: string;
}

/**
 * The settings of `start`: flags win over the environment, the environment over the config file, the file over the
 * defaults; whoever wins replaces the value whole.
 *
 * @throws {UsageError} with every mistake in a line of its own
 */
export async function startSettings(flags: Flags, environment: NodeJS.ProcessEnv): Promise<StartSettings> {
  const given = new Map<string, Given>();
  for (const option of startOptions) {
    const found = givenFor(option, flags, environment);
    if (found !== undefined) given.set(option.name, found);
  }
  const path = given.get('config')?.value ?? CONFIG_FILES.find((name) => existsSync(name));
  const file = path === undefined ? undefined : await readFile(String(path));
  const sources = new Map<string, string>();
  const values: { [key: string]: unknown } = { ...file?.values };
  for (const { name, key } of startOptions) {
    const found = given.get(name);
    if (key === undefined || found === undefined) continue;
    values[key] = found.value;
    sources.set(key, found.source);
  }
  const read = readOptions(values);
  const lines =
    'problems' in read
      ? read.problems.map((problem) => `${placeOf(problem, sources, file)}: ${problem.message}`)
      : [];
  const log = logFormat(given.get('log'), lines);
  if (lines.length > 0 || 'problems' in read) throw new UsageError(lines.sort(byPlace).join('\n'));
  return { options: read.options, log, warnings: strangers(environment) };
}

function placeOf(
  problem: OptionProblem,
  sources: ReadonlyMap<string, string>,
  file: { placeOf: (problem: OptionProblem) => string } | undefined,
): string {
  const source = sources.get(String(problem.path[0]));
  return source ?? file?.placeOf(problem) ?? problem.path.join('.');
}

function givenFor(option: StartOption, flags: Flags, environment: NodeJS.ProcessEnv): Given | undefined {
  const flag = flags[option.name];
  if (flag !== undefined) return { value: meaningOf(option, flag), source: `--${option.name}` };
  const variable = variableOf(option);
  const text = environment[variable];
  if (text === undefined || text === '') return undefined;
  return { value: fromText(option, text, variable), source: variable };
}

/** A switch given in the environment must say yes or no; `untrusted` stands for an empty list of trusted JIDs. */
function fromText(option: StartOption, text: string, variable: string): unknown {
  if (option.argument?.list === true) return meaningOf(option, text.split(','));
  if (option.argument !== undefined) return meaningOf(option, text);
  if (!/^(?:true|false|1|0)$/i.test(text)) {
    throw new UsageError(`${variable}: found ${JSON.stringify(text)}, expected true or false`);
  }
  return meaningOf(option, /^(?:true|1)$/i.test(text));
}

function meaningOf(
  { name, read = (value) => value }: StartOption,
  given: string | readonly string[] | boolean,
): unknown {
  if (typeof given === 'string') return read(given);
  if (typeof given !== 'boolean') return given.map(read);
  return name === 'untrusted' ? (given ? [] : undefined) : given;
}

function logFormat(given: Given | undefined, problems: string[]): LogFormat {
  const value = given?.value ?? 'pretty';
  if (value === 'pretty' || value === 'json' || value === 'silent') return value;
  problems.push(`${given?.source}: found ${JSON.stringify(value)}, expected pretty, json or silent`);
  return 'pretty';
}

/** Variables that look like ours and are not, where one of ours is near. */
function strangers(environment: NodeJS.ProcessEnv): string[] {
  const known = startOptions.map(variableOf);
  return Object.keys(environment)
    .filter((name) => name.startsWith('TIGASE_EMULATOR_') && !known.includes(name))
    .flatMap((name) => {
      const meant = suggestion(name, known);
      return meant === undefined
        ? []
        : [`the environment variable ${name} is no option: did you mean ${meant}?`];
    });
}
