import type { Element } from 'ltx';
import { expect } from 'vitest';
import type { State } from '../../emulator/index.js';
import type { ClientView } from './client-view.js';
import type { Delivery, SubscriptionModel } from './subscription-model.js';
import { type SubscriptionType, subscriptionTypes } from './subscription-tables.js';

/** Compares the rosters that an emulator shows with the model's, and the two sides of each subscription. */
export function checkState({ accounts }: State, model: SubscriptionModel): void {
  const shown = new Map(accounts.map(({ jid, roster }) => [jid, roster]));
  const itemOf = (user: string, contact: string) => shown.get(user)?.find(({ jid }) => jid === contact);
  for (const user of model.users) {
    const items = shown.get(user)?.map(({ jid, subscription, ask }) => [jid, { subscription, ask }] as const);
    expect(new Map(items), `the roster of ${user}`).toEqual(model.roster(user));
    for (const contact of model.users) {
      const sees = /to|both/.test(itemOf(user, contact)?.subscription ?? '');
      const isSeen = /from|both/.test(itemOf(contact, user)?.subscription ?? '');
      expect(sees, `${user} sees ${contact}, as ${contact} has it`).toBe(isSeen);
    }
  }
}

/** What happened, as far as one client must hear of it. */
export interface Step {
  readonly model: SubscriptionModel;
  readonly deliveries: readonly Delivery[];
  /** Whether the client has just logged in. */
  readonly isNew: boolean;
  /** Whom its user saw before. */
  readonly sawBefore: readonly string[];
}

/** Compares what a client got, and what it knows by now, with what the model says. */
export function checkClient(view: ClientView, step: Step): void {
  const presences = view.catchUp();
  checkSubscriptionStanzas(view, presences, step);
  checkPresences(view, presences, step);
  const roster = step.model.roster(view.user);
  const fetched = view.fetch();
  if (step.isNew) view.roster = fetched;
  expect(fetched, `the roster that ${view.contact.jid} gets`).toEqual(roster);
  expect(view.roster, `the roster that ${view.contact.jid} knows from pushes`).toEqual(roster);
}

function checkSubscriptionStanzas(view: ClientView, presences: Element[], step: Step): void {
  const { user, contact } = view;
  const waiting: Delivery[] = step.isNew
    ? step.model.requestsTo(user).map((from) => ({ type: 'subscribe', from, to: user }))
    : [];
  const sent = step.deliveries.filter(({ to }) => to === user);
  const told = [...sent, ...waiting].map(({ type, from, to }) => `${type} from ${from} to ${to}`);
  const got = presences
    .filter(({ attrs: { type } }) => isSubscriptionType(type))
    .map(({ attrs: { type, from, to } }) => `${type} from ${from} to ${to}`);
  expect(got.toSorted(), `the subscription stanzas that ${contact.jid} got`).toEqual(told.toSorted());
}

/** What the client was told of others it may know, and adds up to what there is. */
function checkPresences(view: ClientView, presences: Element[], { model, sawBefore }: Step): void {
  const { user, contact } = view;
  for (const stanza of presences) {
    const { type, from } = stanza.attrs;
    const [sender] = from.split('/');
    // Nobody is told of the own unavailability (recording "client presence life").
    expect(type === 'unavailable' && from === contact.jid, `${contact.jid} got ${stanza}`).toBe(false);
    if (isSubscriptionType(type) || sender === user) continue;
    // Whoever loses a subscription is told that the other is gone.
    const mayKnow = model.sees(user, sender) || (type === 'unavailable' && sawBefore.includes(sender));
    expect(mayKnow, `${contact.jid} may not get ${stanza}`).toBe(true);
  }
  for (const other of model.users) {
    const isSeen = other === user || model.sees(user, other);
    const [known, there] = [view.presencesOf(other), model.presencesOf(other)];
    for (const map of [known, there]) map.delete(contact.jid);
    if (isSeen) expect(known, `what ${contact.jid} knows of ${other}`).toEqual(there);
    else {
      // With the subscription Tigase withdraws clients alone (recording "subscription while external is set").
      const clients = [...known.keys()].filter((jid) => model.sessions.get(jid)?.kind !== 'external');
      expect(clients, `what ${contact.jid} still knows of ${other}`).toEqual([]);
      view.forget(other);
    }
  }
}

function isSubscriptionType(type: string | undefined): type is SubscriptionType {
  return subscriptionTypes.some((known) => known === type);
}
