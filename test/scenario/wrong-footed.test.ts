import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../emulator/library/emulator.js';
import { startEmulator } from '../../emulator/library/start-emulator.js';
import type { ReleaseName } from '../../emulator/release.js';
import { actionsOf } from '../../emulator/scenario/actions.js';
import type { BodyMatcher, Matcher, XmlMatcher } from '../../emulator/scenario/match/matcher.js';
import { EmbeddedTarget } from '../../emulator/scenario/play/embedded-target.js';
import { RemoteTarget } from '../../emulator/scenario/play/remote-target.js';
import type { Stage, Target } from '../../emulator/scenario/play/stage.js';
import type {
  Action,
  AnswerMatcher,
  FaultValue,
  RequestAction,
  Scenario,
  Step,
} from '../../emulator/scenario/scenario.js';
import {
  changed,
  failedOf,
  failuresOf,
  loadStories,
  playAll,
  titleOf,
  withLimits,
} from '../support/shipped-stories.js';

/**
 * Stories that pass prove something only if they fail where the server does otherwise. So they are played against
 * servers that do: which of them must fail is worked out from what they expect.
 */
const stories = await loadStories();

function actionsIn({ steps, finally: last }: Scenario): readonly Action[] {
  return actionsOf([...steps, ...last]);
}

function requestsIn(story: Scenario): readonly RequestAction[] {
  return actionsIn(story).filter((action) => action.verb === 'requests');
}

/** Whether an answer with `success: false` can't be what is expected. */
function demandsSuccess(expected: AnswerMatcher): boolean {
  return expected.kind === 'answer' && (expected.success || expected.body.some(saysSuccess));
}

function saysSuccess(body: BodyMatcher): boolean {
  switch (body.kind) {
    case 'json':
      return saysSuccessInJson(body.matcher);
    case 'xml':
      return saysSuccessInXml(body.matcher);
    case 'bytes':
      return /"success": true|<success>true/.test(body.text);
    case 'text':
      return false;
  }
}

function saysSuccessInJson(matcher: Matcher): boolean {
  if (matcher.kind !== 'object') return false;
  return matcher.members.some(
    ({ name, matcher: member }) =>
      (name === 'success' && member.kind === 'literal' && member.value === true) || saysSuccessInJson(member),
  );
}

function saysSuccessInXml({ name, text, children }: XmlMatcher): boolean {
  if (name === 'success') return text.kind === 'literal' && text.value === 'true';
  return children.some(saysSuccessInXml);
}

function needsSuccess(story: Scenario): boolean {
  return requestsIn(story).some(({ expect: expected }) => demandsSuccess(expected));
}

/** Whether the story expects an answer to a status change of one of its own accounts that its key opens. */
function needsAnswer(story: Scenario): boolean {
  const isOwn = (path: string) =>
    story.given.accounts.some((name) => path.startsWith(`/rest/user/{${name}}/status`));
  return requestsIn(story).some(
    ({ method, path, expect: expected }) =>
      method === 'POST' && isOwn(path) && expected.kind === 'answer' && !isRefusal(expected.status),
  );
}

/** An answer that is given before the endpoint is reached. */
function isRefusal(status: Matcher): boolean {
  return status.kind === 'literal' && [401, 403, 404].includes(Number(status.value));
}

const titlesOf = (some: readonly Scenario[]) => some.map(titleOf);

/** The same target, but every status change of a story's accounts meets this fault. */
function faulty(target: Target, fault: FaultValue['fault']): Target {
  return {
    kind: target.kind,
    url: target.url,
    release: target.release,
    limits: target.limits,
    refusal: (scenario) => target.refusal(scenario),
    open: async (scenario) => {
      const stage: Stage = await target.open(scenario);
      for (const name of scenario.given.accounts) await stage.emulator?.addFault(name, { match: {}, fault });
      return stage;
    },
    close: () => target.close(),
  };
}

/** Those that the documented release is played. */
const documented = stories.filter((story) => new EmbeddedTarget({}).refusal(story) === undefined);

/** Answers may take their time where they must come, also on a machine that is busy; stanzas that never come, less. */
const impatient = (story: Scenario) => withLimits(story, { answer: 5000, receive: 1000 });

/** Most of the time is spent waiting. */
const JOBS = 48;

describe('played against an emulator that is wrong on purpose', () => {
  it('all but those that ask for no success fail where nobody is trusted', { timeout: 20_000 }, async () => {
    const results = await playAll(documented.map(impatient), new EmbeddedTarget({ trusted: [] }), JOBS);
    const failing = documented.filter(
      (story) => needsSuccess(story) && story.given.emulator.trusted === undefined,
    );
    expect(failing.length).toBeGreaterThan(documented.length / 2);
    expect(failedOf(results)).toEqual(titlesOf(failing));
  });

  it('all but those that ask for no success fail where each change is answered with success: false', {
    timeout: 20_000,
  }, async () => {
    const results = await playAll(
      documented.map(impatient),
      faulty(new EmbeddedTarget({}), { success: false }),
    );
    const ownsAccounts = ({ given }: Scenario) => given.accounts.length > 0;
    expect(failedOf(results)).toEqual(
      titlesOf(documented.filter((story) => needsSuccess(story) && ownsAccounts(story))),
    );
  });

  it('all but those that ask for no answer fail where answers come too late', {
    timeout: 20_000,
  }, async () => {
    const target = faulty(new EmbeddedTarget({}), { delayMs: 60_000 });
    const started = performance.now();
    const hasty = documented.map((story) =>
      needsAnswer(story) ? withLimits(story, { answer: 300, receive: 1000 }) : impatient(story),
    );
    const results = await playAll(hasty, target, JOBS);
    expect(failedOf(results)).toEqual(titlesOf(documented.filter(needsAnswer)));
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('each fails whose stanzas come from somebody else than it says', { timeout: 20_000 }, async () => {
    const wrong = documented.filter((story) => actionsIn(story).some(({ verb }) => verb === 'receives'));
    const results = await playAll(wrong.map(fromSomebodyElse).map(impatient), new EmbeddedTarget({}), JOBS);
    expect(wrong.length).toBeGreaterThan(20);
    expect(failedOf(results)).toEqual(titlesOf(wrong));
  });

  it('each fails that has two stanzas of one sender in the wrong order', { timeout: 20_000 }, async () => {
    const wrong = documented.flatMap((story) => outOfOrder(story) ?? []);
    const results = await playAll(wrong.map(impatient), new EmbeddedTarget({}), JOBS);
    expect(wrong.length).toBeGreaterThanOrEqual(4);
    expect(failedOf(results)).toEqual(titlesOf(wrong));
  });

  it('what is to be done finally is done, whatever fails before', { timeout: 20_000 }, async () => {
    const wrong = documented.filter((story) => story.finally.length > 0);
    const results = await playAll(wrong.map(failingAtFirst), new EmbeddedTarget({}), JOBS);
    expect(wrong.length).toBeGreaterThan(0);
    expect(failedOf(results)).toEqual(titlesOf(wrong));
    const ends = results.map(({ steps }) => steps.filter(({ section }) => section === 'finally'));
    expect(ends.map((steps) => steps.map(({ outcome }) => outcome))).toEqual(
      wrong.map((story) => story.finally.map(() => 'passed')),
    );
  });

  it('each fails whose requests are sent with another key than it says', { timeout: 20_000 }, async () => {
    const wrong = documented.filter(
      (story) => needsSuccess(story) && story.given.emulator.openAccess !== true,
    );
    const results = await playAll(wrong.map(withAnotherKey).map(impatient), new EmbeddedTarget({}), JOBS);
    expect(failedOf(results)).toEqual(titlesOf(wrong));
  });

  it('each fails that is told to receive nothing where it receives something', {
    timeout: 20_000,
  }, async () => {
    const wrong = documented.filter((story) => actionsIn(story).some(({ verb }) => verb === 'receives'));
    const results = await playAll(wrong.map(receivingNothing).map(impatient), new EmbeddedTarget({}), JOBS);
    expect(failedOf(results)).toEqual(titlesOf(wrong));
  });
});

/** Its first step is one that can't pass. */
function failingAtFirst(story: Scenario): Scenario {
  const [first] = story.steps;
  if (first === undefined) return story;
  const action = {
    verb: 'receives nothing',
    client: { actor: 'nobody', account: 'nobody', resource: undefined },
    expected: { path: [], kind: undefined, fields: [], xml: undefined },
  } as const;
  return { ...story, steps: [{ ...first, action }, ...story.steps] };
}

function fromSomebodyElse(story: Scenario): Scenario {
  return changed(story, (action) => {
    if (action.verb !== 'receives') return action;
    const from = (path: readonly PropertyKey[]) =>
      ({ field: 'from', matcher: { path, kind: 'literal', value: 'somebody@else.example' } }) as const;
    const expected = action.expected.map((one) => ({ ...one, fields: [...one.fields, from(one.path)] }));
    return { ...action, expected };
  });
}

function withAnotherKey(story: Scenario): Scenario {
  return changed(story, (action) => (action.verb === 'requests' ? { ...action, apiKey: 'another' } : action));
}

/** Each stanza that a story waits for is one that it must not get; waiting for it made sure that it had come. */
function receivingNothing(story: Scenario): Scenario {
  return changed(story, (action) => {
    const [expected] = action.verb === 'receives' ? action.expected : [];
    return action.verb === 'receives' && expected !== undefined
      ? { verb: 'receives nothing', client: action.client, expected }
      : action;
  });
}

/** Two steps one after the other in which a client receives stanzas of one kind from one sender. */
function isSeries(one: Step | undefined, other: Step | undefined): boolean {
  const [first, second] = [one?.action, other?.action];
  if (first?.verb !== 'receives' || second?.verb !== 'receives') return false;
  const series = ({ client, expected }: typeof first) => {
    const [{ kind, fields } = { kind: undefined, fields: [] }] = expected;
    const from = fields.find(({ field }) => field === 'from')?.matcher;
    return JSON.stringify([
      client.actor,
      kind,
      expected.length,
      from === undefined ? from : { ...from, path: [] },
    ]);
  };
  return series(first) === series(second);
}

/** The story with the first such two steps the other way round; `undefined` where it has none. */
function outOfOrder(story: Scenario): Scenario | undefined {
  const at = story.steps.findIndex((step, index) => isSeries(step, story.steps[index + 1]));
  const [one, other] = story.steps.slice(at, at + 2);
  if (at < 0 || one === undefined || other === undefined) return undefined;
  return { ...story, steps: story.steps.with(at, other).with(at + 1, one) };
}

describe('played against a server in another place', () => {
  const emulators = new Map<ReleaseName, Emulator>();
  const releases = ['documented', '8.3', '8.4'] as const;

  beforeAll(async () => {
    for (const release of releases)
      emulators.set(release, await startEmulator({ release, port: 0, websocketPort: 0, xmppPort: 'off' }));
  });

  afterAll(async () => {
    for (const emulator of emulators.values()) await emulator.stop();
  });

  function reach(release: ReleaseName, named: ReleaseName | undefined): Promise<RemoteTarget> {
    const { url = '', websocketPort } = emulators.get(release) ?? {};
    const websocket = `ws://127.0.0.1:${websocketPort}/`;
    return RemoteTarget.reach({ url, websocket, apiKey: 'API_KEY', auth: 'admin@domain.com:admin' }, named);
  }

  /** Why a story is not played there. */
  function refusalOf({ given, releases: about, release }: Scenario, there: ReleaseName): string | undefined {
    if (Object.keys(given.emulator).length > 0)
      return 'it needs an emulator configured for it, as only the embedded one is';
    const wanted = release === undefined ? about : [release];
    if (wanted === undefined || wanted.includes(there)) return undefined;
    return `it is about ${wanted.join(', ')}, and the target's release is ${there}`;
  }

  it.each(['documented', '8.4'] as const)(
    'every story ends as on the embedded emulator (%s)',
    { timeout: 180_000 },
    async (release) => {
      const embedded = await playAll(stories, new EmbeddedTarget({ release }));
      const results = await playAll(stories, await reach(release, undefined));
      expect(failuresOf(results)).toEqual([]);
      const ends = (some: typeof results) => some.map(({ name, outcome, reason }) => [name, outcome, reason]);
      const expected = stories.map((story, index) => {
        const refusal = refusalOf(story, release);
        const { outcome } = embedded[index] ?? {};
        return refusal === undefined ? [story.name, outcome, undefined] : [story.name, 'skipped', refusal];
      });
      expect(ends(results)).toEqual(expected);
      expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(
        stories.length / 2,
      );
      const left = emulators.get(release)?.state();
      expect(left?.sessions).toEqual([]);
      expect(left?.accounts.map(({ jid }) => jid).sort()).toEqual(
        ['admin', 'alice', 'bob', 'test'].map((name) => `${name}@domain.com`),
      );
    },
  );

  /** Rows of a matrix that differ in nothing but the release can't tell one from the other. */
  function isAlikeOn(story: Scenario, there: ReleaseName): boolean {
    if (story.release === undefined) return (story.releases ?? []).includes(there);
    const sibling = stories.find(
      ({ source, release }) => source.values === story.source.values && release === there,
    );
    return JSON.stringify(sibling && actionsIn(sibling)) === JSON.stringify(actionsIn(story));
  }

  const pairs = releases.flatMap((told) => releases.filter((is) => is !== told).map((is) => ({ told, is })));

  it.each(pairs)(
    'the stories about $told that hold for it alone fail against $is',
    { timeout: 60_000 },
    async ({ told, is }) => {
      const about = stories.filter(
        (story) => (story.releases ?? story.release) !== undefined && refusalOf(story, told) === undefined,
      );
      const results = await playAll(
        about.map((story) => withLimits(story, { answer: 5000, receive: 1000 })),
        await reach(is, told),
      );
      expect(results.filter(({ outcome }) => outcome === 'skipped')).toEqual([]);
      expect(failedOf(results)).toEqual(titlesOf(about.filter((story) => !isAlikeOn(story, is))));
    },
  );
});
