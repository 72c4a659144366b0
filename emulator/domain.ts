import { randomUUID } from 'node:crypto';
import type { ApiKeys } from './http-api/api-keys.js';
import type { AccountOption } from './options.js';
import type { SessionManager } from './session-manager/session-manager.js';
import { UsageError } from './usage-error.js';
import type { Users } from './users.js';

/** What an account at a {@link Domain} may be given. */
export type DomainAccountOptions = Partial<Omit<AccountOption, 'jid'>>;

/** An account at a {@link Domain}. */
export interface DomainAccount {
  /** The bare JID. */
  readonly jid: string;
  readonly password: string;
}

interface DomainsOptions {
  readonly manager: SessionManager;
  readonly users: Users;
  readonly keys: ApiKeys;
  readonly isStopped: () => boolean;
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

  /** @throws {UsageError} where the emulator was stopped */
  create(): Domain {
    const { manager, keys, isStopped } = this.options;
    if (isStopped()) throw new UsageError('the emulator was stopped: it makes no domains any more');
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

  /** The names of those that there are. */
  names(): string[] {
    return [...this.keyOf.keys()];
  }

  /** @throws {UsageError} where the account is wrong, or there can be none */
  addAccount(name: string, account: AccountOption): void {
    if (!this.has(name))
      throw new UsageError(`the domain ${name} was removed: it takes no account ${account.jid}`);
    if (this.options.isStopped())
      throw new UsageError(`the emulator was stopped: ${name} takes no account ${account.jid}`);
    this.options.users.addAccount(account);
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

/** A virtual host of its own for one test, with all that belongs to it. */
export class Domain {
  /** @internal Use the emulator's `createDomain`. */
  constructor(
    /** The name of the virtual host: no other of this emulator ever has it. */
    readonly name: string,
    /** Opens the calls for this domain's users, and the list of them; nothing else. */
    readonly apiKey: string,
    private readonly domains: Domains,
  ) {}

  /**
   * Makes an account.
   *
   * @param local - its local part, which is the password too unless that is given
   * @throws {UsageError} where it is wrong, there is one already, or the domain was removed or the emulator stopped
   */
  account(local: string, options: DomainAccountOptions = {}): DomainAccount {
    const account = { password: local, ...options, jid: `${local}@${this.name}` };
    this.domains.addAccount(this.name, account);
    const { jid, password } = account;
    return { jid, password };
  }

  /**
   * Removes the virtual host, its API key, its faults, its accounts and their sessions: clients are disconnected, and
   * contacts elsewhere see them leave; what faults held up goes on. Rosters elsewhere keep their items, and the journal
   * its entries. To remove it twice changes nothing.
   */
  async remove(): Promise<void> {
    this.domains.remove(this.name);
  }

  /** So that `await using` removes the domain. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }
}
