import { escapeXML } from 'ltx';
import { matchValue } from '../match/match-value.js';
import type { StanzaMatcher } from '../match/stanza-matcher.js';
import type { ClientAction, ClientName, StanzaTemplate } from '../scenario.js';
import type { Variables } from '../variables.js';
import { filled } from '../variables.js';
import type { Arrived, Near, Taking } from './inbox.js';
import type { Scene, Scope } from './scene.js';
import { TargetError } from './stage.js';
import { StepFailure } from './step-failure.js';
import { StoryClient } from './story-client.js';

/** What the client of a user does. */
export async function playClient(action: ClientAction, scene: Scene, scope: Scope): Promise<void> {
  if (action.verb === 'connects') return connect(action, scene, scope);
  const client = connected(action.client, scene);
  switch (action.verb) {
    case 'disconnects':
      return client.leave();
    case 'loses connection':
      return client.cut();
    case 'sends':
      return client.send(stanzaOf(action.stanza, scope.variables)).catch(failed);
    case 'is disconnected':
      return isDisconnected(action, client, scene, scope);
    case 'receives': {
      const ms = action.within ?? scene.limits.receive;
      const takings = await client.inbox.takeAll(action.expected, scope.variables, ms);
      return taken(takings, client, action.expected, { scope, ms });
    }
    case 'receives nothing':
      return receivesNothing(action.expected, client, scene, scope);
  }
}

type Connects = ClientAction & { readonly verb: 'connects' };

async function connect({ client, presence }: Connects, scene: Scene, scope: Scope): Promise<void> {
  const { actor, account, resource } = client;
  if (scene.clients.get(actor)?.inbox.ended === undefined && scene.clients.has(actor))
    throw new StepFailure(`${actor} is connected already: a second client is ${account}/another-resource`);
  const there = new StoryClient(actor, (direction, name, xml) =>
    scene.tell({ kind: 'stanza', direction, actor: name, xml }),
  );
  try {
    await there.connect(scene.stage, account, resource);
    scene.clients.set(actor, there);
    if (resource !== undefined) scene.addresses.set(actor, there.jid);
    if (presence !== undefined)
      await there.announce(stanzaOf(presence, scope.variables), scene.limits.receive);
  } catch (failure) {
    if (failure instanceof TargetError) throw failure;
    throw new StepFailure(`${actor} can't connect: ${(failure as Error).message}`);
  }
}

function connected({ actor }: ClientName, { clients }: Scene): StoryClient {
  const client = clients.get(actor);
  if (client === undefined)
    throw new StepFailure(`${actor} has not connected: say "${actor}: connects" before`);
  return client;
}

function failed(failure: unknown): never {
  throw new StepFailure((failure as Error).message);
}

async function isDisconnected(
  { condition, within }: ClientAction & { readonly verb: 'is disconnected' },
  client: StoryClient,
  scene: Scene,
  scope: Scope,
): Promise<void> {
  const ms = within ?? scene.limits.receive;
  if (!(await client.inbox.isOver(ms)))
    throw new StepFailure(`${client.actor} is still connected after ${ms} ms`, { left: leftOf(client) });
  if (client.condition === undefined)
    throw new StepFailure(`${client.actor} was not disconnected by the server: ${client.inbox.ended}`);
  const value = client.condition === '' ? undefined : client.condition;
  if (condition.kind === 'any' && condition.capture === undefined) return;
  const { mismatches, captures } = matchValue(condition, {
    value,
    what: ['condition'],
    variables: scope.variables,
  });
  if (mismatches.length > 0)
    throw new StepFailure(`${client.actor} was disconnected otherwise`, { mismatches });
  scope.keep(captures);
}

function taken(
  takings: readonly Taking[],
  client: StoryClient,
  expected: readonly StanzaMatcher[],
  { scope, ms }: { readonly scope: Scope; readonly ms: number },
): void {
  const missing = takings.findIndex((taking) => 'nearest' in taking);
  const taking = takings[missing];
  if (taking === undefined) {
    for (const each of takings) if ('taken' in each) scope.keep(each.match.captures);
    return;
  }
  const near = 'nearest' in taking ? taking.nearest[0] : undefined;
  const what = expected[missing]?.kind ?? 'stanza';
  const { ended } = client.inbox;
  const why = ended === undefined ? ` within ${ms} ms` : `: ${ended}`;
  throw new StepFailure(`${client.actor} did not receive such a ${what}${why}${tooEarly(near)}`, {
    ...(expected[missing] === undefined ? {} : { path: expected[missing].path }),
    ...(near === undefined ? {} : { nearest: near.arrived.xml, mismatches: near.match.mismatches }),
    left: leftOf(client, near?.arrived),
  });
}

function tooEarly(near: Near | undefined): string {
  if (near?.tooEarly !== true || near.match.mismatches.length > 0) return '';
  return '. The nearest one fits, but came before another from the same sender that an earlier step took: the order is wrong';
}

async function receivesNothing(
  expected: StanzaMatcher,
  client: StoryClient,
  scene: Scene,
  scope: Scope,
): Promise<void> {
  if (client.inbox.ended === undefined) await client.ping(scene.limits.receive).catch(failed);
  const [first] = client.inbox.matching(expected, scope.variables);
  if (first === undefined) return;
  throw new StepFailure(`${client.actor} received something`, {
    path: expected.path,
    nearest: first.xml,
    left: leftOf(client, first),
  });
}

/** What is in the inbox, but for what is shown already. */
function leftOf({ inbox }: StoryClient, shown?: Arrived): string[] {
  return inbox.left.filter((arrived) => arrived !== shown).map(({ xml }) => xml);
}

/** A stanza as it is sent: its variables filled in, and what means something in XML escaped. */
function stanzaOf(stanza: StanzaTemplate | string, variables: Variables): string {
  if (typeof stanza === 'string') return filled(stanza, variables, escapeXML);
  const text = (template: string) => escapeXML(filled(template, variables));
  const attributes = stanza.attributes.map(([name, value]) => ` ${name}="${text(value)}"`).join('');
  const children = stanza.children.map(([name, value]) => `<${name}>${text(value)}</${name}>`).join('');
  return `<${stanza.kind}${attributes}>${children}</${stanza.kind}>`;
}
