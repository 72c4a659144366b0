import type { Matcher } from '../match/matcher.js';
import type { StanzaMatcher } from '../match/stanza-matcher.js';
import type { Stage } from './stage.js';
import { StoryClient } from './story-client.js';

/** How long each step of the handshake may take, in milliseconds. */
const STEP = 10_000;

/** Subscribes accounts to each other, as their clients would (RFC 6121, section 3.1), and leaves again. */
export async function makeContacts(
  pairs: readonly (readonly [string, string])[],
  stage: Stage,
): Promise<void> {
  for (const [one, other] of pairs) {
    const clients = await Promise.all([one, other].map((account) => connected(account, stage)));
    const [first, second] = clients;
    if (first === undefined || second === undefined) return;
    try {
      await subscribe(first, second);
      await subscribe(second, first);
    } finally {
      await Promise.all(clients.map((client) => client.leave()));
    }
  }
}

async function connected(account: string, stage: Stage): Promise<StoryClient> {
  const client = new StoryClient(account, () => {});
  await client.connect(stage, account, 'handshake');
  await client.announce('<presence/>', STEP);
  return client;
}

async function subscribe(subscriber: StoryClient, publisher: StoryClient): Promise<void> {
  await subscriber.send(`<presence type="subscribe" to="${bare(publisher)}"/>`);
  await received(publisher, 'subscribe', subscriber);
  await publisher.send(`<presence type="subscribed" to="${bare(subscriber)}"/>`);
  await received(subscriber, 'subscribed', publisher);
  await Promise.all([subscriber, publisher].map((client) => client.ping(STEP)));
}

function bare({ jid }: StoryClient): string {
  return jid.replace(/\/.*$/s, '');
}

async function received(client: StoryClient, type: string, from: StoryClient): Promise<void> {
  const literal = (value: string): Matcher => ({ path: [], kind: 'literal', value, asIs: true });
  const expected: StanzaMatcher = {
    path: [],
    kind: 'presence',
    fields: [
      { field: 'type', matcher: literal(type) },
      { field: 'from', matcher: literal(bare(from)) },
    ],
    xml: undefined,
  };
  const [taking] = await client.inbox.takeAll([expected], {}, STEP);
  if (taking === undefined || 'nearest' in taking)
    throw new Error(`${client.jid} did not receive "${type}" from ${bare(from)} within ${STEP} ms`);
}
