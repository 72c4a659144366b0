import { availableParallelism } from 'node:os';
import type { EmulatorOptions } from '../../options/emulator-options.js';
import type { Options } from '../../options/options.js';
import { variableOf } from '../../options/start-options.js';
import { type Flags, isOn, startSettings } from '../../options/start-settings.js';
import { type ReleaseName, releaseNames } from '../../release.js';
import { UsageError } from '../../usage-error.js';
import type { RemoteSettings } from '../play/remote-settings.js';
import { parseReporterSpec, type ReporterSpec } from '../report/reporter-spec.js';
import { runOptions } from './run-options.js';
import { readTags, type TagFilter } from './tags.js';

export interface RunSettings {
  /** `undefined`: embedded emulators. */
  readonly target: RemoteSettings | undefined;
  /** Of embedded emulators. */
  readonly options: EmulatorOptions;
  /** The release that was named. */
  readonly release: ReleaseName | undefined;
  readonly tags: TagFilter | undefined;
  readonly jobs: number;
  readonly bail: boolean;
  readonly watch: boolean;
  readonly strict: boolean;
  readonly reporters: readonly ReporterSpec[];
}

/** The port of XMPP over WebSocket, on Tigase as on the emulator. */
const WEBSOCKET_PORT = 5290;

/**
 * The settings of `run`: flags win over the environment, the environment over the defaults.
 *
 * @throws {@link UsageError} with every mistake in a line of its own
 */
export async function runSettings(flags: Flags, environment: NodeJS.ProcessEnv): Promise<RunSettings> {
  const problems: string[] = [];
  const attempt = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (failure) {
      if (!(failure instanceof UsageError)) throw failure;
      problems.push(failure.message);
      return undefined;
    }
  };
  const given = new Given(flags, environment);
  const target = attempt(() => remoteSettings(given));
  const tags = given.text('tags');
  const filter = tags === undefined ? undefined : attempt(() => readTags(tags));
  const jobs = attempt(() => jobsOf(given));
  const reporters = attempt(() => given.list('reporter').map(parseReporterSpec));
  const switches = attempt(() => ({
    bail: given.switch('bail'),
    watch: given.switch('watch'),
    strict: given.switch('strict'),
  }));
  const release = releaseOf(given);
  const config = given.text('config');
  const options = await embeddedOptions({ config, release: given.text('release') }, environment, problems);
  if (problems.length > 0 || jobs === undefined || reporters === undefined || switches === undefined)
    throw new UsageError(problems.join('\n'));
  return { target, options, release, tags: filter, jobs, reporters, ...switches };
}

/** What was said on the command line and in the environment. */
class Given {
  constructor(
    private readonly flags: Flags,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  text(name: string): string | undefined {
    const flag = this.flags[name];
    return typeof flag === 'string' ? flag : this.variable(name);
  }

  /** One value; in the environment, where `start` reads several, the first. */
  first(name: string): string | undefined {
    return typeof this.flags[name] === 'string' ? this.text(name) : this.list(name)[0];
  }

  list(name: string): readonly string[] {
    const flag = this.flags[name];
    return Array.isArray(flag) ? flag : (this.variable(name)?.split(',') ?? []);
  }

  /** @throws {@link UsageError} where the environment says neither yes nor no */
  switch(name: string): boolean {
    if (this.flags[name] === true) return true;
    const text = this.variable(name);
    return text !== undefined && isOn(text, variableOf({ name }));
  }

  /** Where an option was said, for error messages. */
  source(name: string): string {
    return this.flags[name] === undefined ? variableOf({ name }) : `--${name}`;
  }

  private variable(name: string): string | undefined {
    const text = this.environment[variableOf({ name })];
    return text === '' ? undefined : text;
  }
}

/** The variables of the environment that `run` reads. */
const runVariables: readonly string[] = runOptions.map(variableOf);

function remoteSettings(given: Given): RemoteSettings | undefined {
  const target = given.text('target');
  if (target === undefined) {
    const [lonely] = ['websocket', 'auth'].filter((name) => given.text(name) !== undefined);
    if (lonely !== undefined)
      throw new UsageError(`${given.source(lonely)} goes with --target, the server that is played against`);
    return undefined;
  }
  const url = urlOf(given.source('target'), target, ['http:', 'https:'], 'http://localhost:8080');
  if (url.username !== '' || url.password !== '')
    throw new UsageError(
      `${given.source('target')} has credentials in its URL: say them with --auth USER:PASSWORD`,
    );
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(
      `${given.source('target')} has more than a path: say the API key with --api-key KEY`,
    );
  const websocket = given.text('websocket') ?? `ws://${url.hostname}:${WEBSOCKET_PORT}/`;
  urlOf(given.source('websocket'), websocket, ['ws:', 'wss:'], 'ws://localhost:5290');
  const auth = given.text('auth');
  if (auth !== undefined && !/^[^:]+@[^:@]+:./.test(auth))
    throw new UsageError(
      `${given.source('auth')}: expected the JID and the password of an admin, such as admin@domain.com:secret`,
    );
  return {
    url: url.href.replace(/\/+$/, ''),
    websocket,
    apiKey: given.first('api-key') ?? 'API_KEY',
    auth,
  };
}

function urlOf(source: string, text: string, protocols: readonly string[], example: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && protocols.includes(url.protocol)) return url;
  throw new UsageError(`${source}: found ${JSON.stringify(text)}, expected a URL such as ${example}`);
}

function jobsOf(given: Given): number {
  const text = given.text('jobs');
  if (text === undefined) return availableParallelism();
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`${given.source('jobs')}: found ${JSON.stringify(text)}, expected a number from 1 on`);
}

function releaseOf(given: Given): ReleaseName | undefined {
  return releaseNames.find((name) => name === given.text('release'));
}

/** The config file's values with the release on top, as `start` reads them; ports and log mean nothing here. */
async function embeddedOptions(
  { config, release }: { readonly config: string | undefined; readonly release: string | undefined },
  environment: NodeJS.ProcessEnv,
  problems: string[],
): Promise<EmulatorOptions> {
  try {
    const { options } = await startSettings({ config, release }, withoutOwn(environment));
    return embeddable(options);
  } catch (failure) {
    if (!(failure instanceof UsageError)) throw failure;
    problems.push(failure.message);
    return {};
  }
}

/** `TIGASE_EMULATOR_API_KEY` is the target's here. */
function withoutOwn(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const config = variableOf({ name: 'config' });
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => name === config || !runVariables.includes(name)),
  );
}

function embeddable(options: Options): EmulatorOptions {
  const { release, clusterNode, trusted, openAccess, apiKeys, limits } = options;
  return { release, clusterNode, trusted, openAccess, apiKeys, limits };
}
