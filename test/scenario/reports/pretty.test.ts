import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coloured, paintFor, plain } from '../../../emulator/scenario/report/paint.js';
import { prettyReporter } from '../../../emulator/scenario/report/pretty.js';
import { rendered } from './rendered.js';
import { everything, failing, passing, run, skipped } from './samples.js';

describe('the pretty report', () => {
  it('has a line a scenario, and all that explains a failed one', async () => {
    await expect(rendered(prettyReporter, everything)).toMatchFileSnapshot('snapshots/pretty.txt');
  });

  it('is calm where all is well', () => {
    const twice = run(
      [passing, { ...passing, file: 'scenarios/other.yaml', ms: 61_400 }, { ...skipped, file: 'c.yaml' }],
      {
        target: { kind: 'server', url: 'http://tigase.test:8080', release: undefined },
      },
    );
    expect(rendered(prettyReporter, twice)).toBe(
      `scenarios/status.yaml
  ✓ A contact sees the status (format json)  38 ms

scenarios/other.yaml
  ✓ A contact sees the status (format json)  1 min 1 s

c.yaml
  – Clusters agree  needs release 8.4, the target is 8.3

played against a server at http://tigase.test:8080
2 passed, 0 failed, 1 skipped (1.2 s)
`,
    );
  });

  it('does not repeat the only scenario at its end', () => {
    expect(rendered(prettyReporter, run([failing]))).not.toContain('failed:');
  });

  it('says the same in colours as without', () => {
    const text = rendered(prettyReporter, everything, coloured);
    const bare = stripVTControlCharacters(text);
    expect(text).toContain('\u001b[31m✗\u001b[39m');
    expect(bare).toBe(rendered(prettyReporter, everything));
  });

  it('never lets what was played reach the terminal as control characters', () => {
    expect(rendered(prettyReporter, everything)).not.toMatch(/(?![\n\t])[\p{Cc}\u202e]/u);
  });
});

describe('colours', () => {
  it.each([
    ['a terminal', { isTTY: true }, {}, coloured],
    ['no terminal', {}, {}, plain],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, plain],
    ['an empty NO_COLOR', { isTTY: true }, { NO_COLOR: '' }, coloured],
    ['FORCE_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, coloured],
    ['FORCE_COLOR=0', { isTTY: true }, { FORCE_COLOR: '0' }, plain],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, plain],
  ] as const)('with %s', (_, stream, environment, paint) => {
    expect(paintFor(stream, environment)).toBe(paint);
  });
});
