import { readdirSync, readFileSync } from 'node:fs';
import { parse as parseXml } from 'ltx';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.js';
import {
  canonical,
  type PlayedStep,
  play,
  type RestAnswer,
  type XmppScenario,
  type XmppStep,
} from '../support/xmpp-player.js';

// Nothing waits for time, but a busy machine has many clients to serve.
vi.setConfig({ testTimeout: 30_000 });

const FOLDER = new URL('../../fixtures/xmpp/', import.meta.url);
const scenarios = readdirSync(FOLDER).map(
  (file) => parse(readFileSync(new URL(file, FOLDER), 'utf8')) as XmppScenario,
);

/** An emulator, and the recorded server that it is held against. */
interface Held {
  readonly release: NonNullable<EmulatorOptions['release']>;
  readonly server: string;
  /** The number in its components' names, where it is not that server's. */
  readonly version?: string;
  /** The admin's credentials that its HTTP API asks for. */
  readonly credentials?: string;
  /** Whether its HTTP API answers in a form of its own. */
  readonly ownForm?: boolean;
}

const held: readonly Held[] = [
  { release: '8.1', server: '8.1' },
  { release: '8.2', server: '8.3', version: '8.2.0' },
  { release: '8.3', server: '8.3' },
  { release: '8.4', server: '8.4', credentials: 'admin@domain.com:admin' },
  { release: 'documented', server: '8.3', ownForm: true },
];

describe.each(held)('release $release', ({ release, server, version, credentials, ownForm }) => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ release, port: 0, websocketPort: 0, xmppPort: 'off' });
  });
  afterAll(() => emulator.stop());

  const numbered = scenarios.map((scenario, index) => ({ ...scenario, prefix: `s${index}-` }));

  test.concurrent.each(numbered)('clients see $name as recorded', async ({ prefix, ...scenario }) => {
    const steps = stepsOf(scenario, server);
    const played = await play(emulator, { ...scenario, steps }, { prefix, credentials });
    const recorded = version === undefined ? steps : steps.map((step) => withVersion(step, version));
    const form = ownForm === true ? withValues : (step: PlayedStep) => step;
    const compared = played.map((step, index) => likeRecorded(step, recorded[index]));
    expect(compared.map(form)).toEqual(recorded.map(form));
  });
});

/** The steps of a scenario as one server did them. */
function stepsOf({ steps }: XmppScenario, server: string): PlayedStep[] {
  const isServers = ({ servers }: XmppStep) => servers === undefined || servers.includes(server);
  return steps.filter(isServers).map(({ servers: _, ...step }) => step);
}

/** A step as a release that was not recorded would do it. */
function withVersion(step: PlayedStep, version: string): PlayedStep {
  const text = JSON.stringify(step).replaceAll('Tigase ver. 8.3.1', `Tigase ver. ${version}`);
  return JSON.parse(text) as PlayedStep;
}

/** A step that was played in the form in which steps are recorded. */
function likeRecorded({ do: action, answer, received }: PlayedStep, recorded?: PlayedStep): PlayedStep {
  const clients = Object.entries(received ?? {}).map(([client, list]) => {
    const patterns = recorded?.received?.[client] ?? [];
    return [client, inOrder(list).map((text, index) => likePattern(text, patterns[index] ?? ''))];
  });
  return {
    do: action,
    ...(answer === undefined ? {} : { answer: 'error' in answer ? { error: '*' } : answer }),
    ...(clients.length === 0 ? {} : { received: Object.fromEntries(clients) }),
  };
}

/** Only stanzas of one kind from one sender have an order among themselves. */
function inOrder(list: readonly string[]): string[] {
  const keyed = list.map((text) => {
    const stanza = text.startsWith('!') ? undefined : parseXml(text);
    return { text, key: stanza === undefined ? '' : `${stanza.name} ${stanza.attrs.from ?? ''}` };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ text }) => text);
}

/** What a client received, with `*` where the recording has one. */
function likePattern(text: string, pattern: string): string {
  if (text.startsWith('!')) return pattern === '!error *' ? text.replace(/^!error .*/, pattern) : text;
  const stanza = canonical(parseXml(text), pattern.startsWith('<') ? parseXml(pattern) : undefined);
  return stanza.replace(' xmlns="jabber:client"', '');
}

/** A step with the values of its answer, whatever their form. */
function withValues({ answer, ...step }: PlayedStep): object {
  return answer === undefined || 'error' in answer
    ? { ...step, answer }
    : { ...step, answer: valuesOf(answer) };
}

/** All but `activity`, which the documentation's answers do not have. */
function valuesOf({ status, body }: RestAnswer): object {
  const fields: { [name: string]: unknown } = body.startsWith('{')
    ? (JSON.parse(body) as { status: { [name: string]: unknown } }).status
    : Object.fromEntries(
        parseXml(body)
          .getChildElements()
          .map((field) => [field.name, field.text()]),
      );
  const { activity: _, ...values } = fields;
  return { status, values };
}
