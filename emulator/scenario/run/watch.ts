import { resolve } from 'node:path';
import { watch } from 'chokidar';
import { complain } from '../../complaint.js';
import { UsageError } from '../../usage-error.js';
import type { RunEnd } from './run.js';

/** How long after a change others are waited for, in milliseconds: editors save in several steps. */
const SETTLED = 50;

/**
 * Plays all stories, and then, as often as a file is saved, those that it belongs to, until SIGINT or SIGTERM.
 */
export async function watchStories(
  named: readonly string[],
  run: (chosen?: (file: string) => boolean) => Promise<RunEnd>,
): Promise<void> {
  const changed = new Set<string>();
  let files: RunEnd['files'] = new Map();
  let wake = () => {};
  const watcher = watch([...named], {
    ignoreInitial: true,
    awaitWriteFinish: { stabilityThreshold: SETTLED, pollInterval: 10 },
  });
  watcher.on('all', (_, path) => {
    changed.add(resolve(path));
    wake();
  });
  let isOver = false;
  const stop = () => {
    isOver = true;
    wake();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const attempt = async (chosen?: (file: string) => boolean) => {
    try {
      ({ files } = await run(chosen));
      watcher.add(Array.from(files.values()).flatMap((related) => [...related]));
    } catch (failure) {
      if (!(failure instanceof UsageError)) throw failure;
      complain(failure.message, false);
    }
    process.stderr.write('\nwaiting for a file to be saved; Ctrl-C ends it\n');
  };
  await attempt();
  while (!isOver) {
    if (changed.size === 0) await new Promise<void>((resolve) => (wake = resolve));
    if (isOver) break;
    const saved = new Set(changed);
    changed.clear();
    await attempt((file) => isAmong(saved, files.get(file) ?? new Set([file])));
  }
  await watcher.close();
}

function isAmong(saved: ReadonlySet<string>, related: ReadonlySet<string>): boolean {
  return Array.from(related).some((file) => saved.has(resolve(file)));
}
