import { Element } from 'ltx';
import { bareJidOf, isBareJid, parseJid } from '../jid.js';
import { type Note, warning } from '../note.js';
import type { Account } from './accounts.js';
import { type Realm, userOf } from './realm.js';
import { newItem } from './roster.js';
import type { ClientSession } from './session.js';
import { errorReply, result } from './stanza.js';
import { itemElement, ROSTER_NS, type Subscriptions } from './subscriptions.js';

export const VCARD_NS = 'vcard-temp';
const DISCO_INFO = 'http://jabber.org/protocol/disco#info';
const DISCO_ITEMS = 'http://jabber.org/protocol/disco#items';
const VERSION = 'jabber:iq:version';
const PING = 'urn:xmpp:ping';
const PRIVATE = 'jabber:iq:private';
const SESSION = 'urn:ietf:params:xml:ns:xmpp-session';

/** The local part of the component that a server's disco#items names (recording "disco and services of the account"). */
export const MESSAGE_ROUTER = 'message-router';

/** A question to the server: about itself, on behalf of the sender's account, or about a contact's. */
export interface ServiceRequest {
  readonly sender: ClientSession;
  readonly iq: Element;
  readonly target: 'server' | 'account' | 'contact';
  readonly notes: Note[];
}

/** Makes the answer to an iq. */
type Answer = (iq: Element) => Element;

/** Answers one kind of question; with nothing where Tigase is silent. */
type Service = (own: Services, request: ServiceRequest, content: Element) => Answer | undefined;

const done: Answer = (iq) => result(iq);
const notSupported: Answer = (iq) => errorReply(iq, 'feature-not-implemented', 'Feature not supported yet.');

/** What the server answers itself (recordings "session services", "disco and services of the account"). */
export class Services {
  private readonly version: string;
  private readonly name: string;

  constructor(
    private readonly realm: Realm,
    private readonly subscriptions: Subscriptions,
  ) {
    this.version = realm.release.version;
    this.name = `Tigase ver. ${this.version}`;
  }

  /** What is answered, by name and namespace; the same for all. */
  private static readonly table: ReadonlyMap<string, Service> = new Map<string, Service>([
    [`ping ${PING}`, () => done],
    [`session ${SESSION}`, () => done],
    [`query ${ROSTER_NS}`, (own, request, query) => own.roster(request, query)],
    [
      `query ${VERSION}`,
      ({ version }) =>
        (iq) =>
          result(iq, versionElement(version)),
    ],
    [
      `query ${DISCO_INFO}`,
      (own, { target }) =>
        (iq) =>
          result(iq, own.discoInfo(target)),
    ],
    [
      `query ${DISCO_ITEMS}`,
      ({ name }, { target, iq: { attrs } }) =>
        (iq) =>
          result(iq, items(target, attrs.to, name)),
    ],
    [`vCard ${VCARD_NS}`, (own, request, vCard) => own.stored(request, vCard)],
    [`query ${PRIVATE}`, (own, request, query) => own.privateXml(request, query)],
  ]);

  /** The answer to a question, or `undefined` where Tigase gives none. An iq is answered by its first child. */
  answer(request: ServiceRequest): Answer | undefined {
    const [content] = request.iq.getChildElements();
    if (content === undefined) return notSupported;
    const service = Services.table.get(`${content.name} ${content.getNS()}`);
    return service === undefined ? notSupported : service(this, request, content);
  }

  private roster(request: ServiceRequest, query: Element): Answer | undefined {
    const account = this.accountOf(request);
    if (request.target !== 'account' || account === undefined) return notSupported;
    if (request.iq.attrs.type !== 'set') {
      return (iq) => {
        const answer = new Element('query', { xmlns: ROSTER_NS });
        for (const item of account.roster) answer.cnode(itemElement(item));
        return result(iq, answer);
      };
    }
    const item = query.getChild('item');
    if (item?.attrs.jid === undefined) {
      const text = 'A roster item without a JID: Tigase does not answer';
      request.notes.push(warning('roster-item-without-jid', text));
      return undefined;
    }
    return this.setRosterItem(request, account, item);
  }

  /** Sets name and groups, or removes; what a client says of the subscription is ignored (RFC 6121, section 2.3). */
  private setRosterItem(request: ServiceRequest, account: Account, item: Element): Answer {
    const jid = parseJid(String(item.attrs.jid));
    if (jid === undefined) {
      // As Tigase spells it (recording "roster set by one client reaches the other").
      return (iq) => errorReply(iq, 'bad-request', 'Buddy JID is incorrct, stringprep failed.');
    }
    const contact = jid.local === '' ? jid.domain : userOf(jid);
    const there = account.roster.get(contact);
    if (item.attrs.subscription === 'remove') {
      if (there === undefined) return (iq) => errorReply(iq, 'item-not-found');
      this.subscriptions.removeItem(request.sender, there, request.notes);
      return done;
    }
    const { name: defaultName, ...rest } = newItem(contact);
    const { name = defaultName } = item.attrs;
    const groups = item.getChildren('group').map((group) => group.getText());
    const changed = { ...(there ?? rest), name, groups };
    account.roster.set(changed);
    this.subscriptions.pushItem(account, changed);
    return done;
  }

  private discoInfo(target: ServiceRequest['target']): Element {
    const { name } = this;
    const info = new Element('query', { xmlns: DISCO_INFO });
    if (target === 'server') info.c('identity', { category: 'server', type: 'im', name });
    else info.c('identity', { category: 'account', type: 'registered' });
    for (const key of Services.table.keys()) info.c('feature', { var: key.slice(key.indexOf(' ') + 1) });
    return info;
  }

  private stored(request: ServiceRequest, content: Element): Answer {
    const account = this.accountOf(request);
    const key = `${content.getNS()} ${content.name}`;
    if (request.iq.attrs.type === 'set') {
      if (request.target !== 'account') return (iq) => errorReply(iq, 'not-allowed');
      account?.storage.set(key, content);
      return done;
    }
    const kept = account?.storage.get(key) ?? new Element(content.name, { xmlns: content.getNS() });
    return (iq) => result(iq, kept);
  }

  /** Private XML storage (XEP-0049): what is asked for comes back, empty where nothing was stored. */
  private privateXml(request: ServiceRequest, query: Element): Answer {
    const account = this.accountOf(request);
    const contents = query.getChildElements();
    const keyOf = (element: Element) => `${PRIVATE} ${element.getNS()} ${element.name}`;
    if (request.target !== 'account' || account === undefined) return notSupported;
    if (request.iq.attrs.type === 'set') {
      for (const element of contents) account.storage.set(keyOf(element), element);
      return done;
    }
    return (iq) => {
      const answer = new Element('query', { xmlns: PRIVATE });
      for (const element of contents) {
        const kept = account.storage.get(keyOf(element));
        answer.cnode(kept ?? new Element(element.name, { xmlns: element.getNS() }));
      }
      return result(iq, answer);
    };
  }

  /** Whose data a question is about; of contacts that have no account there are none. */
  private accountOf({ sender, iq, target }: ServiceRequest): Account | undefined {
    const to = bareJidOf(String(iq.attrs.to ?? ''));
    return this.realm.accounts.get(target === 'contact' && isBareJid(to) ? to : sender.user);
  }
}

function versionElement(version: string): Element {
  const query = new Element('query', { xmlns: VERSION });
  query.c('name').t('Tigase');
  query.c('version').t(version);
  query.c('os').t('tigase-emulator');
  return query;
}

function items(target: ServiceRequest['target'], domain: string, name: string): Element {
  const query = new Element('query', { xmlns: DISCO_ITEMS });
  if (target === 'server') query.c('item', { jid: `${MESSAGE_ROUTER}@${domain}`, name });
  return query;
}
