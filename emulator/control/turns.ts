import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** From which share of the time on the event loop has much to do, between two turns. */
const BUSY = 0.8;

/** How long others have their turn then, as a multiple of what the last one took. */
const OTHERS_TURN = 80;

const { eventLoopUtilization } = performance;

/**
 * Work that can wait, done in turns: one after the other where there is time, and in a small part of the time where
 * others have much to do.
 */
export class Turns {
  private isWanted = false;
  private next: NodeJS.Immediate | undefined;
  private rest: NodeJS.Timeout | undefined;
  private lastEnd: EventLoopUtilization | undefined;

  /** @param work - does some of it, and returns whether there is more */
  constructor(private readonly work: () => boolean) {}

  /** There is something to do: once this turn of the event loop is over, with all that it brings. */
  schedule(): void {
    this.isWanted = true;
    if (this.rest === undefined) this.next ??= setImmediate(() => this.run());
  }

  /** What is scheduled is not done any more. */
  stop(): void {
    clearImmediate(this.next);
    clearTimeout(this.rest);
    this.next = undefined;
    this.rest = undefined;
    this.isWanted = false;
  }

  private run(): void {
    this.next = undefined;
    const others = eventLoopUtilization(this.lastEnd);
    const startedAt = performance.now();
    this.isWanted = this.work();
    const took = performance.now() - startedAt;
    this.lastEnd = eventLoopUtilization();
    if (others.active > took && others.utilization > BUSY) this.pause(took * OTHERS_TURN);
    else if (this.isWanted) this.schedule();
  }

  private pause(ms: number): void {
    this.rest = setTimeout(() => {
      this.rest = undefined;
      if (this.isWanted) this.schedule();
    }, ms).unref();
  }
}
