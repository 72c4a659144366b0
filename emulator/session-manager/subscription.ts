import type { SubscriptionState } from './roster.js';

/** The presence stanzas that manage subscriptions (RFC 6121, section 3). */
export type SubscriptionType = 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed';

export function isSubscriptionType(type: string | undefined): type is SubscriptionType {
  return type === 'subscribe' || type === 'subscribed' || type === 'unsubscribe' || type === 'unsubscribed';
}

/** What a stanza does to one side of a subscription. */
export interface Transition {
  readonly state: SubscriptionState;
  /** Whether the stanza goes on: outbound to the contact, inbound to the user's clients. */
  readonly passes: boolean;
}

type Rule = (state: SubscriptionState) => Partial<SubscriptionState> | undefined;

/** RFC 6121, appendix A.2: what a user's own stanza changes on the user's side; `undefined` where it is not routed. */
const OUTBOUND: { readonly [type in SubscriptionType]: Rule } = {
  subscribe: ({ to }) => (to ? {} : { ask: true }),
  unsubscribe: () => ({ to: false, ask: false }),
  subscribed: ({ requested }) => (requested ? { from: true, requested: false } : undefined),
  unsubscribed: ({ from, requested }) => (from || requested ? { from: false, requested: false } : undefined),
};

/** RFC 6121, appendix A.3: what a contact's stanza changes; `undefined` where the user's clients don't get it. */
const INBOUND: { readonly [type in SubscriptionType]: Rule } = {
  subscribe: ({ from, requested }) => (from || requested ? undefined : { requested: true }),
  unsubscribe: ({ from, requested }) => (from || requested ? { from: false, requested: false } : undefined),
  subscribed: ({ ask }) => (ask ? { to: true, ask: false } : undefined),
  unsubscribed: ({ to, ask }) => (to || ask ? { to: false, ask: false } : undefined),
};

export function outbound(type: SubscriptionType, state: SubscriptionState): Transition {
  return transition(OUTBOUND[type], state);
}

export function inbound(type: SubscriptionType, state: SubscriptionState): Transition {
  return transition(INBOUND[type], state);
}

function transition(rule: Rule, state: SubscriptionState): Transition {
  const change = rule(state);
  return { state: { ...state, ...change }, passes: change !== undefined };
}
