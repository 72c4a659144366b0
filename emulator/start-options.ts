import { existsSync } from 'node:fs';
import type { ConfigFile } from './config-file.js';
import type { LogFormat } from './log.js';
import { type OptionProblem, suggestion } from './option-errors.js';
import { type Options, readOptions } from './options.js';
import { UsageError } from './usage-error.js';

/** An option of `start`, from which its flag, its environment variable and its config key come. */
export interface StartOption {
  /** Its name on the command line; in the environment `TIGASE_EMULATOR_` and this in capitals. */
  readonly name: string;
  /** What its value is called in the help, and whether it may be given several times; a switch has none. */
  readonly argument?: { readonly label: string; readonly list?: true };
  readonly help: string;
  /** Where it goes in the options, and what its text or texts mean there. */
  readonly key?: string;
  readonly read?: (value: string) => unknown;
}

const toPort = (value: string) => (/^\d+$/.test(value) ? Number(value) : value);

/** `JID:PASSWORD`. An account named admin is an admin, as the one of the defaults is. */
function toAccount(value: string): unknown {
  const [, jid, password] = /^([^:]*@[^:]*):(.*)$/s.exec(value) ?? [];
  return jid === undefined ? { jid: value } : { jid, password, admin: jid.startsWith('admin@') };
}

export const startOptions: readonly StartOption[] = [
  {
    name: 'config',
    argument: { label: 'FILE' },
    help: 'config file [tigase-emulator.yaml, .yml or .json, where there is one]',
  },
  {
    name: 'release',
    argument: { label: 'NAME' },
    help: 'documented, 8.1, 8.2, 8.3 or 8.4 [documented]',
    key: 'release',
    read: String,
  },
  {
    name: 'host',
    argument: { label: 'ADDRESS' },
    help: 'address to listen on [127.0.0.1]',
    key: 'host',
    read: String,
  },
  {
    name: 'port',
    argument: { label: 'N' },
    help: 'HTTP port; 0: any free one, off: none [8080]',
    key: 'port',
    read: toPort,
  },
  {
    name: 'websocket-port',
    argument: { label: 'N' },
    help: 'XMPP over WebSocket, likewise [5290]',
    key: 'websocketPort',
    read: toPort,
  },
  {
    name: 'xmpp-port',
    argument: { label: 'N' },
    help: 'XMPP over TCP, likewise [5222]',
    key: 'xmppPort',
    read: toPort,
  },
  {
    name: 'domain',
    argument: { label: 'NAME', list: true },
    help: 'virtual host [domain.com]',
    key: 'domains',
    read: String,
  },
  {
    name: 'account',
    argument: { label: 'JID:PASSWORD', list: true },
    help: 'user who can log in [admin, test, alice, bob]',
    key: 'accounts',
    read: toAccount,
  },
  {
    name: 'api-key',
    argument: { label: 'KEY', list: true },
    help: 'API key that opens everything [API_KEY]',
    key: 'apiKeys',
    read: (key) => ({ key }),
  },
  { name: 'open-access', help: 'any API key opens the HTTP API', key: 'openAccess' },
  { name: 'untrusted', help: 'nobody is trusted: every change fails with success: false', key: 'trusted' },
  { name: 'log', argument: { label: 'FORMAT' }, help: 'pretty, json or silent [pretty]' },
];

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

export function variableOf({ name }: StartOption): string {
  return `TIGASE_EMULATOR_${name.toUpperCase().replaceAll('-', '_')}`;
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
