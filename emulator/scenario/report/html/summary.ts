import { type Counts, countsOf, type Outcome, type RunResult, type ScenarioResult } from '../../result.js';
import { duration } from '../text/duration.js';
import { headlineOf } from '../text/failure-text.js';
import { MARKS } from '../text/steps-text.js';
import { targetText } from '../text/target-text.js';
import { html, type Markup } from './html.js';

const OUTCOMES: readonly Outcome[] = ['passed', 'failed', 'skipped'];

/** The run in one sentence, for the title and the heading. */
export function headline(scenarios: readonly ScenarioResult[]): string {
  const { failed, passed, skipped } = countsOf(scenarios);
  const total = scenarios.length;
  const of = total === 1 ? '1 scenario' : `${total} scenarios`;
  if (total === 0) return 'No scenarios were played';
  if (failed > 0) return `${failed} of ${of} failed`;
  if (passed === 0) return `${of} skipped`;
  return skipped > 0 ? `${passed} of ${of} passed, ${skipped} skipped` : `${of} passed`;
}

export function summaryMarkup(
  { scenarios, target, startedAt, ms, version }: RunResult,
  idOf: (scenario: ScenarioResult) => string,
): Markup {
  const counts = countsOf(scenarios);
  return html`<header>
<h1 class="${counts.failed > 0 ? 'failed' : counts.passed > 0 && 'passed'}">${headline(scenarios)}</h1>
<p class="facts">Played against ${targetText(target)} · <time datetime="${startedAt}">${readableTime(startedAt)}</time> · took ${duration(ms)} · tigase-emulator ${version}</p>
${bar(counts)}
${failedList(scenarios, idOf)}
</header>
`;
}

/** The shares of the outcomes, drawn with SVG's attributes: the page allows no inline styles. */
function bar(counts: Counts): Markup {
  const total = counts.passed + counts.failed + counts.skipped;
  let start = 0;
  const parts = OUTCOMES.map((outcome) => {
    const width = total === 0 ? 0 : (counts[outcome] / total) * 100;
    const part = html`<rect class="${outcome}" x="${start.toFixed(3)}" width="${width.toFixed(3)}" height="1"/>`;
    start += width;
    return part;
  });
  const label = OUTCOMES.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ');
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" role="img" aria-label="${label}">${parts}</svg>`;
}

/** How many failed scenarios are listed at the top. */
const LISTED = 20;

function failedList(
  scenarios: readonly ScenarioResult[],
  idOf: (scenario: ScenarioResult) => string,
): Markup | undefined {
  const failed = scenarios.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return undefined;
  const more = failed.length - LISTED;
  return html`<ul class="failed-list">${failed
    .slice(0, LISTED)
    .map(
      (scenario) =>
        html`<li><a href="#${idOf(scenario)}"><bdi>${scenario.name}</bdi></a><span>${headlineOf(scenario) ?? scenario.reason}</span></li>`,
    )}${more > 0 && html`<li>and ${more} more</li>`}</ul>`;
}

/** What the page is filtered with; without JavaScript it is not there. */
export function toolbarMarkup(scenarios: readonly ScenarioResult[]): Markup {
  const counts = countsOf(scenarios);
  return html`<div class="toolbar" role="search" hidden>
<div class="filters" role="group" aria-label="Outcome"><button type="button" data-show="all" aria-pressed="true">All <b>${scenarios.length}</b></button>${OUTCOMES.map(
    (outcome) =>
      html`<button type="button" data-show="${outcome}" aria-pressed="false"><span class="mark ${outcome}" aria-hidden="true">${MARKS[outcome]}</span> ${outcome} <b>${counts[outcome]}</b></button>`,
  )}</div>
<input type="search" placeholder="Search names, steps, stanzas…" aria-label="Search names, steps, stanzas">
<button type="button" data-open="true">Open all</button><button type="button" data-open="false">Close all</button>
<span class="shown" role="status"></span>
</div>
`;
}

/** `2026-03-01 09:30:00 UTC`. */
function readableTime(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}
