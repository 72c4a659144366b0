import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds } from '../support/property.js';
import { states, subscriptionTypes } from '../support/subscription-tables.js';
import { type ClientPlace, SubscriptionWorld, users } from '../support/subscription-world.js';

/** Something that happens, and how a counterexample tells it. */
interface Action {
  readonly play: (world: SubscriptionWorld) => void | Promise<void>;
  readonly [fc.toStringMethod]: () => string;
}

function action(text: string, play: Action['play']): Action {
  return { play, [fc.toStringMethod]: () => text };
}

const user = fc.constantFrom(...users);
const client: fc.Arbitrary<ClientPlace> = fc.record({ user, place: fc.constantFrom(0, 1) });
const clientText = ({ user: of, place }: ClientPlace) => `${of}'s client ${place + 1}`;
const show = fc.constantFrom('away', 'xa', 'dnd');

/** Servers take a subscription stanza to a resource as one to the bare JID (RFC 6121, section 3.1.2). */
const spelling = fc.constantFrom(
  (jid: string) => jid,
  (jid: string) => `${jid}/home`,
  (jid: string) => jid.toUpperCase(),
);
const subscription = fc
  .tuple(client, fc.constantFrom(...subscriptionTypes), user, spelling)
  .map(([from, type, contact, spelled]) => {
    const to = spelled(contact);
    return action(`${clientText(from)} sends ${type} to ${to}`, (world) =>
      world.sendSubscription(from, type, contact, to),
    );
  });

/** Random stanzas alone seldom lead to a subscription. */
const agreement = fc.tuple(client, client).map(([one, other]) =>
  action(`${clientText(one)} asks ${clientText(other)}, who agrees`, (world) => {
    world.sendSubscription(one, 'subscribe', other.user, other.user);
    world.sendSubscription(other, 'subscribed', one.user, one.user);
  }),
);

const logIn = fc
  .tuple(user, fc.constantFrom('', 'home', 'phone'))
  .map(([who, resource]) => action(`${who}/${resource} logs in`, (world) => world.logIn(who, resource)));
const logOut = client.map((who) => action(`${clientText(who)} logs out`, (world) => world.logOut(who)));
const presence = fc
  .tuple(client, fc.option(show, { nil: undefined }))
  .map(([who, said]) =>
    action(`${clientText(who)} becomes ${said ?? 'unavailable'}`, (world) => world.sendPresence(who, said)),
  );
const probe = fc
  .tuple(client, user, spelling)
  .map(([who, contact, spelled]) =>
    action(`${clientText(who)} probes ${spelled(contact)}`, (world) => world.probe(who, spelled(contact))),
  );

const resource = fc.constantFrom('tigase-external', 'home');
const setStatus = fc
  .tuple(user, resource, show, fc.constantFrom('-1', '5'))
  .map(([who, where, said, priority]) =>
    action(`the status of ${who}/${where} is set to ${said}, priority ${priority}`, (world) =>
      world.setStatus(who, where, said, priority),
    ),
  );
const removeStatus = fc
  .tuple(user, resource)
  .map(([who, where]) =>
    action(`the status of ${who}/${where} is removed`, (world) => world.removeStatus(who, where)),
  );

const actions = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: subscription },
    { weight: 3, arbitrary: agreement },
    { weight: 2, arbitrary: logIn },
    { weight: 1, arbitrary: logOut },
    { weight: 2, arbitrary: presence },
    { weight: 1, arbitrary: probe },
    { weight: 2, arbitrary: setStatus },
    { weight: 1, arbitrary: removeStatus },
  ),
  { maxLength: 40, size: 'max' },
);

test('rosters and presence follow the tables of RFC 6121, whatever users do', async () => {
  const reached = new Set<string>();
  await holds(
    fc.asyncProperty(actions, async (played) => {
      const world = await SubscriptionWorld.start();
      try {
        for (const who of users) world.logIn(who, 'home');
        for (const { play } of played) {
          await play(world);
          for (const one of users) for (const other of users) reached.add(world.model.state(one, other));
        }
      } finally {
        await world.stop();
      }
    }),
    { numRuns: 150, interruptAfterTimeLimit: 30_000 },
  );
  expect(reached).toEqual(new Set(states)); // the actions lead everywhere
}, 60_000);
