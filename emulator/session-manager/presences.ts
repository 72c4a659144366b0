import type { Element } from 'ltx';
import { addressOf, bareJid, bareJidOf, comparable, type Jid } from '../jid.js';
import { isAvailable, unavailablePresence } from './presence.js';
import { type Realm, userOf } from './realm.js';
import { ClientSession, type Session } from './session.js';
import { addressed, presence } from './stanza.js';

/** Who gets whose presence: broadcast, probes, directed presence (RFC 6121, section 4). */
export class Presences {
  constructor(private readonly realm: Realm) {}

  /**
   * Tells a session's presence to the contacts who may see it and to every client of the user, its own too. The stanza
   * is made where somebody gets it: most statuses are set with nobody there.
   */
  broadcast(session: Session, make: () => Element): void {
    const { realm } = this;
    const user = comparable(bareJid(session.jid));
    const stanza = once(make);
    realm.events.emit(() => new PresenceEvent(session, stanza));
    this.tellContacts(session, stanza);
    realm.deliverToClients(user, stanza);
  }

  /**
   * What a session's first presence brings besides: the contacts' presence, which comes to all clients of the user,
   * and that of the user's other resources (recordings "message to two clients of one priority", "contact logs in
   * after set").
   */
  announce(session: Session): void {
    const { realm } = this;
    const user = comparable(bareJid(session.jid));
    if (session instanceof ClientSession) {
      for (const other of realm.sessions.of(user)) {
        if (other === session || !isAvailable(other.presence)) continue;
        realm.deliver(session, addressed(other.presence, user));
      }
    }
    if (realm.sessions.clientsOf(user).length === 0) return;
    for (const { jid, subscription } of realm.accounts.get(user)?.roster ?? []) {
      if (subscription === 'to' || subscription === 'both') this.sendPresenceOf(jid, user);
    }
  }

  /** A client's own unavailable presence, which goes to all who saw it available (RFC 6121, sections 4.5 and 4.6.3). */
  leave(session: ClientSession, stanza: Element): void {
    const isBroadcast = isAvailable(session.presence);
    if (isBroadcast) this.tellEnd(session, stanza);
    for (const to of this.withdrawn(session, isBroadcast)) this.direct(to, addressed(stanza, to));
  }

  /** What those who saw a session available get when it ends. */
  withdraw(session: Session): void {
    const { presence: last } = session;
    const isBroadcast = isAvailable(last);
    if (isBroadcast) this.tellEnd(session, unavailablePresence(last));
    if (!(session instanceof ClientSession)) return;
    for (const to of this.withdrawn(session, isBroadcast)) {
      this.direct(to, presence({ type: 'unavailable', from: session.address, to }));
    }
  }

  /** Tells contacts and the user's other clients that a session is available no longer. */
  private tellEnd(session: Session, stanza: Element): void {
    this.realm.events.emit(() => ({ type: 'presence', session, stanza }));
    this.tellContacts(session, () => stanza);
    this.tellOwnClients(session);
  }

  /** Sends every available presence of a user to a contact; of one resource alone where it is named. */
  sendPresenceOf(user: string, contact: string, resource = ''): void {
    if (this.realm.accounts.get(user)?.roster.stateOf(contact).from !== true) return;
    if (this.realm.sessions.clientsOf(contact).length === 0) return;
    for (const { jid, presence: last } of this.realm.sessions.of(user)) {
      if (resource !== '' && comparable(jid.resource) !== comparable(resource)) continue;
      if (isAvailable(last)) this.realm.wayOf(jid).deliver(contact, () => last);
    }
  }

  /**
   * Tells a contact whose subscription ended that a user is not available any more. External sessions are not
   * withdrawn (recordings "subscription while external is set", "unsubscribe while external is set").
   */
  sendUnavailableOf(user: string, contact: string): void {
    for (const client of this.realm.sessions.clientsOf(user)) {
      if (!isAvailable(client.presence)) continue;
      const stanza = presence({ type: 'unavailable', from: client.address, to: contact });
      this.realm.wayOf(client.jid).deliver(contact, () => stanza);
    }
  }

  /** Hands presence that names its receiver to the clients that the address stands for. */
  direct(to: string, stanza: Element): void {
    const { sessions } = this.realm;
    const [user, resource] = [bareJidOf(to), to.slice(bareJidOf(to).length + 1)];
    for (const client of sessions.clientsOf(user)) {
      if (resource !== '' && comparable(client.jid.resource) !== comparable(resource)) continue;
      this.realm.deliver(client, stanza);
    }
  }

  /** A client's presence for one receiver; who gets it is told when the client leaves. */
  sendDirected(session: ClientSession, stanza: Element, to: Jid): void {
    const address = to.resource === '' ? userOf(to) : addressOf(to);
    if (stanza.attrs.type === undefined) session.directed.add(address);
    else session.directed.delete(address);
    this.direct(address, stanza);
  }

  private tellContacts({ jid: from }: Session, stanza: () => Element): void {
    const { accounts } = this.realm;
    const way = this.realm.wayOf(from);
    for (const { jid, subscription } of accounts.get(comparable(bareJid(from)))?.roster ?? []) {
      if (subscription === 'from' || subscription === 'both') way.deliver(jid, stanza);
    }
  }

  /** The user's other clients get a bare presence, to their full JIDs (recording "own client sees …"). */
  private tellOwnClients(session: Session): void {
    const user = comparable(bareJid(session.jid));
    for (const client of this.realm.sessions.clientsOf(user)) {
      if (client === session) continue;
      const stanza = presence({
        type: 'unavailable',
        from: addressOf(session.jid),
        to: client.address,
      });
      this.realm.deliver(client, stanza);
    }
  }

  /** Forgets whom a client sent directed presence, and names those who do not hear of its end by broadcast. */
  private withdrawn(session: ClientSession, isBroadcast: boolean): string[] {
    const roster = this.realm.accounts.get(session.user)?.roster;
    const isTold = (to: string) => isBroadcast && roster?.stateOf(to).from === true;
    const others = Array.from(session.directed).filter((to) => !isTold(to));
    session.directed.clear();
    return others;
  }
}

/** What a session tells all who may see it; the stanza is made where a listener looks at it. */
class PresenceEvent {
  readonly type = 'presence';

  constructor(
    readonly session: Session,
    private readonly make: () => Element,
  ) {}

  get stanza(): Element {
    return this.make();
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
