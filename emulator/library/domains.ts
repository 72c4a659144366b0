import { randomUUID } from 'node:crypto';
import type { ApiKeys } from '../http-api/api-keys.js';
import type { AccountOption } from '../options/emulator-options.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import { StoppedError, UsageError } from '../usage-error.js';
import { Domain } from './domain.js';
import type { Users } from './users.js';

interface DomainsOptions {
  readonly manager: SessionManager;
  readonly users: Users;
  readonly keys: ApiKeys;
  readonly isStopped: () => boolean;
  /** Where a user's status is set. */
  readonly statusUrl: (user: string, resource?: string) => string;
  /** Ends the faults of a domain that goes, and what they hold up. */
  readonly letGo: (name: string) => void;
  /** Told that a domain came or went. */
  readonly onChange: () => void;
}

/** The virtual hosts that are made while the emulator runs. */
export class Domains {
  private made = 0;
  /** The API key of each that there is. */
  private keyOf = new Map<string, string>();

  constructor(private readonly options: DomainsOptions) {}

  create(): Domain {
    const { manager, keys } = this.options;
    let name: string;
    do {
      this.made += 1;
      name = `d${this.made}.test`; // nobody's, for ever (RFC 6761, section 6.2)
    } while (manager.serves(name) || manager.accounts.at(name).length > 0);
    const apiKey = randomUUID();
    const pattern = name.replaceAll('.', '\\.');
    const paths = [`/rest/user/[^/@]+@${pattern}(?:/[^]*)?`, `/rest/users/${pattern}`];
    keys.add({ key: apiKey, paths });
    manager.addDomain(name);
    this.keyOf.set(name, apiKey);
    this.options.onChange();
    return new Domain(name, apiKey, this);
  }

  has(name: string): boolean {
    return this.keyOf.has(name);
  }

  /** The API key of one; `undefined` where there is none of this name. */
  keyAt(name: string): string | undefined {
    return this.keyOf.get(name);
  }

  /** @throws {@link UsageError} where the account is wrong, or there can be none */
  addAccount(name: string, account: AccountOption): void {
    if (this.options.isStopped()) throw new StoppedError(`${name} takes no accounts`);
    if (!this.has(name))
      throw new UsageError(`the domain ${name} was removed: it takes no account ${account.jid}`);
    this.options.users.addAccount(account);
  }

  /** @throws {@link UsageError} where there is none of this name any more, or it can't be said */
  statusUrl(name: string, user: string, resource?: string): string {
    if (this.options.isStopped()) throw new StoppedError('it has no URL');
    if (!this.has(name)) throw new UsageError(`the domain ${name} was removed: no status is set there`);
    return this.options.statusUrl(user, resource);
  }

  /** Removes one with all that belongs to it; `false` where there is none of this name. */
  remove(name: string): boolean {
    const key = this.keyOf.get(name);
    if (key === undefined) return false;
    this.keyOf.delete(name);
    this.options.keys.remove(key);
    this.options.letGo(name);
    this.options.manager.removeDomain(name);
    this.options.onChange();
    return true;
  }

  /** What there is now: names with their API keys. */
  content(): ReadonlyMap<string, string> {
    return new Map(this.keyOf);
  }

  /** Knows these from now on; keys and virtual hosts are put back by those who have them. */
  replace(content: ReadonlyMap<string, string>): void {
    this.keyOf = new Map(content);
  }
}
