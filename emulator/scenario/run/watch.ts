import { once } from 'node:events';
import { basename, dirname, resolve } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { complain } from '../../complaint.js';
import { UsageError } from '../../usage-error.js';
import { TargetError } from '../play/stage.js';
import { STORY_EXTENSIONS } from './files.js';
import type { RunEnd } from './run-end.js';

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
  const watchers: FSWatcher[] = [];
  const attend = async (paths: readonly string[]) => {
    const fresh = paths.filter((path) => !watchers.some((watcher) => isWatched(watcher, path)));
    if (fresh.length === 0) return;
    const watcher = watch([...fresh], {
      ignoreInitial: true,
      awaitWriteFinish: { stabilityThreshold: SETTLED, pollInterval: 10 },
    });
    watchers.push(watcher);
    watcher.on('all', (_, path) => {
      changed.add(resolve(path));
      wake();
    });
    await once(watcher, 'ready');
  };
  await attend(named);
  let isOver = false;
  const stop = () => {
    isOver = true;
    wake();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  const attempt = async (chosen?: (file: string) => boolean) => {
    try {
      ({ files } = await run(chosen));
      await attend(Array.from(files.values()).flatMap((related) => [...related]));
    } catch (failure) {
      if (!(failure instanceof UsageError || failure instanceof TargetError)) throw failure;
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
    if (!concernsStories(saved, files)) continue;
    await attempt((file) => isAmong(saved, files.get(file) ?? new Set([file])));
  }
  await Promise.all(watchers.map((watcher) => watcher.close()));
}

function isWatched(watcher: FSWatcher, path: string): boolean {
  const whole = resolve(path);
  return watcher.getWatched()[dirname(whole)]?.includes(basename(whole)) === true;
}

/** Whether a saved file belongs to a story, or may be one that is new. */
function concernsStories(saved: ReadonlySet<string>, files: RunEnd['files']): boolean {
  return (
    Array.from(saved).some((file) => STORY_EXTENSIONS.test(file)) ||
    Array.from(files.values()).some((related) => isAmong(saved, related))
  );
}

function isAmong(saved: ReadonlySet<string>, related: ReadonlySet<string>): boolean {
  return Array.from(related).some((file) => saved.has(resolve(file)));
}
