import { expect, test } from 'vitest';
import { Recurring } from '../../emulator/http-api/recurring.js';

test.each([
  [[], []],
  [
    ['a', '1', 'b', '2'],
    ['a', '1', 'b', '2'],
  ],
])('%j is kept once where %j follows', (one, other) => {
  const recurring = new Recurring();
  const kept = recurring.of(one);
  expect(kept).toEqual(one);
  expect(recurring.of(other)).toBe(kept);
});

test.each([
  [
    ['a', '1'],
    ['a', '2'],
  ],
  [
    ['a', '1'],
    ['b', '1'],
  ],
  [
    ['a', '1'],
    ['a', '1', 'b', '2'],
  ],
  [
    ['a', '1', 'b', '2'],
    ['a', '1'],
  ],
  [['a'], []],
])('%j is not given for %j', (one, other) => {
  const recurring = new Recurring();
  recurring.of(one);
  expect(recurring.of(other)).toBe(other);
  expect(recurring.of([...other])).toBe(other);
});
