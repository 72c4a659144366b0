import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { releaseNames } from '../../emulator/release.js';
import { actionsOf } from '../../emulator/scenario/actions.js';
import { clientVerbs } from '../../emulator/scenario/format/client-verbs.js';
import { emulatorVerbs, play, requestVerbs } from '../../emulator/scenario/format/request-verbs.js';
import { scenarioJsonSchema, scenarioShape } from '../../emulator/scenario/format/scenario-schema.js';
import type { Condition } from '../../emulator/scenario/match/matcher.js';
import { EmbeddedTarget } from '../../emulator/scenario/play/embedded-target.js';
import { loadPlays, toldProblems } from '../../emulator/scenario/run/load.js';
import type { Scenario } from '../../emulator/scenario/scenario.js';
import { failuresOf, filesIn, loadStories, playAll, STORIES } from '../support/shipped-stories.js';

const stories = await loadStories();
const files = await filesIn(STORIES);

/** The documents of a file as an editor reads them, which knows nothing of scenarios. */
function documentsOf(text: string): unknown[] {
  return parseAllDocuments(text).map((document) => document.toJS());
}

const documents = files.flatMap(({ file, text }) => documentsOf(text).map((value) => ({ file, value })));
const folders = readdirSync(STORIES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the stories that ship with the emulator', () => {
  describe.each(releaseNames)('as %s', (release) => {
    it('all pass, but for those about other releases', { timeout: 30_000 }, async () => {
      const target = new EmbeddedTarget({ release });
      const isAbout = ({ release: own = release, releases = releaseNames }: Scenario) =>
        releases.includes(own);
      const results = await playAll(stories, target);
      expect(failuresOf(results)).toEqual([]);
      expect(results.map(({ outcome }) => outcome)).toEqual(
        stories.map((story) => (isAbout(story) ? 'passed' : 'skipped')),
      );
    });
  });

  it('tell what holds for some releases only, of each release', () => {
    const about = new Set(stories.flatMap(({ release, releases }) => release ?? releases ?? []));
    expect([...about].sort()).toEqual([...releaseNames].sort());
  });

  it.each(folders)('%s: its files check without mistakes', async (folder) => {
    const { problems } = loadPlays(await filesIn(join(STORIES, folder)), undefined);
    expect(problems, toldProblems(problems)).toEqual([]);
  });

  it('are at least twenty, each with a name of its own', () => {
    expect(new Set(stories.map(({ source }) => source.values)).size).toBeGreaterThanOrEqual(20);
    const names = stories.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('have tags, all of them', () => {
    expect(stories.filter(({ tags }) => tags.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it.each(files)('$file tells editors where its schema is', ({ file, text }) => {
    const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
    expect(join(file, '..', schema)).toBe(join(STORIES, 'scenario.schema.json'));
  });
});

describe('scenarios/scenario.schema.json', () => {
  const schema: object = JSON.parse(readFileSync(join(STORIES, 'scenario.schema.json'), 'utf8'));

  it('is what `schema scenario` prints', () => {
    expect(schema).toEqual(scenarioJsonSchema());
  });

  const validate = independentValidator(schema);

  it.skipIf(validate === undefined).each(documents)('accepts $file', ({ value }) => {
    expect(validate?.(value), JSON.stringify(validate?.errors)).toBe(true);
  });

  it.skipIf(validate === undefined)('refuses a step that there is none of', () => {
    expect(validate?.({ name: 'x', steps: [{ alice: { receives: 'presence' } }] })).toBe(true);
    expect(validate?.({ name: 'x', steps: [{ alice: { recieves: 'presence' } }] })).toBe(false);
  });
});

type Validate = ((value: unknown) => boolean) & { readonly errors?: unknown };

/** A validator that shares no code with what made the schema; `undefined` where it is not installed. */
function independentValidator(schema: object): Validate | undefined {
  try {
    const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as {
      readonly Ajv2020: new (options: object) => { compile(schema: object): Validate };
    };
    return new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw failure;
  }
}

describe('everything that a scenario can say is said in some story', () => {
  const steps = documents.flatMap(({ value }) => {
    const { steps: some = [], finally: last = [] } = value as { steps?: object[]; finally?: object[] };
    return [...some, ...last];
  });
  const actions = steps.flatMap((step): unknown[] => Object.values(step));
  const spoken = actions.map((action) => (typeof action === 'string' ? { [action]: null } : Object(action)));

  /** The keys that stand in steps of a verb. */
  const keysWith = (verb: string) =>
    new Set(spoken.filter((action) => verb in action).flatMap((action) => Object.keys(action)));

  it.each([
    ...Object.keys(clientVerbs),
    ...Object.keys(requestVerbs),
    ...Object.keys(emulatorVerbs),
    'behaves',
  ])('the verb %s', (verb) => {
    expect([...keysWith(verb)]).toContain(verb);
  });

  it('every key of every verb', () => {
    const verbs = { ...clientVerbs, ...requestVerbs, ...emulatorVerbs };
    const said = new Set(spoken.flatMap((action) => Object.keys(action)));
    const known = Object.values(verbs).flatMap(({ shape }) => Object.keys(shape));
    expect(known.filter((key) => !said.has(key))).toEqual([]);
  });

  it('every key of an answer that is expected', () => {
    const answers = ['status', 'reason', 'headers', 'json', 'xml', 'text', 'bytes'];
    const said = new Set(spoken.flatMap(({ expect: answer }) => Object.keys(Object(answer))));
    expect(answers.filter((key) => !said.has(key))).toEqual([]);
    expect(spoken.map(({ expect: answer }) => answer)).toEqual(
      expect.arrayContaining(['no answer', 'success', 403]),
    );
  });

  it('every kind of stanza, and none of it', () => {
    const kinds = clientVerbs.receives.shape.receives.options;
    const said = new Set(spoken.map(({ receives }) => receives));
    expect(kinds.filter((kind) => !said.has(kind))).toEqual([]);
  });

  it('every key of a scenario, of what is given, and of a part that is played', () => {
    const keysOf = (values: readonly unknown[]) =>
      new Set(values.flatMap((value) => Object.keys(Object(value))));
    const top = keysOf(documents.map(({ value }) => value));
    const given = keysOf(documents.map(({ value }) => (value as { given?: object }).given));
    const played = keysOf(steps.filter((step) => 'play' in step));
    const { $schema, ...shape } = scenarioShape.shape; // for JSON files; in YAML a comment says it
    expect(Object.keys(shape).filter((key) => !top.has(key))).toEqual([]);
    expect(
      ['accounts', 'contacts', 'applications', 'emulator', 'variables'].filter((key) => !given.has(key)),
    ).toEqual([]);
    expect(Object.keys(play.shape).filter((key) => !played.has(key))).toEqual([]);
  });

  it('every matcher', () => {
    const kinds: { readonly [kind in Condition['kind']]: true } = {
      any: true,
      absent: true,
      literal: true,
      matches: true,
      'one of': true,
      within: true,
      object: true,
      list: true,
    };
    const said = new Set<string>();
    note(stories.flatMap(({ steps: some, finally: last }) => actionsOf([...some, ...last])));
    expect(Object.keys(kinds).filter((kind) => !said.has(kind))).toEqual([]);
    expect([...said]).toEqual(expect.arrayContaining(['exactly', 'literally', 'captured as']));

    function note(value: unknown): void {
      if (typeof value !== 'object' || value === null) return;
      const { kind, exact, asIs, capture } = value as { [key: string]: unknown };
      if (typeof kind === 'string') said.add(kind);
      if (exact === true) said.add('exactly');
      if (asIs === true) said.add('literally');
      if (capture !== undefined) said.add('captured as');
      for (const inner of Object.values(value)) note(inner);
    }
  });

  it('a body and an expected body from a file', () => {
    const fromFile = (value: unknown) => 'from file' in Object(value);
    expect(spoken.some(({ json, xml, body }) => [json, xml, body].some(fromFile))).toBe(true);
    expect(spoken.some(({ expect: answer }) => Object.values(Object(answer)).some(fromFile))).toBe(true);
  });
});
