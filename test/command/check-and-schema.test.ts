import { expect, test } from 'vitest';
import { scenarioJsonSchema } from '../../emulator/scenario/format/scenario-schema.js';
import { runCommand } from '../support/command.js';
import { story, storyFolder } from '../support/stories.js';

test('check tells how many scenarios there are, recordings among them, and plays nothing', async () => {
  const folder = storyFolder({
    'a.yaml': story({ name: 'A', step: 'show: xa, expect: 500' }),
    'parts/part.yaml': 'name: A part\nparameters: [user]\nsteps:\n  - user: connects\n',
    'recording.json': JSON.stringify([
      { name: 'one', exchanges: [] },
      { name: 'other', exchanges: [] },
    ]),
  });
  const run = await runCommand(['check', '.'], { folder });
  expect(run).toEqual({ status: 0, stdout: '3 scenarios in 3 files: no mistake\n', stderr: '' });
});

test('check tells what is wrong, and ends with 2', async () => {
  const folder = storyFolder({ 'a.yaml': story({ name: 'A', step: 'shwo: xa' }) });
  expect(await runCommand(['check', 'a.yaml'], { folder })).toEqual({
    status: 2,
    stdout: '',
    stderr: [
      'a.yaml:5:34: unknown key shwo: did you mean show?',
      '  5 |   - app: { sets status of: test, shwo: xa }',
      '    |                                  ^',
      '',
      '1 mistake in 1 file; nothing was played',
      '',
    ].join('\n'),
  });
});

test('check needs stories', async () => {
  const { status, stderr } = await runCommand(['check'], { folder: storyFolder({}) });
  expect([status, stderr]).toEqual([2, "tigase-emulator: missing required argument 'stories'\n"]);
});

test('schema scenario prints the JSON Schema of scenario files', async () => {
  const { status, stdout, stderr } = await runCommand(['schema', 'scenario'], { folder: storyFolder({}) });
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual(scenarioJsonSchema());
  expect(JSON.parse(stdout)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Scenario of tigase-emulator',
    required: ['name', 'steps'],
    additionalProperties: false,
  });
});

test.each([
  ['nonsense', 'schema nonsense: there are config, scenario'],
  ['scenarios', 'schema scenarios: did you mean scenario?'],
])('schema %s is a 2', async (of, message) => {
  expect(await runCommand(['schema', of], { folder: storyFolder({}) })).toEqual({
    status: 2,
    stdout: '',
    stderr: `tigase-emulator: ${message}\n`,
  });
});
