import { Element } from 'ltx';
import { comparable, type Jid } from '../jid.js';
import { info, type Note } from '../note.js';
import type { Account } from './accounts.js';
import type { Presences } from './presences.js';
import { type Realm, userOf } from './realm.js';
import type { RosterItem, SubscriptionState } from './roster.js';
import type { ClientSession } from './session.js';
import { CLIENT_NS, presence, withAttributes } from './stanza.js';
import { inbound, outbound, type SubscriptionType } from './subscription.js';

export const ROSTER_NS = 'jabber:iq:roster';

/** Subscriptions between users, and the roster pushes that tell of them (RFC 6121, sections 2.1.6 and 3). */
export class Subscriptions {
  private pushes = 0;

  constructor(
    private readonly realm: Realm,
    private readonly presences: Presences,
  ) {}

  /** A client's subscription stanza: changes the user's side, then goes on to the contact. */
  send(session: ClientSession, stanza: Element, to: Jid, type: SubscriptionType, notes: Note[]): void {
    const contact = userOf(to);
    const before = this.depart(session, contact, type, notes);
    if (before === undefined) return;
    this.receive(contact, withAttributes(stanza, { from: session.user, to: contact }), type, notes);
    if (type === 'subscribed') this.presences.sendPresenceOf(session.user, contact);
    if (type === 'unsubscribed' && before.from) this.presences.sendUnavailableOf(session.user, contact);
  }

  /** One to a contact at no domain of the server's. Returns whether it is sent on. */
  sendElsewhere(session: ClientSession, to: Jid, type: SubscriptionType, notes: Note[]): boolean {
    return this.depart(session, userOf(to), type, notes) !== undefined;
  }

  /** Changes the user's side. Returns what it was before; `undefined` where the stanza is not sent on. */
  private depart(
    session: ClientSession,
    contact: string,
    type: SubscriptionType,
    notes: Note[],
  ): SubscriptionState | undefined {
    const account = this.realm.accounts.get(session.user);
    if (account === undefined || contact === session.user) return undefined;
    const before = account.roster.stateOf(contact);
    const { state, passes } = outbound(type, before);
    this.change(account, contact, state);
    if (passes) return before;
    notes.push(info('subscription-unchanged', `${type} to ${contact} changes nothing, and is not sent on`));
    return undefined;
  }

  /** A subscription stanza from another user: changes the receiver's side, and reaches the receiver's clients. */
  private receive(user: string, stanza: Element, type: SubscriptionType, notes: Note[]): void {
    const account = this.realm.accounts.get(user);
    if (account === undefined) {
      notes.push(info('no-account', `There is no account ${user}, so nobody answers`));
      return;
    }
    const sender = String(stanza.attrs.from);
    const before = account.roster.stateOf(sender);
    const { state, passes } = inbound(type, before);
    if (type === 'subscribe' && before.from) return this.answerForUser(user, sender, notes);
    if (passes) this.tellClients(user, stanza, type);
    this.change(account, sender, state);
    if (type === 'unsubscribe' && before.from) this.presences.sendUnavailableOf(user, sender);
  }

  /** Who has the subscription already gets it confirmed by the server (RFC 6121, section 3.1.3). */
  private answerForUser(user: string, sender: string, notes: Note[]): void {
    const answer = presence({ type: 'subscribed', from: user, to: sender });
    this.receive(sender, answer, 'subscribed', notes);
    this.presences.sendPresenceOf(user, sender);
  }

  /** Requests reach the clients that have been available; the others get them with their first presence. */
  private tellClients(user: string, stanza: Element, type: SubscriptionType): void {
    for (const client of this.realm.sessions.clientsOf(user)) {
      if (type !== 'subscribe' || client.announced) this.realm.deliver(client, stanza);
    }
  }

  /** Puts a request before a user. */
  request(account: Account, sender: string): void {
    const [user, from] = [comparable(account.jid), comparable(sender)];
    account.roster.request(from);
    this.tellClients(user, presence({ type: 'subscribe', from, to: user }), 'subscribe');
  }

  /** The requests that wait, for a client that has become available: nothing of them but who asks is kept. */
  tellRequests(session: ClientSession): void {
    for (const from of this.realm.accounts.get(session.user)?.roster.requests ?? []) {
      this.realm.deliver(session, presence({ type: 'subscribe', from, to: session.user }));
    }
  }

  /** Takes a contact off a user's roster, with the subscriptions both ways (RFC 6121, section 2.5). */
  removeItem(session: ClientSession, item: RosterItem, notes: Note[]): void {
    const account = this.realm.accounts.get(session.user);
    if (account === undefined) return;
    const contact = comparable(item.jid);
    const { to, from, ask, requested } = account.roster.stateOf(contact);
    account.roster.remove(contact);
    this.push(account, new Element('item', { jid: item.jid, subscription: 'remove' }));
    const tell = (type: SubscriptionType) =>
      this.receive(contact, presence({ type, from: session.user, to: contact }), type, notes);
    if (to || ask) tell('unsubscribe');
    if (from || requested) tell('unsubscribed');
    if (from) this.presences.sendUnavailableOf(session.user, contact);
  }

  /** Tells every client of a user what became of a roster item. */
  pushItem(account: Account, item: RosterItem): void {
    this.push(account, itemElement(item));
  }

  private change(account: Account, contact: string, state: Parameters<Account['roster']['change']>[1]): void {
    const item = account.roster.change(contact, state);
    if (item !== undefined) this.pushItem(account, item);
  }

  private push(account: Account, item: Element): void {
    const clients = this.realm.sessions.clientsOf(account.jid);
    if (clients.length === 0) return;
    this.pushes += 1;
    for (const client of clients) {
      const iq = new Element('iq', {
        type: 'set',
        xmlns: CLIENT_NS,
        id: `rsttig${this.pushes}`,
        to: client.address,
      });
      iq.c('query', { ver: '', xmlns: ROSTER_NS }).cnode(item);
      this.realm.deliver(client, iq);
    }
  }
}

/** A roster item as it stands in rosters and pushes. */
export function itemElement({ jid, name, subscription, ask, groups }: RosterItem): Element {
  const item = new Element('item', { jid, name, ask, subscription });
  for (const group of groups) item.c('group').t(group);
  return item;
}
