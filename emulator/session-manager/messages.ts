import { Element } from 'ltx';
import { addressOf, bareJid, type Jid } from '../jid.js';
import { info, type Note, warning } from '../note.js';
import { type Realm, userOf } from './realm.js';
import { ClientSession, type Session } from './session.js';
import { addressed, bareError, errorReply } from './stanza.js';

const DELAY_NS = 'urn:xmpp:delay';

/** Where messages go: to clients by priority, to external sessions, to storage (RFC 6121, section 8.5). */
export class Messages {
  constructor(private readonly realm: Realm) {}

  /** Delivers a client's message to a user of the server. */
  send(sender: ClientSession, message: Element, to: Jid, notes: Note[]): void {
    const { sessions } = this.realm;
    const user = userOf(to);
    if (to.resource === '') return this.toUser(sender, message, user, notes);
    const session = sessions.find(to);
    if (session !== undefined) return this.reach(sender, session, message, notes);
    // Chat goes on to the user (recordings "message types to a live client", "message, nobody online").
    const { type } = message.attrs;
    if (type === 'chat' || sessions.of(user).length === 0) {
      return this.toUser(sender, addressed(message, user), user, notes);
    }
    if (type === 'error') return;
    const text = 'The recipient is no longer available.';
    this.realm.deliver(sender, errorReply(message, 'recipient-unavailable', text));
  }

  /** Every session that is available with no negative priority gets it; where there is none, it is stored. */
  private toUser(sender: ClientSession, message: Element, user: string, notes: Note[]): void {
    const takers = this.realm.sessions.of(user).filter(({ takesMessages }) => takesMessages);
    if (takers.length === 0) return this.store(message, user, notes);
    if (message.attrs.type === 'error') return; // RFC 6121, section 8.5.2.1.1
    for (const session of takers) this.reach(sender, session, message, notes);
  }

  private reach(sender: ClientSession, session: Session, message: Element, notes: Note[]): void {
    if (session instanceof ClientSession) return this.realm.deliver(session, message);
    const address = addressOf(session.jid);
    if (this.realm.release.externalMessage === 'lost') {
      notes.push(warning('message-lost', `The message reached the external session ${address}, and is lost`));
      return;
    }
    notes.push(
      warning('message-bounced', `The message reached the external session ${address}, which can't take it`),
    );
    if (message.attrs.type === 'error') return;
    this.realm.deliver(sender, bareError(addressed(message, address), 'feature-not-implemented'));
  }

  /** Keeps a message until the user is back; only what people wrote is kept (recording "several offline messages"). */
  private store(message: Element, user: string, notes: Note[]): void {
    const account = this.realm.accounts.get(user);
    if (account === undefined) {
      notes.push(info('no-account', `There is no account ${user}, so the message is lost`));
      return;
    }
    if (!isStored(message)) {
      notes.push(
        info('message-not-stored', `${user} is not there, and only messages with a body are stored`),
      );
      return;
    }
    const stored = addressed(message, user);
    const delay = new Element('delay', {
      xmlns: DELAY_NS,
      from: user.slice(user.indexOf('@') + 1),
      stamp: new Date().toISOString(),
    });
    delay.t(`Offline Storage - ${this.realm.clusterNode}`);
    stored.children = [...message.children, delay];
    account.offlineMessages.push(stored);
  }

  /** Hands the stored messages to a client, once (recordings "several offline messages", "message when …"). */
  deliverStored(session: ClientSession): void {
    if (session.gotOfflineMessages || !session.takesMessages) return;
    session.gotOfflineMessages = true;
    const stored = this.realm.accounts.get(session.user)?.offlineMessages.splice(0) ?? [];
    for (const message of stored) this.realm.deliver(session, message);
  }

  /** Puts back what a client never got, as where its connection broke: to the user's other clients, or to storage. */
  returnUndelivered(session: ClientSession, messages: readonly Element[]): void {
    const user = bareJid(session.jid);
    for (const message of messages) this.toUser(session, message, user, []);
  }
}

function isStored(message: Element): boolean {
  const { type = 'normal' } = message.attrs;
  return (type === 'chat' || type === 'normal') && message.getChild('body') !== undefined;
}
