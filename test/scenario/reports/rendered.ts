import { type Paint, plain } from '../../../emulator/scenario/report/paint.js';
import type { Reporter, Write } from '../../../emulator/scenario/report/reporter.js';
import type { RunResult } from '../../../emulator/scenario/result.js';

/** All that a reporter writes of a run. */
export function rendered(
  create: (write: Write, paint: Paint) => Reporter,
  result: RunResult,
  paint: Paint = plain,
): string {
  let text = '';
  const reporter = create((part) => {
    text += part;
  }, paint);
  reporter.started?.(result.scenarios.length);
  for (const scenario of result.scenarios) {
    reporter.scenarioStarted?.(scenario);
    reporter.scenarioEnded?.(scenario);
  }
  reporter.finished(result);
  return text;
}
