import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of a test's own, with these files in it; it is removed as the test ends. */
export function storyFolder(files: { readonly [name: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'stories-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface StoryText {
  readonly name: string;
  readonly tags?: string;
  /** Of the one step, besides whose status it sets. */
  readonly step?: string;
}

/** A story of one step, which passes unless the step says otherwise. */
export function story({ name, tags = '[]', step = 'show: xa' }: StoryText): string {
  return [
    `name: ${name}`,
    `tags: ${tags}`,
    'given: { accounts: [test] }',
    'steps:',
    `  - app: { sets status of: test, ${step} }`,
    '',
  ].join('\n');
}

/** What makes a story fail. */
export const FAILS = 'show: xa, expect: 500';

/** What the JSON report says of each scenario. */
export function outcomes(report: string): [name: string, outcome: string][] {
  const { scenarios } = JSON.parse(report) as { scenarios: { name: string; outcome: string }[] };
  return scenarios.map(({ name, outcome }) => [name, outcome]);
}
