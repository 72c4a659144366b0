import { z } from 'zod';
import type { ApiKeys } from '../http-api/api-keys.js';
import { comparable } from '../jid.js';
import type { StateAddition } from '../options/emulator-options.js';
import { takes } from '../options/exactly.js';
import { account, apiKey, rosters } from '../options/options.js';
import { readValue } from '../options/read-value.js';
import type { Accounts } from '../session-manager/accounts.js';
import { UsageError } from '../usage-error.js';

/** The schema of what is added to a state, in the config file's form. It is made where something is added. */
export function stateAdditionSchema() {
  return takes<StateAddition>()(
    z.strictObject({
      accounts: z.array(account).default([]),
      rosters: rosters.default({}),
      apiKeys: z.array(apiKey).default([]),
    }),
  );
}

type StateAdditionSchema = ReturnType<typeof stateAdditionSchema>;

/**
 * What is added, where all of it can be: so that nothing is half added.
 *
 * @throws {@link UsageError} naming what is wrong, or there already
 */
export function readStateAddition(
  given: StateAddition,
  there: { readonly accounts: Accounts; readonly keys: ApiKeys },
): z.output<StateAdditionSchema> {
  const addition = readValue(stateAdditionSchema(), given);
  const added = new Set<string>();
  for (const [index, { jid }] of addition.accounts.entries()) {
    if (there.accounts.get(jid) !== undefined || added.has(comparable(jid)))
      throw new UsageError(`accounts.${index}: there is an account ${jid} already`, 'conflict');
    added.add(comparable(jid));
  }
  for (const [user, items] of Object.entries(addition.rosters)) {
    if (there.accounts.get(user) === undefined && !added.has(comparable(user)))
      throw new UsageError(`rosters.${user}: ${user} has a roster but no account: add one to accounts`);
    for (const [index, { jid }] of items.entries())
      if (comparable(jid) === comparable(user))
        throw new UsageError(`rosters.${user}.${index}: ${jid} can't be a contact of its own`);
  }
  const keys = new Set<string>();
  for (const [index, { key }] of addition.apiKeys.entries()) {
    if (there.keys.has(key) || keys.has(key))
      throw new UsageError(`apiKeys.${index}: there is such an API key already`, 'conflict');
    keys.add(key);
  }
  return addition;
}
