import type { Element } from 'ltx';
import { comparable, type Jid, parseJid } from '../jid.js';
import { type Note, warning } from '../note.js';
import { Iqs } from './iqs.js';
import { Messages } from './messages.js';
import { Presences } from './presences.js';
import { type Realm, userOf } from './realm.js';
import { MESSAGE_ROUTER, Services } from './services.js';
import type { ClientSession } from './session.js';
import { addressed, errorReply, withAttributes } from './stanza.js';
import { isSubscriptionType, type SubscriptionType } from './subscription.js';
import { Subscriptions } from './subscriptions.js';

/** Takes the stanzas that clients send to where they belong. */
export class Stanzas {
  readonly presences: Presences;
  readonly subscriptions: Subscriptions;
  readonly messages: Messages;
  private readonly iqs: Iqs;

  constructor(private readonly realm: Realm) {
    this.presences = new Presences(realm);
    this.subscriptions = new Subscriptions(realm, this.presences);
    this.messages = new Messages(realm);
    this.iqs = new Iqs(realm, new Services(realm, this.subscriptions));
  }

  /** Deals with a stanza; its `from` is the sender's full JID, whatever the client said (RFC 6120, section 8.1.2.1). */
  route(session: ClientSession, stanza: Element, notes: Note[]): void {
    switch (stanza.name) {
      case 'presence':
        return this.routePresence(session, stanza, notes);
      case 'message':
        return this.routeMessage(session, stanza, notes);
      case 'iq':
        return this.routeIq(session, stanza, notes);
      default:
        return this.refuseUnknown(session, stanza, notes);
    }
  }

  private routePresence(session: ClientSession, stanza: Element, notes: Note[]): void {
    const { to, type } = stanza.attrs;
    if (to === undefined) return this.broadcast(session, stanza, notes);
    if (isSubscriptionType(type)) return this.routeSubscription(session, stanza, type, notes);
    const jid = this.receiver(session, stanza, notes);
    if (jid === undefined) return;
    if (type === 'probe') this.presences.sendPresenceOf(userOf(jid), session.user, jid.resource);
    else if (type === undefined || type === 'unavailable' || type === 'error')
      this.presences.sendDirected(session, stanza, jid);
    else notes.push(warning('presence-type-unknown', `Tigase drops a presence to ${to} of the type ${type}`));
  }

  /** What it changes for the sender it changes wherever the contact is (RFC 6121, section 3.1.2). */
  private routeSubscription(
    session: ClientSession,
    stanza: Element,
    type: SubscriptionType,
    notes: Note[],
  ): void {
    const contact = parseJid(stanza.attrs.to);
    const isElsewhere = contact !== undefined && contact.local !== '' && !this.realm.serves(contact.domain);
    if (isElsewhere && !this.subscriptions.sendElsewhere(session, contact, type, notes)) return;
    const user = this.receiver(session, stanza, notes);
    if (user !== undefined) this.subscriptions.send(session, stanza, user, type, notes);
  }

  /** A presence for all who may see it. One of an unknown type is passed on, and changes nothing (recording "client sends …"). */
  private broadcast(session: ClientSession, stanza: Element, notes: Note[]): void {
    const { type } = stanza.attrs;
    if (isSubscriptionType(type) || type === 'probe' || type === 'error') {
      notes.push(warning('presence-without-address', `A presence of the type ${type} needs an address: to`));
      return;
    }
    if (type === 'unavailable') return this.becomeUnavailable(session, stanza);
    if (type === undefined) session.setPresence(stanza);
    else notes.push(warning('presence-type-unknown', `${type} is no type of a presence`));
    const first = !session.announced && type === undefined;
    this.presences.broadcast(session, () => stanza);
    if (first) {
      session.announced = true;
      this.presences.announce(session);
      this.subscriptions.tellRequests(session);
    }
    this.messages.deliverStored(session);
  }

  private becomeUnavailable(session: ClientSession, stanza: Element): void {
    this.presences.leave(session, stanza);
    session.setPresence(stanza);
  }

  private routeMessage(session: ClientSession, stanza: Element, notes: Note[]): void {
    if (stanza.attrs.to === undefined) {
      if (this.realm.release.messageWithoutAddress === 'dropped') {
        notes.push(warning('message-without-address', 'Tigase 8.1 drops a message without an address: to'));
        return;
      }
      return this.routeMessage(session, addressed(stanza, session.user), notes);
    }
    const jid = this.receiver(session, stanza, notes);
    if (jid !== undefined) this.messages.send(session, stanza, jid, notes);
  }

  private routeIq(session: ClientSession, stanza: Element, notes: Note[]): void {
    const { to } = stanza.attrs;
    if (to === undefined || comparable(to) === session.user)
      return this.iqs.toAccount(session, stanza, notes);
    const jid = parseJid(to);
    if (jid !== undefined && this.isServer(jid)) return this.iqs.toServer(session, stanza, notes);
    const user = this.receiver(session, stanza, notes);
    if (user !== undefined) this.iqs.toUser(session, stanza, user, notes);
  }

  /** Whether a JID is that of the server, or of the one component that disco#items names. */
  private isServer({ local, domain, resource }: Jid): boolean {
    return (local === '' || local === MESSAGE_ROUTER) && resource === '' && this.realm.serves(domain);
  }

  /** The user whom a stanza is for; `undefined` where there can be none, which is dealt with then. */
  private receiver(session: ClientSession, stanza: Element, notes: Note[]): Jid | undefined {
    const { to, type } = stanza.attrs;
    const jid = parseJid(to);
    if (jid === undefined) {
      notes.push(
        warning('jid-malformed', `${JSON.stringify(to)} is no JID, and Tigase drops what is sent to it`),
      );
      return undefined;
    }
    if (this.realm.isUser(jid)) return jid;
    if (this.realm.serves(jid.domain)) {
      notes.push(warning('no-receiver', `Nothing at ${to} takes a ${stanza.name}, and Tigase drops it`));
      return undefined;
    }
    notes.push(
      warning('domain-not-served', `${jid.domain} is none of the server's domains, and there are no others`),
    );
    if (type !== 'error' && type !== 'result') {
      const text = 'There is no service found to process your request.';
      this.realm.deliver(session, errorReply(stanza, 'service-unavailable', text));
    }
    return undefined;
  }

  private refuseUnknown(session: ClientSession, stanza: Element, notes: Note[]): void {
    notes.push(warning('stanza-unknown', `<${stanza.name}> is neither presence, message nor iq`));
    const answer = errorReply(
      withAttributes(stanza, { to: undefined }),
      'feature-not-implemented',
      'Feature not supported yet.',
    );
    this.realm.deliver(session, answer);
  }
}
