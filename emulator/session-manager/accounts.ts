import { comparable } from '../jid.js';

export type Subscription = 'none' | 'to' | 'from' | 'both';

/** An entry of a roster (RFC 6121, section 2). */
export interface RosterItem {
  /** The contact's bare JID. */
  readonly jid: string;
  readonly name: string | null;
  readonly subscription: Subscription;
  readonly ask: 'subscribe' | null;
  readonly groups: readonly string[];
}

/** A user who can log in. */
export interface Account {
  /** The bare JID; its letter case is kept in answers and ignored in look-ups. */
  readonly jid: string;
  readonly password: string;
  readonly admin: boolean;
  /** The contacts, by what their JIDs are compared by. */
  readonly roster: Map<string, RosterItem>;
}

/** The accounts, in the order in which they were made. */
export class Accounts {
  private readonly byJid = new Map<string, Account>();

  /** Makes an account with an empty roster, or gives the one that there is a new password and role. */
  add({ jid, password, admin }: Omit<Account, 'roster'>): Account {
    const roster = this.get(jid)?.roster ?? new Map<string, RosterItem>();
    const account: Account = { jid, password, admin, roster };
    this.byJid.set(comparable(jid), account);
    return account;
  }

  get(jid: string): Account | undefined {
    return this.byJid.get(comparable(jid));
  }

  [Symbol.iterator](): Iterator<Account> {
    return this.byJid.values();
  }
}

const OTHER_SIDE: { readonly [subscription in Subscription]: Subscription } = {
  none: 'none',
  to: 'from',
  from: 'to',
  both: 'both',
};

/** Puts items on rosters; a contact with an account gets its side of the subscription where its roster names none. */
export function fillRosters(accounts: Accounts, rosters: ReadonlyMap<string, readonly RosterItem[]>): void {
  for (const [user, items] of rosters) {
    for (const item of items) accounts.get(user)?.roster.set(comparable(item.jid), item);
  }
  for (const [user, items] of rosters) {
    for (const { jid, subscription } of items) {
      const roster = accounts.get(jid)?.roster;
      if (roster === undefined || roster.has(comparable(user))) continue;
      const side: RosterItem = {
        jid: user,
        name: null,
        subscription: OTHER_SIDE[subscription],
        ask: null,
        groups: [],
      };
      roster.set(comparable(user), side);
    }
  }
}
