import { ApiKeys } from '../http-api/api-keys.js';
import type { StateAddition } from '../options/emulator-options.js';
import type { Options } from '../options/options.js';
import { UsageError } from '../usage-error.js';
import { accountsOf, type Parts } from './parts.js';
import { Snapshot } from './snapshot.js';
import { readStateAddition } from './state-addition.js';

/** Adds accounts, rosters and API keys. @throws {@link UsageError} naming what is wrong; nothing is added then */
export function addContents(parts: Parts, given: StateAddition): void {
  const { keys, users } = parts;
  const { accounts } = parts.sessionManager;
  const added = readStateAddition(given, { accounts, keys });
  for (const account of added.accounts) accounts.add(account);
  for (const [user, items] of Object.entries(added.rosters))
    for (const item of items) users.addRosterItem(user, item);
  for (const key of added.apiKeys) keys.add(key);
  parts.changed();
}

/** Goes back to the configuration; with a domain, with what belongs to that one. */
export function resetContents(parts: Parts, options: Options, domain: string | undefined): void {
  const { sessionManager, journal } = parts;
  const accounts = accountsOf(options).content();
  parts.letGo(domain); // so that contacts elsewhere hear of it
  if (domain === undefined) {
    sessionManager.replace({ domains: options.domains, accounts, sessions: [] });
    parts.keys.replace(new ApiKeys(options.apiKeys).content());
    parts.domains.replace(new Map());
  } else {
    sessionManager.replaceAt(domain, accounts);
  }
  parts.connections.reset(domain);
  journal.clear(domain);
  journal.discard(domain);
  parts.changed();
}

/** What there is now. */
export function contentsOf({ sessionManager, keys, domains }: Parts): Snapshot {
  return new Snapshot(sessionManager.content(), keys.content(), domains.content());
}

/** Brings back what a snapshot holds. @throws {@link UsageError} where it is none */
export function restoreContents(parts: Parts, snapshot: Snapshot): void {
  if (!(snapshot instanceof Snapshot))
    throw new UsageError('it is no snapshot: restore takes what snapshot() returned');
  parts.sessionManager.replace(snapshot.content);
  parts.keys.replace(snapshot.keys);
  parts.domains.replace(snapshot.domains);
  parts.connections.reset();
  parts.changed();
}
