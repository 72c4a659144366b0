import { setImmediate as nextTurn } from 'node:timers/promises';
import Koa from 'koa';
import supertest from 'supertest';
import { expect, onTestFinished, test, vi } from 'vitest';
import { answerJsonInTurns } from '../../emulator/control/json-answer.js';
import { Turns } from '../../emulator/control/turns.js';

/** Keeps the event loop busy, for some milliseconds. */
function work(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test('others have a turn between two pieces of an answer', async () => {
  let turn = 0;
  const made: number[] = [];
  function* pieces() {
    for (const piece of ['[1', ',2', ',3', ']']) {
      made.push(turn);
      yield piece;
    }
  }
  const count = () => {
    turn += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  onTestFinished(() => clearImmediate(next));
  const app = new Koa();
  app.use((ctx) => answerJsonInTurns(ctx, pieces()));
  const { body } = await supertest(app.callback()).get('/');
  expect(body).toEqual([1, 2, 3]);
  expect(new Set(made).size).toBe(made.length);
});

test('what can wait takes one part in eighty of the time, where others have much to do', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const least = 2;
  let done = 0;
  const turns = new Turns(() => {
    done += 1;
    work(least);
    return true;
  });
  onTestFinished(() => turns.stop());
  turns.schedule();
  for (let before = -1; before !== done || done === 0; await nextTurn()) {
    before = done;
    work(3 * least); // what others do
    await nextTurn();
  }
  const before = done;
  vi.advanceTimersByTime(80 * least - 1);
  await nextTurn();
  expect(done).toBe(before);
  vi.advanceTimersByTime(1e6);
  await nextTurn();
  expect(done).toBeGreaterThan(before);
});
