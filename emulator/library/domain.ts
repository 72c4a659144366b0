import type { AccountOption } from '../options/emulator-options.js';

/** What an account at a {@link Domain} may be given. */
export interface DomainAccountOptions {
  /** The password; the local part unless given. */
  readonly password?: string | undefined;
  /** Whether it may use what Tigase keeps for admins; `false` unless given. */
  readonly admin?: boolean | undefined;
}

/** An account at a {@link Domain}. */
export interface DomainAccount {
  /** The bare JID. */
  readonly jid: string;
  /** The password. */
  readonly password: string;
}

/** What knows the virtual hosts that were made. */
interface DomainKeeper {
  addAccount(name: string, account: AccountOption): void;
  statusUrl(name: string, user: string, resource?: string): string;
  remove(name: string): boolean;
}

/** A virtual host of its own for one test, with all that belongs to it. */
export class Domain {
  /** @internal Use the emulator's `createDomain`. */
  constructor(
    /** The name of the virtual host: no other of this emulator ever has it. */
    readonly name: string,
    /** Opens the calls for this domain's users, and the list of them; nothing else. */
    readonly apiKey: string,
    private readonly domains: DomainKeeper,
  ) {}

  /**
   * Makes an account.
   *
   * @param local - its local part, which is the password too unless that is given
   * @throws {@link UsageError} where it is wrong, there is one already, or the domain was removed or the emulator stopped
   */
  account(local: string, options: DomainAccountOptions = {}): DomainAccount {
    const account = { ...options, password: options.password ?? local, jid: `${local}@${this.name}` };
    this.domains.addAccount(this.name, account);
    const { jid, password } = account;
    return { jid, password };
  }

  /**
   * Where a status of a user of this domain is set, with the domain's API key.
   *
   * @param local - the user's local part
   * @param resource - `tigase-external` unless given
   * @throws {@link UsageError} where no path of the release means them, there is no HTTP port, or the domain was removed
   */
  statusUrl(local: string, resource?: string): string {
    return this.domains.statusUrl(this.name, `${local}@${this.name}`, resource);
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
