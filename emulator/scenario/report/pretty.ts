import { placeName } from '../place.js';
import { type Counts, countsOf, type RunResult, type ScenarioResult } from '../result.js';
import { type Paint, plain } from './paint.js';
import type { Reporter, Write } from './reporter.js';
import { duration, seconds } from './text/duration.js';
import { failureText } from './text/failure-text.js';
import { indented } from './text/indented.js';
import { mark } from './text/steps-text.js';
import { targetText } from './text/target-text.js';
import { oneLine } from './text/visible.js';

/** For people at a terminal: a line a scenario as it ends, and below a failed one all that explains it. */
export function prettyReporter(write: Write, paint: Paint = plain): Reporter {
  let file: string | undefined;
  let explained = false;
  return {
    scenarioEnded(result) {
      if (explained || (file !== undefined && result.file !== file)) write('\n');
      if (result.file !== file) write(`${paint('bold', oneLine(result.file))}\n`);
      write(scenarioText(result, paint));
      file = result.file;
      explained = result.outcome === 'failed';
    },
    finished: (result) => write(closing(result, paint)),
  };
}

function scenarioText(result: ScenarioResult, paint: Paint): string {
  const { outcome, name, ms, reason } = result;
  const first = `  ${mark(outcome, paint)} ${oneLine(name)}`;
  if (outcome === 'skipped') return `${first}${paint('dim', `  ${oneLine(reason ?? 'skipped')}`)}\n`;
  const timed = `${first}${paint('dim', `  ${duration(ms)}`)}\n`;
  return outcome === 'failed' ? `${timed}\n${indented(failureText(result, paint), '    ')}\n` : timed;
}

function closing(result: RunResult, paint: Paint): string {
  const failed = result.scenarios.filter(({ outcome }) => outcome === 'failed');
  const reminder =
    failed.length > 0 && result.scenarios.length > 1 ? `${failedAgain(failed, paint)}\n\n` : '';
  const played = result.scenarios.length > 0 ? '\n' : '';
  return [
    `${played}${reminder}${paint('dim', `played against ${targetText(result.target)}`)}`,
    `${countsText(countsOf(result.scenarios), paint)} ${paint('dim', `(${seconds(result.ms)})`)}\n`,
  ].join('\n');
}

/** The failed ones in one place: what explains them may have gone by long ago. */
function failedAgain(failed: readonly ScenarioResult[], paint: Paint): string {
  const lines = failed.map(({ file, line, name, steps }) => {
    const place = steps.find(({ failure }) => failure !== undefined)?.failure?.place;
    return `  ${mark('failed', paint)} ${oneLine(name)}  ${paint('dim', place ? placeName(place) : `${file}:${line}`)}`;
  });
  return ['failed:', ...lines].join('\n');
}

function countsText({ passed, failed, skipped }: Counts, paint: Paint): string {
  return [
    paint(passed > 0 ? 'green' : 'dim', `${passed} passed`),
    paint(failed > 0 ? 'red' : 'dim', `${failed} failed`),
    paint(skipped > 0 ? 'yellow' : 'dim', `${skipped} skipped`),
  ].join(', ');
}
