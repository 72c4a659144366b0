import { z } from 'zod';
import { bareJidOf, comparable, parseJid } from '../jid.js';
import type { AccountOption, RosterItemOption } from '../options/emulator-options.js';
import { takes } from '../options/exactly.js';
import { readAccount, readRosterItem } from '../options/options.js';
import { readValue } from '../options/read-value.js';
import type { Account } from '../session-manager/accounts.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import { UsageError } from '../usage-error.js';
import { Contact } from './contact.js';

/** How a contact inside the process connects. */
export interface ContactOptions {
  /** Whether the contact sends presence as it connects; otherwise nobody sees it before it does. `true` unless given. */
  readonly available?: boolean | undefined;
}

const contactOptions = takes<ContactOptions>()(z.strictObject({ available: z.boolean().default(true) }));

/** What the library does with users: accounts and rosters while the emulator runs, and contacts inside the process. */
export class Users {
  private contacts = 0;

  constructor(private readonly manager: SessionManager) {}

  addAccount(given: AccountOption): void {
    const account = readAccount(given);
    if (this.manager.accounts.get(account.jid) !== undefined)
      throw new UsageError(`jid: there is an account ${account.jid} already`, 'conflict');
    this.manager.accounts.add(account);
  }

  addRosterItem(user: string, given: RosterItemOption): void {
    const item = readRosterItem(given);
    const { account } = this.accountOf(user);
    if (comparable(account.jid) === comparable(item.jid))
      throw new UsageError(`jid: ${item.jid} can't be a contact of its own`);
    this.manager.addRosterItem(account, item);
  }

  contact(jid: string, options: ContactOptions = {}): Contact {
    const { available } = readValue(contactOptions, options);
    const { account, resource } = this.accountOf(jid);
    const [local = '', domain = ''] = comparable(account.jid).split('@');
    this.contacts += 1;
    const contact = new Contact(
      { local, domain, resource: resource || `contact-${this.contacts}` },
      this.manager,
    );
    if (available) contact.send('<presence/>');
    return contact;
  }

  private accountOf(jid: string): { readonly account: Account; readonly resource: string } {
    const parts = typeof jid === 'string' ? parseJid(jid) : undefined;
    if (parts === undefined || parts.local === '')
      throw new UsageError(`${JSON.stringify(jid)} is no JID: write local@domain, such as alice@domain.com`);
    const account = this.manager.accounts.get(bareJidOf(jid));
    if (account === undefined)
      throw new UsageError(`there is no account ${bareJidOf(jid)}: add it to accounts, or with addAccount`);
    return { account, resource: parts.resource };
  }
}
