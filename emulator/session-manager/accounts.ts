import type { Element } from 'ltx';
import { comparable, partsOf } from '../jid.js';
import { otherSide, Roster, type RosterContent, type RosterItem } from './roster.js';

/** What tells one account from another. */
export interface AccountDetails {
  /** The bare JID; its letter case is kept in answers and ignored in look-ups. */
  readonly jid: string;
  /** `null`: nobody can log in, as where Tigase made the account and then failed to set its password. */
  readonly password: string | null;
  readonly admin: boolean;
}

/** A user who can log in, and what is kept for the user between sessions. */
export class Account implements AccountDetails {
  readonly roster = new Roster();
  /** Messages that wait for the user's next log-in, oldest first. */
  readonly offlineMessages: Element[] = [];
  /** What the user's clients stored (XEP-0049, XEP-0054), by namespace and name. */
  readonly storage = new Map<string, Element>();

  constructor(
    readonly jid: string,
    public password: string | null,
    public admin: boolean,
    /** The number that Tigase's database gives it. */
    readonly uid: number,
  ) {}
}

/** An account with all that is kept for it, as it was at one moment. */
export interface AccountContent extends AccountDetails {
  readonly uid: number;
  readonly roster: RosterContent;
  readonly offlineMessages: readonly Element[];
  readonly storage: ReadonlyMap<string, Element>;
}

/** All accounts, as they were at one moment. */
export interface AccountsContent {
  readonly accounts: readonly AccountContent[];
  /** How many were ever made, from which the next one's number comes. */
  readonly made: number;
}

/** The accounts, in the order in which they were made. */
export class Accounts {
  private readonly byJid = new Map<string, Account>();
  private made = 0;

  /** Makes an account with an empty roster, or gives the one that there is a new password and role. */
  add({ jid, password, admin }: AccountDetails): Account {
    const there = this.get(jid);
    if (there !== undefined) {
      there.password = password;
      there.admin = admin;
      return there;
    }
    this.made += 1;
    const account = new Account(jid, password, admin, this.made);
    this.byJid.set(comparable(jid), account);
    return account;
  }

  get(jid: string): Account | undefined {
    return this.byJid.get(comparable(jid));
  }

  remove(jid: string): boolean {
    return this.byJid.delete(comparable(jid));
  }

  /** The accounts at a domain, compared with regard to letter case as Tigase's list of users does. */
  at(domain: string): Account[] {
    return Array.from(this).filter(({ jid }) => partsOf(jid).domain === domain);
  }

  /** What there is now. It shares what is never changed, such as stanzas. */
  content(): AccountsContent {
    const accounts = Array.from(this, (account) => {
      const { jid, password, admin, uid, roster, offlineMessages, storage } = account;
      return {
        ...{ jid, password, admin, uid },
        roster: roster.content(),
        offlineMessages: [...offlineMessages],
        storage: new Map(storage),
      };
    });
    return { accounts, made: this.made };
  }

  /** Puts other accounts in place of all that there are. */
  replace({ accounts, made }: AccountsContent): void {
    this.byJid.clear();
    this.made = made;
    for (const content of accounts) this.put(content);
  }

  /** Puts other accounts in place of those at a domain. */
  replaceAt(domain: string, { accounts }: AccountsContent): void {
    this.removeAllAt(domain);
    for (const content of accounts)
      if (comparable(partsOf(content.jid).domain) === comparable(domain)) this.put(content);
    this.order(accounts);
  }

  /** Has those that a content names stand in its order, and the others behind them in theirs. */
  private order(accounts: AccountsContent['accounts']): void {
    const places = new Map(accounts.map(({ jid }, place) => [comparable(jid), place]));
    const placeOf = (jid: string) => places.get(jid) ?? places.size;
    const inOrder = [...this.byJid].sort(([one], [other]) => placeOf(one) - placeOf(other));
    this.byJid.clear();
    for (const [jid, account] of inOrder) this.byJid.set(jid, account);
  }

  private put({ jid, password, admin, uid, roster, offlineMessages, storage }: AccountContent): void {
    const account = new Account(jid, password, admin, uid);
    account.roster.replace(roster);
    account.offlineMessages.push(...offlineMessages);
    for (const [key, element] of storage) account.storage.set(key, element);
    this.byJid.set(comparable(jid), account);
  }

  /** Removes every account at a domain, in whatever letter case it is spelled. */
  removeAllAt(domain: string): void {
    for (const jid of this.byJid.keys()) {
      if (partsOf(jid).domain === comparable(domain)) this.byJid.delete(jid);
    }
  }

  [Symbol.iterator](): Iterator<Account> {
    return this.byJid.values();
  }
}

/** Puts items on rosters; a contact with an account gets its side of the subscription where its roster names none. */
export function fillRosters(accounts: Accounts, rosters: ReadonlyMap<string, readonly RosterItem[]>): void {
  for (const [user, items] of rosters) {
    for (const item of items) accounts.get(user)?.roster.set(item);
  }
  for (const [user, items] of rosters) {
    for (const item of items) {
      const roster = accounts.get(item.jid)?.roster;
      if (roster?.get(user) === undefined) roster?.set(otherSide(user, item, undefined));
      if (item.ask !== null) roster?.request(user);
    }
  }
}
