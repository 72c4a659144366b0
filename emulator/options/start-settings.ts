import { existsSync } from 'node:fs';
import { comparable, partsOf } from '../jid.js';
import { UsageError } from '../usage-error.js';
import type { ConfigFile } from './config-file.js';
import { type OptionProblem, suggestion } from './option-errors.js';
import { type Options, optionKeys, readOptions } from './options.js';
import type { LogFormat } from './start-options.js';
import { PREFIX, type StartOption, startOptions, variableOf } from './start-options.js';

/** The files that are looked for in the working folder, in this order, where no other is named. */
const CONFIG_FILES = ['tigase-emulator.yaml', 'tigase-emulator.yml', 'tigase-emulator.json'];

/** Reads a config file; the parser is only loaded where there is one, so that the emulator starts faster. */
async function readFile(path: string, source: string): Promise<ConfigFile> {
  const { readConfigFile } = await import('./config-file.js');
  return readConfigFile(path, source);
}

/** What the command line says: texts, lists of texts, and switches. */
export type Flags = { readonly [name: string]: string | readonly string[] | boolean | undefined };

export interface StartSettings {
  readonly options: Options;
  readonly log: LogFormat;
  /** The config file that was read, if any. */
  readonly configFile: string | undefined;
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
 * @throws {@link UsageError} with every mistake in a line of its own
 */
export async function startSettings(flags: Flags, environment: NodeJS.ProcessEnv): Promise<StartSettings> {
  const given = new Map<string, Given>();
  for (const option of startOptions) {
    const found = givenFor(option, flags, environment);
    if (found !== undefined) given.set(option.name, found);
  }
  const named = given.get('config');
  const path = named?.value ?? CONFIG_FILES.find((name) => existsSync(name));
  const file = path === undefined ? undefined : await readFile(String(path), named?.source ?? '--config');
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
  return {
    options: read.options,
    log,
    configFile: path === undefined ? undefined : String(path),
    warnings: warningsOf(read.options, environment),
  };
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
  return meaningOf(option, isOn(text, variable));
}

/** Whether a variable of the environment turns a switch on. @throws {@link UsageError} where it says neither yes nor no */
export function isOn(text: string, variable: string): boolean {
  if (/^(?:true|false|1|0)$/i.test(text)) return /^(?:true|1)$/i.test(text);
  throw new UsageError(`${variable}: found ${JSON.stringify(text)}, expected true or false`);
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

/** What can be lived with, but is hardly meant. */
function warningsOf({ accounts, domains }: Options, environment: NodeJS.ProcessEnv): string[] {
  const served = new Set(domains.map(comparable));
  const unserved = new Set(
    accounts.map(({ jid }) => partsOf(jid).domain).filter((name) => !served.has(comparable(name))),
  );
  const warnings = Array.from(
    unserved,
    (name) => `there are accounts at ${name}, which is none of the domains: ${domains.join(', ')}`,
  );
  const known = startOptions.map(variableOf);
  const strangers = Object.keys(environment).filter(
    (name) => name.startsWith(PREFIX) && !known.includes(name),
  );
  return [
    ...warnings,
    ...strangers.map((name) => `the environment variable ${name} is no option: ${remedy(name, known)}`),
  ];
}

function remedy(variable: string, known: readonly string[]): string {
  const key = optionKeys.find(
    (name) => name.toLowerCase() === variable.slice(PREFIX.length).toLowerCase().replaceAll('_', ''),
  );
  if (key !== undefined) return `${key} is set in the config file`;
  const names = known.map((name) => name.slice(PREFIX.length));
  const meant = suggestion(variable.slice(PREFIX.length), names);
  return meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${PREFIX}${meant}?`;
}
