import { complain } from '../../complaint.js';
import type { Flags } from '../../options/start-settings.js';
import { UsageError } from '../../usage-error.js';
import { EmbeddedTarget } from '../play/embedded-target.js';
import { INTERRUPTED } from '../play/interruption.js';
import type { Target } from '../play/stage.js';
import type { Reporter } from '../report/reporter.js';
import { createReporters } from '../report/reporters.js';
import { countsOf, type RunResult } from '../result.js';
import { storyFiles } from './files.js';
import { fileOf, loadPlays, type Play, tellMistakes } from './load.js';
import { playAll } from './play-all.js';
import type { RunEnd } from './run-end.js';
import { type RunSettings, runSettings } from './run-settings.js';

/** What the command exits with. */
const FAILED = 1;
const USAGE = 2;

/** Plays scenarios and recordings; the exit status is set accordingly. */
export async function run(named: readonly string[], flags: Flags): Promise<void> {
  const settings = await runSettings(flags, process.env);
  const reporter = () =>
    createReporters(settings.reporters, {
      stdout: process.stdout,
      stderr: process.stderr,
      environment: process.env,
      folder: process.cwd(),
    });
  if (settings.watch) {
    const { watchStories } = await import('./watch.js');
    return watchStories(named, (chosen) => runOnce(named, settings, reporter, chosen));
  }
  process.exitCode = (await runOnce(named, settings, reporter)).status;
}

/** One run: of all stories, or of those in the chosen files. */
async function runOnce(
  named: readonly string[],
  settings: RunSettings,
  createReporter: () => Promise<Reporter>,
  chosen?: (file: string) => boolean,
): Promise<RunEnd> {
  const { files: found, refused } = await storyFiles(named);
  const { plays, problems } = loadPlays(found, settings.release);
  const files = filesOf(
    found.map(({ file }) => file),
    plays,
  );
  if (problems.length + refused.length > 0) {
    tellMistakes(problems, refused);
    return { status: USAGE, files };
  }
  const selected = selectedOf(plays, settings).filter((play) => chosen?.(fileOf(play)) ?? true);
  if (selected.length === 0 && chosen !== undefined) return { status: 0, files };
  if (selected.length === 0) throw new UsageError(nothingSelected(plays, named));
  const reporter = await createReporter();
  const target = await targetOf(settings);
  const result = await playAll(selected, target, settings, reporter);
  reporter.finished(result);
  return { status: statusOf(result), files };
}

/** What the run ends with. Where all was skipped, nothing is known: that must not pass for a success. */
function statusOf({ scenarios }: RunResult): number {
  const { failed, passed } = countsOf(scenarios);
  if (failed > 0 || scenarios.some(({ reason }) => reason === INTERRUPTED)) return FAILED;
  if (passed > 0) return 0;
  complain('every scenario was skipped: nothing was played', false);
  return USAGE;
}

async function targetOf({ target, options, release, strict }: RunSettings): Promise<Target> {
  if (target === undefined) return new EmbeddedTarget(options);
  const { RemoteTarget } = await import('../play/remote-target.js');
  const remote = await RemoteTarget.reach(target, release);
  if (!strict || remote.kind === 'emulator') return remote;
  await remote.close();
  throw new UsageError(
    `--strict goes by the emulator's notes, and --target ${target.url} is none, or has no control interface: leave --strict out`,
  );
}

function filesOf(found: readonly string[], plays: readonly Play[]): Map<string, ReadonlySet<string>> {
  const files = new Map<string, ReadonlySet<string>>(found.map((file) => [file, new Set([file])]));
  for (const play of plays) if (play.kind === 'scenario') files.set(fileOf(play), play.files);
  return files;
}

/** Recordings have no tags. */
function selectedOf(plays: readonly Play[], { tags }: RunSettings): Play[] {
  return plays.filter(
    (play) => tags === undefined || tags(new Set(play.kind === 'scenario' ? play.scenario.tags : [])),
  );
}

function nothingSelected(plays: readonly Play[], named: readonly string[]): string {
  if (plays.length === 0)
    return `no scenario is in ${named.join(', ')}: name a file or a folder with scenarios`;
  const tags = new Set(plays.flatMap((play) => (play.kind === 'scenario' ? play.scenario.tags : [])));
  const there = tags.size === 0 ? 'none has tags' : `their tags are ${[...tags].sort().join(', ')}`;
  const count = plays.length === 1 ? 'the one scenario' : `one of the ${plays.length} scenarios`;
  return `--tags does not select ${count}: ${there}`;
}
