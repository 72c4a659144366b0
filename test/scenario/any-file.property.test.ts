import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadScenarios } from '../../emulator/scenario/format/load-scenario.js';
import { holds } from '../support/property.js';
import { mutated } from '../support/random-bytes.js';
import { filesIn, STORIES } from '../support/shipped-stories.js';

/** What YAML and the format of scenarios stumble over. */
const nasty = [
  ...[
    '\n',
    '\n  ',
    '\n- ',
    ': ',
    '- ',
    '# ',
    '{',
    '}',
    '[',
    ']',
    '{{',
    '}}',
    '|',
    '>',
    '"',
    "'",
    '&a ',
    '*a',
    '!!',
    '? ',
    '<<: *a',
  ],
  ...[
    '\t',
    '\r',
    '\0',
    '\u0085',
    '\u2028',
    '\ufeff',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    'null',
    '~',
    '.inf',
    '1e999',
    '0x10',
  ],
  ...[
    '{any}',
    '{absent}',
    '{ matches: ( }',
    '{ one of: [] }',
    '{test}',
    '{ captured as: x }',
    '{__proto__}',
    'constructor: x',
  ],
  ...[
    'matrix:\n  x: [1, 2]\n',
    'plays: parts/none.yaml',
    'from file: ../../x',
    'within: 9e9s',
    'expect: 3',
    'finally:\n',
    'steps: []\n',
  ],
];

let stories: Buffer[];
beforeAll(async () => {
  const files = await filesIn(STORIES);
  stories = files.map(({ file }) => readFileSync(file)).filter((text) => !text.includes('\nparameters:'));
});

test('whatever a scenario file holds, it can be played or its mistakes are told, each where it is', async () => {
  const text = fc
    .nat()
    .chain((which) => mutated(fc.constant(stories[which % stories.length] as Buffer), nasty))
    .map(String);
  await holds(
    fc.property(text, (held) => {
      const { scenarios, problems } = loadScenarios('any.yaml', held);
      expect(scenarios.length + problems.length, held).toBeGreaterThan(0);
      const lines = held.split(/\r\n|\r|\n/).length;
      for (const { message, place } of problems) {
        expect(message, held).toMatch(/\S/);
        expect(message, held).not.toMatch(/undefined|\[object|TypeError|Cannot read/);
        if (place.file !== 'any.yaml') continue; // a part that it plays
        expect(place.line, held).toBeGreaterThanOrEqual(1);
        expect(place.line, held).toBeLessThanOrEqual(lines);
      }
    }),
    { numRuns: 300 },
  );
});
