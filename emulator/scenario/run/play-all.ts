import packageJson from '../../../package.json' with { type: 'json' };
import { startEmulator } from '../../library/start-emulator.js';
import { HttpClient } from '../play/http-exchange.js';
import { INTERRUPTED, Interruption } from '../play/interruption.js';
import { playScenario } from '../play/play-scenario.js';
import type { Target } from '../play/stage.js';
import { playRecordingJob } from '../recordings/play-recordings.js';
import { recordingTarget } from '../recordings/raw-exchange.js';
import type { Reporter } from '../report/reporter.js';
import type { RunResult, ScenarioResult } from '../result.js';
import { inOrder } from './in-order.js';
import { fileOf, type Play, scenarioCount } from './load.js';
import type { RunSettings } from './run-settings.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Plays all, several at a time, and tells the reporter. At SIGINT or SIGTERM what has begun waits for nothing any
 * more, and puts away what it made.
 */
export async function playAll(
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
  const interruption = new Interruption();
  const interrupt = () => {
    process.stderr.write('\nstopping: what was made is being removed; Ctrl-C again leaves it there\n');
    interruption.come();
  };
  for (const signal of SIGNALS) process.once(signal, interrupt);
  const stopped = (): string | undefined => {
    if (interruption.isThere) return INTERRUPTED;
    return settings.bail && hasFailed ? 'another one failed before, and --bail stops there' : undefined;
  };
  const results = (play: Play): AsyncIterable<ScenarioResult> => {
    const reason = stopped();
    if (reason !== undefined) return notPlayed(play, reason);
    if (play.kind === 'scenario') {
      reporter.scenarioStarted?.({ file: fileOf(play), name: play.scenario.name });
      return one(playScenario(play.scenario, { target, http, interruption, strict: settings.strict }));
    }
    const { release } = play.job.options;
    if (settings.target !== undefined && target.release !== undefined && target.release !== release)
      return notPlayed(play, `it was recorded on ${release}, and the target is ${target.release}`);
    return playRecordingJob(play.job, recordingServer(settings));
  };
  reporter.started?.(scenarioCount(plays));
  try {
    const tasks = plays.map((play) => async (tell: (result: ScenarioResult) => void) => {
      let told = 0;
      for await (const result of results(play)) {
        hasFailed ||= result.outcome === 'failed';
        tell(result);
        told += 1;
        if (stopped() !== undefined) break;
      }
      const reason = stopped();
      if (reason !== undefined) for await (const rest of notPlayed(play, reason, told)) tell(rest);
    });
    await inOrder(tasks, settings.jobs, (result) => {
      scenarios.push(result);
      reporter.scenarioEnded?.(result);
    });
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, interrupt);
    http.close();
    await target.close();
  }
  const { kind, url, release } = target;
  const ms = performance.now() - started;
  return { version: packageJson.version, target: { kind, url, release }, startedAt, ms, scenarios };
}

function recordingServer({ target }: RunSettings): Parameters<typeof playRecordingJob>[1] {
  if (target === undefined) return { startEmulator };
  const { url, auth } = target;
  return { target: { ...recordingTarget(url), ...(auth === undefined ? {} : { credentials: auth }) } };
}

async function* one(result: Promise<ScenarioResult>): AsyncGenerator<ScenarioResult> {
  yield await result;
}

/** What of a play was not played, but for so many results that it gave before. */
async function* notPlayed(play: Play, reason: string, told = 0): AsyncGenerator<ScenarioResult> {
  const skipped = {
    outcome: 'skipped',
    reason,
    startedAt: new Date().toISOString(),
    ms: 0,
    steps: [],
  } as const;
  if (play.kind === 'scenario') {
    if (told > 0) return;
    const { file, line } = play.scenario.source.placeOf([]);
    const { name, tags } = play.scenario;
    yield { ...skipped, file, name, line, tags };
    return;
  }
  const { file, name: server, sequences } = play.job;
  for (const { name, line } of sequences.slice(told))
    yield { ...skipped, file, name: `${name} (${server})`, line, tags: [] };
}
