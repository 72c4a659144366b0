import { z } from 'zod';
import { comparable, endpointJid } from '../jid.js';
import type { AccountOption, ApiKeyOption, EmulatorOptions, RosterItemOption } from './emulator-options.js';
import { takes } from './exactly.js';
import { type JsonSchema, type OptionProblem, problemsOf } from './option-errors.js';
import { bareJid, domain, jid, pattern, port, release, size, tls } from './option-values.js';
import { readValue } from './read-value.js';

/**
 * The one schema of the emulator's options: the config file, the environment, the flags, the types and the JSON
 * Schema all come from here. Every key has a default, and the defaults make the documentation's example work.
 */

export const account = takes<AccountOption>()(
  z.strictObject({
    jid: bareJid.describe('bare JID'),
    password: z.string().describe('password'),
    admin: z
      .boolean()
      .default(false)
      .describe("whether the account may use what Tigase keeps for admins, such as 8.4's REST calls"),
  }),
);

const rosterItem = takes<RosterItemOption>()(
  z.strictObject({
    jid: bareJid.describe('bare JID of the contact; its own roster gets its side where it names none'),
    name: z.string().nullable().default(null).describe('what the user calls the contact'),
    subscription: z
      .enum(['none', 'to', 'from', 'both'])
      .default('none')
      .describe('who sees whose presence: to, the user the contact’s; from, the contact the user’s'),
    ask: z
      .literal('subscribe')
      .nullable()
      .default(null)
      .describe('subscribe: the user has asked for the contact’s presence'),
    groups: z.array(z.string()).default([]).describe('groups in which the user has the contact'),
  }),
);

export const apiKey = takes<ApiKeyOption>()(
  z.strictObject({
    key: z.string().min(1).describe('the key itself'),
    paths: z
      .array(pattern)
      .optional()
      .describe('regular expressions, one of which must match the whole path'),
    hosts: z.array(z.string()).optional().describe('the hosts for which the key holds'),
  }),
);

/** Roster items by the bare JID of their user. */
export const rosters = z.record(
  bareJid,
  z.array(rosterItem).superRefine((items, ctx) => {
    const known = new Set<string>();
    for (const [index, { jid: name }] of items.entries()) {
      const message = `${name} stands on the roster twice: write one item for a contact`;
      if (known.has(comparable(name))) ctx.addIssue({ code: 'custom', path: [index], message });
      known.add(comparable(name));
    }
  }),
);

const limits = z.strictObject({
  journal: z.int().min(0).default(1000).describe('entries that the journal keeps'),
  body: size.default(1024 ** 2).describe('the largest body of a request; 1mb unless given'),
  stanza: size.default(256 * 1024).describe('the largest stanza; 256kb unless given'),
  depth: z.int().min(1).default(100).describe('how deep a stanza may nest'),
  loginSeconds: z
    .number()
    .positive()
    .default(60)
    .describe('how long an XMPP client may take to log in, in seconds'),
});

const localParts = ['admin', 'test', 'alice', 'bob'];
const defaultAccounts = localParts.map((name) => ({
  jid: `${name}@domain.com`,
  password: name,
  admin: name === 'admin',
}));
const defaultRosters = {
  'test@domain.com': ['alice@domain.com', 'bob@domain.com'].map((contact) => ({
    jid: contact,
    name: null,
    subscription: 'both' as const,
    ask: null,
    groups: [],
  })),
};

const optionsShape = z.strictObject({
  $schema: z.string().optional().describe('where the JSON Schema of this file is, for editors'),
  release: release.default('documented').describe('the Tigase release to emulate; documented unless given'),
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('the address to listen on; 0.0.0.0 inside a container'),
  port: port.default(8080).describe('HTTP API and control interface: 0 for any free one, off for none'),
  websocketPort: port.default(5290).describe('XMPP over WebSocket: 0 for any free one, off for none'),
  xmppPort: port.default(5222).describe('XMPP over TCP: 0 for any free one, off for none'),
  domains: z.array(domain).min(1).default(['domain.com']).describe('the virtual hosts'),
  clusterNode: domain.default('localhost').describe("the server's host name, part of the trusted JID"),
  trusted: z
    .array(jid)
    .optional()
    .describe(
      'JIDs that may set statuses: user-status-endpoint@http.{clusterNode} unless given; [] makes every change fail',
    ),
  openAccess: z.boolean().default(false).describe('any API key opens the HTTP API'),
  apiKeys: z
    .array(apiKey)
    .default([{ key: 'API_KEY' }])
    .describe('the API keys that there are'),
  accounts: z
    .array(account)
    .optional()
    .describe('the users who can log in; admin (an admin), test, alice and bob at domain.com unless given'),
  rosters: rosters
    .optional()
    .describe(
      'contacts by user; alice and bob are mutual contacts of test where accounts is not given either',
    ),
  tls: tls.default(false).describe('STARTTLS on the XMPP port: self-signed, files, or false'),
  control: z.boolean().default(true).describe('whether the control interface is served'),
  limits: limits.default(limits.parse({})).describe('what a client may ask of the emulator'),
});

/** The keys of the config file. */
export const optionKeys: readonly string[] = Object.keys(optionsShape.shape);

export const optionsSchema = takes<EmulatorOptions>()(
  optionsShape
    .transform((given) => ({
      ...given,
      trusted: given.trusted ?? [endpointJid(given.clusterNode)],
      accounts: given.accounts ?? defaultAccounts,
      rosters: given.rosters ?? (given.accounts === undefined ? defaultRosters : {}),
    }))
    .superRefine(({ accounts, rosters }, ctx) => {
      const known = new Set<string>();
      for (const [index, { jid: name }] of accounts.entries()) {
        if (known.has(comparable(name))) {
          ctx.addIssue({
            code: 'custom',
            path: ['accounts', index],
            message: `there is an account ${name} already`,
          });
        }
        known.add(comparable(name));
      }
      for (const user of Object.keys(rosters)) {
        if (known.has(comparable(user))) continue;
        ctx.addIssue({
          code: 'custom',
          path: ['rosters', user],
          message: `${user} has a roster but no account: add one to accounts`,
        });
      }
    }),
);

/** The options with every default filled in. */
export type Options = z.output<typeof optionsSchema>;

/** The options that are given with their defaults filled in, or everything that is wrong with them. */
export function readOptions(
  given: unknown,
): { readonly options: Options } | { readonly problems: OptionProblem[] } {
  const result = optionsSchema.safeParse(given);
  return result.success
    ? { options: result.data }
    : { problems: problemsOf(result.error, configJsonSchema(), given) };
}

/** A JSON Schema (draft 2020-12) of the config file. */
export function configJsonSchema(): JsonSchema {
  const schema: object = z.toJSONSchema(optionsSchema, { io: 'input' });
  return { title: 'Configuration of tigase-emulator', ...schema };
}

/** @throws {@link UsageError} naming what is wrong */
export function readAccount(given: AccountOption): z.output<typeof account> {
  return readValue(account, given);
}

/** @throws {@link UsageError} naming what is wrong */
export function readRosterItem(given: RosterItemOption): z.output<typeof rosterItem> {
  return readValue(rosterItem, given);
}
