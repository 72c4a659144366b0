import { placeName } from '../../place.js';
import type { Outcome, ScenarioResult, StepResult } from '../../result.js';
import { duration } from '../text/duration.js';
import { headlineOf } from '../text/failure-text.js';
import { MARKS } from '../text/steps-text.js';
import { failureMarkup } from './failure.js';
import { happeningMarkup } from './happening.js';
import { html, type Markup } from './html.js';

/** A scenario that opens, those that failed being open. */
export function scenarioMarkup(scenario: ScenarioResult, id: string): Markup {
  const { outcome, name, tags, ms, reason, description, file, line, steps } = scenario;
  const why = outcome === 'failed' ? (headlineOf(scenario) ?? reason) : reason;
  return html`<details class="scenario ${outcome}" id="${id}" data-outcome="${outcome}"${outcome === 'failed' && html` open`}>
<summary>${markMarkup(outcome)}<span class="title"><span class="name"><bdi>${name}</bdi></span>${tags.map(
    (tag) => html` <span class="tag">${tag}</span>`,
  )}${why !== undefined && html`<span class="why">${why}</span>`}</span>${outcome !== 'skipped' && html`<span class="ms">${duration(ms)}</span>`}</summary>
<div class="inside">
${description !== undefined && html`<p class="description">${description}</p>`}
<p class="place">${file}:${line}</p>
${sectionsOf(steps).map(sectionMarkup)}
</div>
</details>
`;
}

/** The outcome as a sign, and in a word for those who hear the page. */
function markMarkup(outcome: Outcome): Markup {
  return html`<span class="mark ${outcome}" aria-hidden="true">${MARKS[outcome]}</span><span class="heard">${outcome}: </span>`;
}

/** Steps that follow each other in a section. */
function sectionsOf(steps: readonly StepResult[]): StepResult[][] {
  const sections: StepResult[][] = [];
  for (const step of steps) {
    const section = sections.at(-1);
    if (section?.[0]?.section === step.section) section.push(step);
    else sections.push([step]);
  }
  return sections;
}

function sectionMarkup(steps: readonly StepResult[]): Markup {
  return html`<h4>${steps[0]?.section}</h4>
<ol class="steps">${steps.map(stepMarkup)}</ol>
`;
}

function stepMarkup({ text, place, depth, outcome, reason, ms, happenings, failure }: StepResult): Markup {
  return html`
<li class="step ${outcome} deep${Math.min(depth, 4)}">
<p class="line">${markMarkup(outcome)}<span class="text"><bdi>${text}</bdi>${
    outcome === 'skipped' && reason !== undefined && html` <small>${reason}</small>`
  }</span><span class="place">${shortPlace(placeName(place))}</span>${outcome !== 'skipped' && html`<span class="ms">${duration(ms)}</span>`}</p>
${happenings.map((happening) => happeningMarkup(happening, outcome === 'failed'))}
${failure !== undefined && failureMarkup(failure)}
</li>`;
}

/** Without the folders, which stand above. */
function shortPlace(name: string): string {
  return name.replace(/^.*[/\\]/, '').replace(/:\d+$/, '');
}
