import type { ScenarioResult, StepResult } from '../result.js';
import type { Scenario } from '../scenario.js';
import { Playing, type PlayOptions } from './playing.js';
import { redacted, redaction } from './redaction.js';
import { type Stage, type Target, TargetError } from './stage.js';

/** Plays a scenario on a stage of its own. Whatever goes wrong is in the result; nothing is thrown but target errors. */
export async function playScenario(scenario: Scenario, options: PlayOptions): Promise<ScenarioResult> {
  const { target } = options;
  const startedAt = new Date().toISOString();
  const started = performance.now();
  const end = (rest: Pick<ScenarioResult, 'outcome' | 'steps' | 'reason'>): ScenarioResult => {
    const { file, line } = scenario.source.placeOf([]);
    const { name, description, tags } = scenario;
    const ms = performance.now() - started;
    return {
      file,
      name,
      ...(description === undefined ? {} : { description }),
      line,
      tags,
      startedAt,
      ms,
      ...rest,
    };
  };
  const refusal = target.refusal(scenario);
  if (refusal !== undefined) return end({ outcome: 'skipped', reason: refusal, steps: [] });
  const stage = await opened(target, scenario);
  if (!('url' in stage)) return end({ outcome: 'failed', steps: [stage] });
  const playing = new Playing(scenario, stage, options);
  const played = await playing.play();
  const redact = redaction([...stage.secrets, ...playing.secrets]);
  const steps = redacted(played, redact);
  const outcome = steps.some((step) => step.outcome === 'failed') ? 'failed' : 'passed';
  return { ...end({ outcome, steps }), name: redact(scenario.name) };
}

/** The stage, or the step that says why there is none. */
async function opened(target: Target, scenario: Scenario): Promise<Stage | StepResult> {
  const started = performance.now();
  try {
    return await target.open(scenario);
  } catch (failure) {
    if (failure instanceof TargetError) throw failure;
    const place = scenario.source.placeOf(['given'], 'key');
    const message = (failure as Error).message;
    return {
      section: 'given',
      text: 'accounts and contacts are made',
      place,
      depth: 0,
      outcome: 'failed',
      ms: performance.now() - started,
      happenings: [],
      failure: { message, place, differences: [] },
    };
  }
}
