import type { Outcome, StepResult } from '../../result.js';
import type { Colour, Paint } from '../paint.js';
import { clipped } from './parted.js';
import { oneLine } from './visible.js';

/** A sign that is not told by its colour alone. */
export const MARKS: { readonly [outcome in Outcome]: string } = { passed: '✓', failed: '✗', skipped: '–' };

const COLOURS: { readonly [outcome in Outcome]: Colour } = {
  passed: 'green',
  failed: 'red',
  skipped: 'yellow',
};

export function mark(outcome: Outcome, paint: Paint): string {
  return paint(COLOURS[outcome], MARKS[outcome]);
}

/** How many steps are listed before the one that failed. */
const BEFORE = 8;

/** All steps, a line each, after the section that they stand in. */
export function allStepsText(steps: readonly StepResult[], paint: Paint): string {
  return stepLines(steps, paint).join('\n');
}

/** The way to the first failure, and what else failed after it. */
export function stepsToFailure(steps: readonly StepResult[], paint: Paint): string {
  const first = steps.findIndex(({ outcome }) => outcome === 'failed');
  const way = steps.slice(0, first + 1);
  const left = way.slice(Math.max(0, way.length - 1 - BEFORE));
  const others = steps.slice(first + 1).filter(({ outcome }) => outcome === 'failed');
  const count = way.length - left.length;
  const missing = count === 0 ? [] : [paint('dim', `… ${count} earlier ${count === 1 ? 'step' : 'steps'}`)];
  return [...missing, ...stepLines([...left, ...others], paint)].join('\n');
}

function stepLines(steps: readonly StepResult[], paint: Paint): string[] {
  return steps.map(({ section, text, depth, outcome, reason }, index) => {
    const heading = steps[index - 1]?.section === section ? '' : section;
    const why = outcome === 'skipped' && reason !== undefined ? paint('dim', ` (${oneLine(reason)})`) : '';
    const step = `${mark(outcome, paint)} ${clipped(oneLine(text), 200)}${why}`;
    return `${paint('dim', heading.padEnd(9))}${'  '.repeat(depth)}${step}`;
  });
}
