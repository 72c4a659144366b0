import type { Element } from 'ltx';
import type { EventStream } from '../event-stream.js';
import { comparable, type FullJid } from '../jid.js';
import type { Note } from '../note.js';
import type { Account, Accounts, AccountsContent } from './accounts.js';
import type { SessionEvent } from './events.js';
import { ExternalSessions } from './external-sessions.js';
import { Realm, type RealmOptions } from './realm.js';
import { otherSide, type RosterItem } from './roster.js';
import {
  type ClientConnection,
  ClientSession,
  ExternalSession,
  type ExternalSessionContent,
  type Session,
} from './session.js';
import { SessionLifecycle } from './session-lifecycle.js';
import { withAttributes } from './stanza.js';
import { Stanzas } from './stanzas.js';
import type { UserStatusCommand, UserStatusResult } from './user-status.js';

export interface SessionManagerOptions extends RealmOptions {
  /** The bare JIDs of the components that may send USER_STATUS commands. */
  readonly trusted: readonly string[];
}

/** All that a session manager keeps, as it was at one moment; what needs a connection is not kept. */
export interface SessionManagerContent {
  readonly domains: readonly string[];
  readonly accounts: AccountsContent;
  readonly sessions: readonly ExternalSessionContent[];
}

/**
 * Tigase's session manager: who is connected, with what presence, and what becomes of their stanzas. It knows neither
 * HTTP nor sockets; what it does is told through {@link events}.
 */
export class SessionManager {
  readonly accounts: Accounts;
  readonly events: EventStream<SessionEvent>;
  private readonly realm: Realm;
  private readonly stanzas: Stanzas;
  private readonly lifecycle: SessionLifecycle;
  private readonly external: ExternalSessions;

  constructor(private readonly options: SessionManagerOptions) {
    this.realm = new Realm(options);
    this.stanzas = new Stanzas(this.realm);
    this.accounts = this.realm.accounts;
    this.events = this.realm.events;
    const { realm } = this;
    const { presences } = this.stanzas;
    this.lifecycle = new SessionLifecycle(realm, presences);
    this.external = new ExternalSessions({ ...options, realm, presences, lifecycle: this.lifecycle });
  }

  /** The virtual hosts: those of the configuration, then those that were added. */
  get virtualHosts(): readonly string[] {
    return this.realm.virtualHosts;
  }

  /** Whether a domain is one of the server's own, in whatever letter case. */
  serves(domain: string): boolean {
    return this.realm.serves(domain);
  }

  /** Every session, in the order in which they were opened. */
  sessions(): Session[] {
    return this.realm.sessions.all();
  }

  /** The sessions of the user with this bare JID. */
  sessionsOf(user: string): Session[] {
    return this.realm.sessions.of(user);
  }

  /** Carries out a USER_STATUS command: opens an external session or changes its presence, or closes it. */
  setUserStatus(command: UserStatusCommand): UserStatusResult {
    return this.external.setUserStatus(command);
  }

  /**
   * Opens a client's session. Whoever has the resource, in whatever letter case, must make way (recordings "second
   * login same resource", "status for the resource of a live client").
   */
  openClient(jid: FullJid, connection: ClientConnection): ClientSession {
    const there = this.realm.sessions.find(jid);
    if (there !== undefined) this.lifecycle.close(there, 'replaced');
    const session = new ClientSession(jid, connection);
    this.lifecycle.open(session);
    return session;
  }

  /** Deals with a stanza of a client's. A session that is over by now says nothing any more. */
  receive(session: ClientSession, stanza: Element): void {
    if (this.realm.sessions.find(session.jid) !== session) return;
    const notes: Note[] = [];
    const first = this.events.count;
    this.stanzas.route(session, withAttributes(stanza, { from: session.address }), notes);
    const effects = { first, end: this.events.count };
    this.events.emit(() => ({ type: 'stanza-received', session, stanza, notes, effects }));
  }

  /** Ends a client's session as the client wished, or as its connection broke, with what it did not get. */
  closeClient(session: ClientSession, undelivered: readonly Element[] = []): void {
    if (this.realm.sessions.find(session.jid) !== session) return;
    this.lifecycle.close(session, 'closed');
    this.returnUndelivered(session, undelivered);
  }

  /** Takes back messages that the client of a session did not get, which is over. */
  returnUndelivered(session: ClientSession, messages: readonly Element[]): void {
    this.stanzas.messages.returnUndelivered(session, messages);
  }

  /** Removes an account with all that is kept for it and its clients' sessions; `undefined` where there is none. */
  removeAccount(jid: string): Account | undefined {
    const account = this.accounts.get(jid);
    if (account === undefined) return undefined;
    for (const session of this.realm.sessions.clientsOf(jid))
      this.lifecycle.close(session, 'account-removed');
    this.accounts.remove(jid);
    return account;
  }

  /** Adds a virtual host, in lower case, that is none of the server's domains yet. */
  addDomain(domain: string): void {
    this.realm.addHost(domain);
  }

  /** Removes an added virtual host with its accounts and every session; what names its users elsewhere stays. */
  removeDomain(domain: string): void {
    for (const session of this.realm.removeHost(domain)) this.lifecycle.close(session, 'domain-removed');
    this.accounts.removeAllAt(domain);
  }

  /**
   * Puts a contact on a user's roster, and the user on the contact's where that has an account; clients of both hear
   * of it, and see each other's presence as the subscription says.
   */
  addRosterItem(user: Account, item: RosterItem): void {
    const contact = this.accounts.get(item.jid);
    const before = user.roster.stateOf(item.jid);
    this.setRosterItem(user, item);
    if (contact !== undefined) {
      this.setRosterItem(contact, otherSide(user.jid, item, contact.roster.get(user.jid)));
      if (item.ask !== null) this.stanzas.subscriptions.request(contact, user.jid);
    }
    const after = user.roster.stateOf(item.jid);
    this.tellChange(item.jid, user.jid, before.to, after.to);
    this.tellChange(user.jid, item.jid, before.from, after.from);
  }

  /** Shows a user's presence to a contact who sees it from now on, and takes it back from one who no longer does. */
  private tellChange(user: string, contact: string, before: boolean, after: boolean): void {
    const { presences } = this.stanzas;
    if (after) presences.sendPresenceOf(user, contact);
    else if (before) presences.sendUnavailableOf(comparable(user), comparable(contact));
  }

  private setRosterItem(account: Account, item: RosterItem): void {
    account.roster.settle(item.jid);
    account.roster.set(item);
    this.stanzas.subscriptions.pushItem(account, item);
  }

  /** What there is now. It shares what is never changed, such as stanzas. */
  content(): SessionManagerContent {
    const external = this.sessions().filter((session) => session instanceof ExternalSession);
    return {
      domains: this.virtualHosts,
      accounts: this.accounts.content(),
      sessions: external.map((session) => session.still()),
    };
  }

  /** Puts other content in place of all that there is. Clients are disconnected, and told nothing else. */
  replace({ domains, accounts, sessions }: SessionManagerContent): void {
    for (const session of this.realm.sessions.clear()) this.lifecycle.disconnect(session, 'reset');
    this.realm.setHosts(domains);
    this.accounts.replace(accounts);
    const { version } = this.options.release;
    for (const session of sessions) this.realm.sessions.add(new ExternalSession(session, version));
  }

  /** The same for one domain, whose sessions end. Contacts elsewhere see them leave. */
  replaceAt(domain: string, accounts: AccountsContent): void {
    const isThere = (session: Session) => comparable(session.jid.domain) === comparable(domain);
    const sessions = this.sessions().filter(isThere);
    for (const session of sessions) this.realm.sessions.remove(session);
    for (const session of sessions) {
      this.stanzas.presences.withdraw(session);
      this.lifecycle.disconnect(session, 'reset');
    }
    this.accounts.replaceAt(domain, accounts);
  }

  /** Tells every client that the server stops; nobody is told that another left. */
  stop(): void {
    for (const session of this.sessions()) {
      if (!(session instanceof ClientSession)) continue;
      this.realm.sessions.remove(session);
      this.lifecycle.disconnect(session, 'stopped');
    }
  }
}
