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
}

/** Makes virtual hosts while the emulator runs. */
export class Domains {
  private made = 0;

  constructor(private readonly options: DomainsOptions) {}

  /** @throws {UsageError} where the emulator was stopped */
  create(): Domain {
    const { manager, isStopped } = this.options;
    if (isStopped()) throw new UsageError('the emulator was stopped: it makes no domains any more');
    let name: string;
    do {
      this.made += 1;
      name = `d${this.made}.test`; // nobody's, for ever (RFC 6761, section 6.2)
    } while (manager.serves(name) || manager.accounts.at(name).length > 0);
    return new Domain(name, this.options);
  }
}

/** A virtual host of its own for one test, with all that belongs to it. */
export class Domain {
  /** Opens the calls for this domain's users, and the list of them; nothing else. */
  readonly apiKey: string = randomUUID();
  private isRemoved = false;

  /** @internal Use the emulator's `createDomain`. */
  constructor(
    /** The name of the virtual host: no other of this emulator ever has it. */
    readonly name: string,
    private readonly options: DomainsOptions,
  ) {
    const pattern = name.replaceAll('.', '\\.');
    const paths = [`/rest/user/[^/@]+@${pattern}(?:/[^]*)?`, `/rest/users/${pattern}`];
    options.keys.add({ key: this.apiKey, paths });
    options.manager.addDomain(name);
  }

  /**
   * Makes an account.
   *
   * @param local - its local part, which is the password too unless that is given
   * @throws {UsageError} where it is wrong, there is one already, or the domain was removed or the emulator stopped
   */
  account(local: string, options: DomainAccountOptions = {}): DomainAccount {
    const jid = `${local}@${this.name}`;
    if (this.isRemoved)
      throw new UsageError(`the domain ${this.name} was removed: it takes no account ${jid}`);
    if (this.options.isStopped())
      throw new UsageError(`the emulator was stopped: ${this.name} takes no account ${jid}`);
    const account = { password: local, ...options, jid };
    this.options.users.addAccount(account);
    return { jid, password: account.password };
  }

  /**
   * Removes the virtual host, its API key, its accounts and their sessions: clients are disconnected, and contacts
   * elsewhere see them leave. Rosters elsewhere keep their items. To remove it twice changes nothing.
   */
  async remove(): Promise<void> {
    if (this.isRemoved) return;
    this.isRemoved = true;
    this.options.keys.remove(this.apiKey);
    this.options.manager.removeDomain(this.name);
  }

  /** So that `await using` removes the domain. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.remove();
  }
}
