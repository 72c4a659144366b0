/** The least pause between two runs, in milliseconds. */
const LEAST = 100;

/** How much longer than a run the pause after it is: what takes long (100,000 sessions) is done seldom. */
const FACTOR = 5;

/**
 * A task that can be asked for as often as one likes. It runs at once, or, where it ran just now, after a pause; and
 * once for all that asked meanwhile. Failures are none of its business: the connection's state tells of them.
 */
export function throttled(task: () => Promise<void>): () => void {
  let isWanted = false;
  let isBusy = false;
  const run = async () => {
    isBusy = true;
    while (isWanted) {
      isWanted = false;
      const begun = performance.now();
      await task().catch(() => undefined);
      const took = performance.now() - begun;
      await new Promise((resolve) => setTimeout(resolve, Math.max(LEAST, took * FACTOR)));
    }
    isBusy = false;
  };
  return () => {
    isWanted = true;
    if (!isBusy) void run();
  };
}
