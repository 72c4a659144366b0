import packageJson from '../../../package.json' with { type: 'json' };
import { startEmulator } from '../../start-emulator.js';
import type { Flags } from '../../start-settings.js';
import { UsageError } from '../../usage-error.js';
import { EmbeddedTarget } from '../play/embedded-target.js';
import { HttpClient } from '../play/http-exchange.js';
import { playScenario } from '../play/play-scenario.js';
import type { Target } from '../play/stage.js';
import { playRecordingJob } from '../recordings/play-recordings.js';
import { recordingTarget } from '../recordings/raw-exchange.js';
import type { Reporter } from '../report/reporter.js';
import { createReporters } from '../report/reporters.js';
import { countsOf, type RunResult, type ScenarioResult } from '../result.js';
import { storyFiles } from './files.js';
import { inOrder } from './in-order.js';
import { loadPlays, type Play, toldProblems } from './load.js';
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

export interface RunEnd {
  /** What the command would exit with. */
  readonly status: number;
  /** For each story file, the files that it was made from. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One run: of all stories, or of those in the chosen files. */
async function runOnce(
  named: readonly string[],
  settings: RunSettings,
  createReporter: () => Promise<Reporter>,
  chosen?: (file: string) => boolean,
): Promise<RunEnd> {
  const found = await storyFiles(named);
  const { plays, problems } = loadPlays(found, settings.release);
  const files = filesOf(
    found.map(({ file }) => file),
    plays,
  );
  if (problems.length > 0) {
    process.stderr.write(toldProblems(problems));
    return { status: USAGE, files };
  }
  const selected = selectedOf(plays, settings).filter((play) => chosen?.(fileOf(play)) ?? true);
  if (selected.length === 0) throw new UsageError(nothingSelected(plays, named));
  const reporter = await createReporter();
  const target = await targetOf(settings);
  const result = await playAll(selected, target, settings, reporter);
  reporter.finished(result);
  return { status: countsOf(result.scenarios).failed > 0 ? FAILED : 0, files };
}

async function targetOf({ target, options, release }: RunSettings): Promise<Target> {
  if (target === undefined) return new EmbeddedTarget(options);
  const { RemoteTarget } = await import('../play/remote-target.js');
  return RemoteTarget.reach(target, release);
}

function fileOf(play: Play): string {
  return play.kind === 'scenario' ? play.scenario.source.file : play.job.file;
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
  return `--tags selects none of the ${plays.length} scenarios: ${there}`;
}

async function playAll(
  plays: readonly Play[],
  target: Target,
  settings: RunSettings,
  reporter: Reporter,
): Promise<RunResult> {
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const scenarios: ScenarioResult[] = [];
  const http = new HttpClient();
  let hasFailed = false;
  const results = (play: Play): AsyncIterable<ScenarioResult> => {
    if (settings.bail && hasFailed)
      return notPlayed(play, 'another one failed before, and --bail stops there');
    if (play.kind === 'scenario') {
      reporter.scenarioStarted?.({ file: fileOf(play), name: play.scenario.name });
      return one(playScenario(play.scenario, { target, http, strict: settings.strict }));
    }
    const { release } = play.job.options;
    if (settings.target !== undefined && target.release !== undefined && target.release !== release)
      return notPlayed(play, `it was recorded on ${release}, and the target is ${target.release}`);
    return playRecordingJob(play.job, recordingServer(settings));
  };
  reporter.started?.(totalOf(plays));
  try {
    const tasks = plays.map((play) => async (tell: (result: ScenarioResult) => void) => {
      for await (const result of results(play)) {
        hasFailed ||= result.outcome === 'failed';
        tell(result);
        if (settings.bail && hasFailed) break;
      }
    });
    await inOrder(tasks, settings.jobs, (result) => {
      scenarios.push(result);
      reporter.scenarioEnded?.(result);
    });
  } finally {
    http.close();
    await target.close();
  }
  const { kind, url, release } = target;
  const ms = performance.now() - started;
  return { version: packageJson.version, target: { kind, url, release }, startedAt, ms, scenarios };
}

function totalOf(plays: readonly Play[]): number {
  return plays.reduce((sum, play) => sum + (play.kind === 'scenario' ? 1 : play.job.sequences.length), 0);
}

function recordingServer({ target }: RunSettings): Parameters<typeof playRecordingJob>[1] {
  if (target === undefined) return { startEmulator };
  const { url, auth } = target;
  return { target: { ...recordingTarget(url), ...(auth === undefined ? {} : { credentials: auth }) } };
}

async function* one(result: Promise<ScenarioResult>): AsyncGenerator<ScenarioResult> {
  yield await result;
}

async function* notPlayed(play: Play, reason: string): AsyncGenerator<ScenarioResult> {
  const skipped = {
    outcome: 'skipped',
    reason,
    startedAt: new Date().toISOString(),
    ms: 0,
    steps: [],
  } as const;
  if (play.kind === 'scenario') {
    const { file, line } = play.scenario.source.placeOf([]);
    const { name, tags } = play.scenario;
    yield { ...skipped, file, name, line, tags };
    return;
  }
  const { file, name: server, sequences } = play.job;
  for (const { name, line } of sequences)
    yield { ...skipped, file, name: `${name} (${server})`, line, tags: [] };
}
