import { bareJidOf, comparable, partsOf } from '../jid.js';

/** Who sees whose presence: `to`: the user the contact's, `from`: the contact the user's (RFC 6121, section 2.1.2.5). */
export type Subscription = 'none' | 'to' | 'from' | 'both';

/** An entry of a roster (RFC 6121, section 2). */
export interface RosterItem {
  /** The contact's bare JID. */
  readonly jid: string;
  /** What the user calls the contact; `null` for no name. */
  readonly name: string | null;
  /** Who sees whose presence. */
  readonly subscription: Subscription;
  /** `subscribe` where the user has asked for the contact's presence and waits for an answer. */
  readonly ask: 'subscribe' | null;
  /** The groups in which the user has the contact. */
  readonly groups: readonly string[];
}

/** Everything that stands between a user and one contact, seen from the user (RFC 6121, appendix A.1). */
export interface SubscriptionState {
  /** Whether the user gets the contact's presence. */
  readonly to: boolean;
  /** Whether the contact gets the user's presence. */
  readonly from: boolean;
  /** Whether the user has asked for the contact's presence, and was not answered ("pending out"). */
  readonly ask: boolean;
  /** Whether the contact has asked for the user's presence, and was not answered ("pending in"). */
  readonly requested: boolean;
}

/** A roster as it was at one moment. */
export interface RosterContent {
  readonly items: readonly RosterItem[];
  readonly requests: readonly string[];
}

/** A user's contacts, and the subscription requests that wait for the user's answer. */
export class Roster {
  private readonly items = new Map<string, RosterItem>();
  private readonly waiting = new Map<string, string>();

  get(jid: string): RosterItem | undefined {
    return this.items.get(comparable(bareJidOf(jid)));
  }

  set(item: RosterItem): void {
    this.items.set(comparable(item.jid), item);
  }

  /** Takes a contact off, with whatever request of the contact's waits. */
  remove(jid: string): void {
    this.items.delete(comparable(jid));
    this.waiting.delete(comparable(jid));
  }

  /** Notes that a contact asks for the user's presence, and waits for an answer. */
  request(jid: string): void {
    this.waiting.set(comparable(jid), jid);
  }

  /** Forgets a request of a contact's that waits. */
  settle(jid: string): void {
    this.waiting.delete(comparable(jid));
  }

  /** What there is now. */
  content(): RosterContent {
    return { items: [...this.items.values()], requests: this.requests };
  }

  /** Puts other contacts and requests in place of all that there are. */
  replace({ items, requests }: RosterContent): void {
    this.items.clear();
    this.waiting.clear();
    for (const item of items) this.set(item);
    for (const jid of requests) this.request(jid);
  }

  /** The contacts, in the order in which they came. */
  [Symbol.iterator](): Iterator<RosterItem> {
    return this.items.values();
  }

  /** The bare JIDs of those whose subscription requests wait. */
  get requests(): readonly string[] {
    return [...this.waiting.values()];
  }

  stateOf(jid: string): SubscriptionState {
    const { subscription = 'none', ask = null } = this.get(jid) ?? {};
    return {
      to: subscription === 'to' || subscription === 'both',
      from: subscription === 'from' || subscription === 'both',
      ask: ask !== null,
      requested: this.waiting.has(comparable(bareJidOf(jid))),
    };
  }

  /**
   * Writes a state down. A contact that the user knows nothing of but a request is no roster item yet; Tigase names
   * a new item after the local part (recordings "subscription handshake").
   *
   * @returns the roster item that changed, `undefined` where none did
   */
  change(contact: string, state: SubscriptionState): RosterItem | undefined {
    const jid = bareJidOf(contact);
    if (state.requested) this.request(jid);
    else this.settle(jid);
    const there = this.get(jid);
    const subscription = subscriptionOf(state);
    const ask = state.ask ? 'subscribe' : null;
    if (there === undefined && subscription === 'none' && ask === null) return undefined;
    if (there?.subscription === subscription && there.ask === ask) return undefined;
    const item = { ...(there ?? newItem(jid)), subscription, ask } as const;
    this.set(item);
    return item;
  }
}

/** A contact of whom nothing is known yet, under the name that Tigase gives. */
export function newItem(jid: string): RosterItem {
  return { jid, name: partsOf(jid).local || jid, subscription: 'none', ask: null, groups: [] };
}

function subscriptionOf({ to, from }: SubscriptionState): Subscription {
  if (to) return from ? 'both' : 'to';
  return from ? 'from' : 'none';
}

const OTHER_SIDE: { readonly [subscription in Subscription]: Subscription } = {
  none: 'none',
  to: 'from',
  from: 'to',
  both: 'both',
};

/** The contact's side of a user's roster item: what its roster holds of the user. */
export function otherSide(
  user: string,
  { subscription }: RosterItem,
  there: RosterItem | undefined,
): RosterItem {
  const side: RosterItem = there ?? { jid: user, name: null, subscription: 'none', ask: null, groups: [] };
  return { ...side, subscription: OTHER_SIDE[subscription], ask: null };
}
