import { inbound, outbound, type State, type SubscriptionType, type Table } from './subscription-tables.js';

/** What a roster says of a contact. */
export interface ModelItem {
  readonly subscription: string;
  readonly ask: string | null;
}

export interface ModelSession {
  readonly user: string;
  readonly kind: 'client' | 'external';
  /** `undefined`: connected, and not available. */
  readonly show: string | null | undefined;
}

/** A subscription stanza that reaches a user. */
export interface Delivery {
  readonly type: SubscriptionType;
  readonly from: string;
  readonly to: string;
}

/** Who is connected, and every user's side of every subscription, which changes as RFC 6121's tables say. */
export class SubscriptionModel {
  /** By full JID. */
  readonly sessions = new Map<string, ModelSession>();
  private readonly states = new Map<string, State>();
  private readonly items = new Set<string>();

  constructor(readonly users: readonly string[]) {}

  state(user: string, contact: string): State {
    return this.states.get(`${user} ${contact}`) ?? 'None';
  }

  /** Whether a user gets a contact's presence. */
  sees(user: string, contact: string): boolean {
    return /^(To|Both)/.test(this.state(user, contact));
  }

  /** The available sessions of a user, by full JID, with their `show`. */
  presencesOf(user: string): Map<string, string | null> {
    const presences = new Map<string, string | null>();
    for (const [jid, session] of this.sessions)
      if (session.user === user && session.show !== undefined) presences.set(jid, session.show);
    return presences;
  }

  /** Who waits for a user's answer. */
  requestsTo(user: string): string[] {
    return this.users.filter((contact) => this.state(user, contact).endsWith('In'));
  }

  /** A user's roster. A request alone makes no item; one that was made stays, since nobody removes any here. */
  roster(user: string): Map<string, ModelItem> {
    const contacts = this.users.filter((contact) => this.items.has(`${user} ${contact}`));
    return new Map(contacts.map((contact) => [contact, itemOf(this.state(user, contact))]));
  }

  /** A user sends a stanza to a contact; what comes back reaches users. A request to oneself does nothing. */
  send(type: SubscriptionType, from: string, to: string): Delivery[] {
    if (from === to || !this.apply(outbound, type, from, to)) return [];
    const isGranted = this.sees(from, to);
    const delivered = this.receive({ type, from, to });
    if (type !== 'subscribe' || !isGranted) return delivered;
    // The server itself answers a request that was granted before (section 3.1.3).
    return [...delivered, ...this.receive({ type: 'subscribed', from: to, to: from })];
  }

  private receive(delivery: Delivery): Delivery[] {
    return this.apply(inbound, delivery.type, delivery.to, delivery.from) ? [delivery] : [];
  }

  private apply(table: Table, type: SubscriptionType, user: string, contact: string): boolean {
    const row = table.get(type)?.get(this.state(user, contact));
    if (row === undefined) throw new Error(`the table has no row for ${type}`);
    this.states.set(`${user} ${contact}`, row.state);
    const { subscription, ask } = itemOf(row.state);
    if (subscription !== 'none' || ask !== null) this.items.add(`${user} ${contact}`);
    return row.passes;
  }
}

/** What a state looks like in a roster (appendix A.1). */
function itemOf(state: State): ModelItem {
  const [subscription = ''] = state.toLowerCase().split(' + ');
  return { subscription, ask: state.includes('Out') ? 'subscribe' : null };
}
