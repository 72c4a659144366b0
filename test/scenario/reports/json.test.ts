import { expect, it } from 'vitest';
import { jsonReporter } from '../../../emulator/scenario/report/json.js';
import { rendered } from './rendered.js';
import { everything, passing, run } from './samples.js';

it('holds the whole run, and its counts', () => {
  const text = rendered(jsonReporter, everything);
  expect(JSON.parse(text)).toEqual({
    ...JSON.parse(JSON.stringify(everything)),
    counts: { passed: 1, failed: 3, skipped: 1 },
  });
  expect(text.endsWith('\n}\n')).toBe(true);
});

it('has its keys in one order, whoever made the values', () => {
  const { steps, name, ...others } = passing;
  const otherwise = run([{ steps, ...others, name }]);
  expect(rendered(jsonReporter, otherwise)).toBe(rendered(jsonReporter, run([passing])));
});

it('leaves out what is not known', () => {
  expect(rendered(jsonReporter, run([]))).toBe(`{
  "version": "1.2.3",
  "target": {
    "kind": "embedded emulator",
    "release": "8.3"
  },
  "startedAt": "2026-03-01T09:30:00.000Z",
  "ms": 1234.5,
  "counts": {
    "passed": 0,
    "failed": 0,
    "skipped": 0
  },
  "scenarios": []
}
`);
});
