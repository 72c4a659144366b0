import type { Element } from 'ltx';
import type { Jid } from '../jid.js';
import { info, type Note } from '../note.js';
import { type Realm, userOf } from './realm.js';
import { type ServiceRequest, type Services, VCARD_NS } from './services.js';
import { ClientSession } from './session.js';
import { bareError, errorReply } from './stanza.js';

/** Where iq stanzas go: to the server's own services, or to another client (RFC 6121, section 8.5). */
export class Iqs {
  constructor(
    private readonly realm: Realm,
    private readonly services: Services,
  ) {}

  /** An iq without an address, or to the sender's own bare JID: for the server, on the account's behalf. */
  toAccount(sender: ClientSession, iq: Element, notes: Note[]): void {
    if (isRequest(iq)) this.serve({ sender, iq, notes, target: 'account' });
  }

  /** An iq to one of the server's domains. */
  toServer(sender: ClientSession, iq: Element, notes: Note[]): void {
    if (isRequest(iq)) this.serve({ sender, iq, notes, target: 'server' });
  }

  /** An iq to a user, or to one resource of a user. */
  toUser(sender: ClientSession, iq: Element, to: Jid, notes: Note[]): void {
    const session = to.resource === '' ? undefined : this.realm.sessions.find(to);
    if (session instanceof ClientSession) return this.realm.deliver(session, iq);
    if (!isRequest(iq)) return;
    if (session !== undefined) {
      return this.realm.deliver(sender, bareError(iq, 'feature-not-implemented'));
    }
    const user = userOf(to);
    const { accounts } = this.realm;
    if (
      to.resource === '' &&
      iq.getChild('vCard', VCARD_NS) !== undefined &&
      accounts.get(user) !== undefined
    ) {
      return this.serve({ sender, iq, notes, target: 'contact' });
    }
    if (this.realm.sessions.of(user).length === 0) {
      notes.push(info('iq-unanswered', `${user} is not there, and Tigase does not answer for it`));
      return;
    }
    const error =
      to.resource === ''
        ? errorReply(iq, 'feature-not-implemented', 'The feature is not supported yet.')
        : errorReply(iq, 'recipient-unavailable', 'The recipient is no longer available.');
    this.realm.deliver(sender, error);
  }

  private serve(request: ServiceRequest): void {
    const { sender, iq } = request;
    const answer = this.services.answer(request);
    if (answer !== undefined) this.realm.deliver(sender, answer(iq));
  }
}

/** An iq without a type counts as a question (recording "iq without type"). */
function isRequest(iq: Element): boolean {
  return iq.attrs.type !== 'result' && iq.attrs.type !== 'error';
}
