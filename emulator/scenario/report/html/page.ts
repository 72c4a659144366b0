import { createHash } from 'node:crypto';
import { countsOf, type RunResult, type ScenarioResult } from '../../result.js';
import { html, Markup } from './html.js';
import { scenarioMarkup } from './scenario.js';
import { SCRIPT } from './script.js';
import { STYLE } from './style.js';
import { headline, summaryMarkup, toolbarMarkup } from './summary.js';

/** One page that holds all it needs: it asks for nothing, and runs and obeys nothing but its own script and style. */
export function page(result: RunResult): string {
  const { scenarios } = result;
  const ids = new Map(scenarios.map((scenario, index) => [scenario, `s${index + 1}`]));
  const idOf = (scenario: ScenarioResult) => ids.get(scenario) ?? '';
  const files = [...new Set(scenarios.map(({ file }) => file))];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${headline(scenarios)} · Tigase scenarios</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
${summaryMarkup(result, idOf)}
${toolbarMarkup(scenarios)}
<main>
${files.map((file) => {
  const inFile = scenarios.filter((scenario) => scenario.file === file);
  return fileMarkup(file, inFile, idOf);
})}<p class="nothing" hidden>Nothing fits. <button type="button" data-reset>Show all</button></p>
</main>
<script>${new Markup(SCRIPT)}</script>
</body>
</html>
`.text;
}

const POLICY = [
  "default-src 'none'",
  `script-src '${hashOf(SCRIPT)}'`,
  `style-src '${hashOf(STYLE)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** As a Content Security Policy names what is allowed (CSP 3, section 2.3.1). */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function countOf(scenarios: number): string {
  return scenarios === 1 ? '1 scenario' : `${scenarios} scenarios`;
}

function fileMarkup(
  file: string,
  scenarios: readonly ScenarioResult[],
  idOf: (scenario: ScenarioResult) => string,
): Markup {
  const { failed } = countsOf(scenarios);
  const count = failed > 0 ? `${failed} of ${scenarios.length} failed` : countOf(scenarios.length);
  return html`<section class="file">
<h2>${file} <small>${count}</small></h2>
${scenarios.map((scenario) => scenarioMarkup(scenario, idOf(scenario)))}</section>
`;
}
