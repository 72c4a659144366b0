import type { Element } from 'ltx';
import type { Contact } from '../../emulator/index.js';
import type { ModelItem } from './subscription-model.js';

/** What one client knows, from nothing but the stanzas that it received. */
export class ClientView {
  /** The roster last fetched, with the pushes since. */
  roster = new Map<string, ModelItem>();
  private readonly presences = new Map<string, string | null>();
  private read = 0;

  constructor(
    readonly contact: Contact,
    readonly user: string,
  ) {}

  /** Takes in what came since the last time, and gives back the presence stanzas among that. */
  catchUp(): Element[] {
    const news = this.contact.received.slice(this.read);
    this.read += news.length;
    for (const stanza of news) {
      if (stanza.name === 'presence') this.seePresence(stanza);
      else this.seePush(stanza);
    }
    return news.filter(({ name }) => name === 'presence');
  }

  /** Asks for the roster, and gives back the answer without believing it. */
  fetch(): Map<string, ModelItem> {
    this.contact.send(`<iq type='get' id='fetch'><query xmlns='jabber:iq:roster'/></iq>`);
    const [answer, ...more] = this.contact.received.slice(this.read);
    if (answer?.attrs.id !== 'fetch' || more.length > 0)
      throw new Error(`${this.contact.jid} got no roster, or not that alone: ${answer}${more}`);
    this.read += 1;
    return new Map(itemsIn(answer));
  }

  /** The available sessions of a user, by full JID, with their `show`, as far as the client was told. */
  presencesOf(user: string): Map<string, string | null> {
    return new Map(Array.from(this.presences).filter(([jid]) => jid.startsWith(`${user}/`)));
  }

  forget(user: string): void {
    for (const jid of this.presencesOf(user).keys()) this.presences.delete(jid);
  }

  private seePresence(stanza: Element): void {
    const { type, from } = stanza.attrs;
    if (type === undefined) this.presences.set(from, stanza.getChildText('show'));
    if (type === 'unavailable' && !this.presences.delete(from))
      throw new Error(`${this.contact.jid} was told of an end, and never of the beginning: ${stanza}`);
  }

  private seePush(stanza: Element): void {
    if (stanza.attrs.type !== 'set' || stanza.attrs.to !== this.contact.jid)
      throw new Error(`${this.contact.jid} got what is no roster push for it: ${stanza}`);
    for (const [jid, item] of itemsIn(stanza)) this.roster.set(jid, item);
  }
}

function itemsIn(iq: Element): [jid: string, ModelItem][] {
  const items = iq.getChild('query', 'jabber:iq:roster')?.getChildren('item') ?? [];
  return items.map(({ attrs: { jid, subscription, ask = null } }) => [jid, { subscription, ask }]);
}
