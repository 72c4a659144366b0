import { releaseNames } from '../release.js';
import type { EmulatorOptions } from './emulator-options.js';

/** How the log is written. */
export type LogFormat = 'pretty' | 'json' | 'silent';

/** An option of a command, from which its flag and its environment variable come. */
export interface CommandOption {
  /** Its name on the command line; in the environment `TIGASE_EMULATOR_` and this in capitals. */
  readonly name: string;
  /** What its value is called in the help, and whether it may be given several times; a switch has none. */
  readonly argument?: CommandArgument;
  readonly help: string;
}

export interface CommandArgument {
  readonly label: string;
  readonly list?: true;
  /** All that it may be, or some of it, for shells to complete. */
  readonly choices?: readonly string[];
}

/** An option of `start`, which also has a config key. */
export interface StartOption extends CommandOption {
  /** Where it goes in the options, and what its text or texts mean there. */
  readonly key?: keyof EmulatorOptions;
  readonly read?: (value: string) => unknown;
}

const toPort = (value: string) => (/^\d+$/.test(value) ? Number(value) : value);

/** `JID:PASSWORD`. An account named admin is an admin, as the one of the defaults is. */
function toAccount(value: string): unknown {
  const [, jid, password] = /^([^:]*@[^:]*):(.*)$/s.exec(value) ?? [];
  return jid === undefined
    ? { jid: value.replace(/:.*$/s, ''), password: value.includes('@') ? undefined : '' }
    : { jid, password, admin: jid.startsWith('admin@') };
}

export const startOptions: readonly StartOption[] = [
  {
    name: 'config',
    argument: { label: 'FILE' },
    help: 'config file [tigase-emulator.yaml, .yml or .json, where there is one]',
  },
  {
    name: 'release',
    argument: { label: 'NAME', choices: releaseNames },
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
    help: 'XMPP over WebSocket [5290]',
    key: 'websocketPort',
    read: toPort,
  },
  {
    name: 'xmpp-port',
    argument: { label: 'N' },
    help: 'XMPP over TCP [5222]',
    key: 'xmppPort',
    read: toPort,
  },
  {
    name: 'domain',
    argument: { label: 'NAME', list: true },
    help: 'virtual host; may be repeated [domain.com]',
    key: 'domains',
    read: String,
  },
  {
    name: 'account',
    argument: { label: 'JID:PASSWORD', list: true },
    help: 'user who can log in; may be repeated [admin, test, alice, bob]',
    key: 'accounts',
    read: toAccount,
  },
  {
    name: 'api-key',
    argument: { label: 'KEY', list: true },
    help: 'API key that opens everything; may be repeated [API_KEY]',
    key: 'apiKeys',
    read: (key) => ({ key }),
  },
  { name: 'open-access', help: 'any API key opens the HTTP API', key: 'openAccess' },
  { name: 'untrusted', help: 'nobody is trusted: every change fails with success: false', key: 'trusted' },
  {
    name: 'log',
    argument: { label: 'FORMAT', choices: ['pretty', 'json', 'silent'] },
    help: 'pretty, json or silent [pretty]',
  },
];

/** What the names of the environment's variables begin with. */
export const PREFIX = 'TIGASE_EMULATOR_';

/** The variable of the environment that says the same. */
export function variableOf({ name }: Pick<CommandOption, 'name'>): string {
  return `${PREFIX}${name.toUpperCase().replaceAll('-', '_')}`;
}
