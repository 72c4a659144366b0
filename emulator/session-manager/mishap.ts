import type { Element } from 'ltx';
import type { EventStream } from '../event-stream.js';
import { comparable, type FullJid } from '../jid.js';
import type { Note } from '../note.js';
import type { SessionEvent } from './events.js';
import type { ClientSession } from './session.js';
import { addressed } from './stanza.js';

/** What becomes of a presence on its way to contacts, on request: they don't get it, get it twice, or late. */
export type Mishap = { readonly note: Note } & (
  | { readonly what: 'drop' }
  | { readonly what: 'double' }
  | { readonly what: 'delay'; readonly ms: number }
);

/** Where mishaps come from, and where what is late waits. */
export interface MishapOptions {
  /** What becomes of the next presence of this user's; `undefined` where it takes its course. */
  readonly mishapFor: (from: FullJid) => Mishap | undefined;
  /** Waits so many milliseconds; `false` where what belongs to one of the domains does not go on any more. */
  readonly pause: (ms: number, domains: readonly string[]) => Promise<boolean>;
}

/** What a presence's way needs of the realm. */
interface Deliverer extends MishapOptions {
  presenceTakers(user: string): readonly ClientSession[];
  deliver(session: ClientSession, stanza: Element, notes?: readonly Note[], lateFor?: number): void;
  readonly events: Pick<EventStream<SessionEvent>, 'count'>;
  lose(session: ClientSession, stanza: Element, notes: readonly Note[]): void;
  isThere(session: ClientSession): boolean;
}

/** The way of one presence to those who may see it. What becomes of it is asked once, where somebody would get it. */
export class PresenceWay {
  private mishap: Mishap | undefined;
  private isAsked = false;

  constructor(
    private readonly realm: Deliverer,
    private readonly from: FullJid,
  ) {}

  /** Takes the presence to a contact. */
  deliver(contact: string, stanza: () => Element): void {
    const clients = this.realm.presenceTakers(contact);
    if (clients.length === 0) return;
    if (!this.isAsked) this.mishap = this.realm.mishapFor(this.from);
    this.isAsked = true;
    const copy = addressed(stanza(), comparable(contact));
    for (const client of clients) this.handOver(client, copy);
  }

  private handOver(client: ClientSession, stanza: Element): void {
    const { realm, mishap } = this;
    if (mishap === undefined) return realm.deliver(client, stanza);
    switch (mishap.what) {
      case 'drop':
        return realm.lose(client, stanza, [mishap.note]);
      case 'double':
        realm.deliver(client, stanza);
        return realm.deliver(client, stanza, [mishap.note]);
      default:
        void this.deliverLate(client, stanza, mishap.ms, mishap.note);
    }
  }

  private async deliverLate(client: ClientSession, stanza: Element, ms: number, note: Note): Promise<void> {
    const { realm, from } = this;
    const lateFor = realm.events.count - 1;
    const isOver = await realm.pause(ms, [from.domain, client.jid.domain]);
    if (isOver && realm.isThere(client)) realm.deliver(client, stanza, [note], lateFor);
  }
}
