import { setTimeout as pause } from 'node:timers/promises';
import { INTERRUPTED } from './interruption.js';
import type { StepFailure } from './step-failure.js';

/** How long to wait before looking again, in milliseconds: at first hardly, then longer and longer. */
const LEAST_PAUSE = 10;
const MOST_PAUSE = 500;

/** It is not so yet; how to tell that it never was. */
export interface Missed {
  readonly failure: (text: string) => StepFailure;
}

export interface Polling {
  /** How long it may take, in milliseconds. */
  readonly ms: number;
  /** Whether there is no use in looking again. */
  readonly isOver: () => boolean;
  /** Looks once, within the time that is left; gives nothing where it is done. */
  readonly attempt: (ms: number) => Promise<Missed | undefined>;
}

/** Looks again and again until it is done, or the time is up. */
export async function polled({ ms, isOver, attempt }: Polling): Promise<void> {
  const deadline = performance.now() + ms;
  for (let wait = LEAST_PAUSE; ; wait = Math.min(wait * 2, MOST_PAUSE)) {
    const result = await attempt(Math.max(1, deadline - performance.now()));
    if (result === undefined) return;
    if (isOver()) throw result.failure(INTERRUPTED);
    const left = deadline - performance.now();
    if (left <= LEAST_PAUSE) throw result.failure(`it was never so within ${ms} ms`);
    await pause(Math.min(wait, left / 2)); // more and more often towards the end, with time left to look
  }
}
