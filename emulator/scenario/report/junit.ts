import { create } from 'xmlbuilder2';
import { countsOf, type RunResult, type ScenarioResult } from '../result.js';
import { plain } from './paint.js';
import type { Reporter, Write } from './reporter.js';
import { failureText, headlineOf } from './text/failure-text.js';
import { allStepsText } from './text/steps-text.js';
import { targetText } from './text/target-text.js';

type Values = { readonly [name: string]: string };

/** What is used here of xmlbuilder2's builder. */
interface Builder {
  ele(name: string, attributes: Values): Builder;
  txt(text: string): Builder;
  end(options: { prettyPrint: boolean }): string;
}

export function junitReporter(write: Write): Reporter {
  return { finished: (result) => write(junitText(result)) };
}

/**
 * JUnit's XML, valid against the schema of Jenkins' xunit plugin (junit-10.xsd), whose attributes are what GitLab and
 * the GitHub actions read: a test suite a file, a test case a scenario.
 */
export function junitText({ scenarios, ms, target, version }: RunResult): string {
  const document: Builder = create({ version: '1.0', encoding: 'UTF-8' });
  const { failed } = countsOf(scenarios);
  const suites = element(document, 'testsuites', {
    name: 'tigase-emulator',
    tests: String(scenarios.length),
    failures: String(failed),
    errors: '0',
    time: secondsOf(ms),
  });
  const files = [...new Set(scenarios.map(({ file }) => file))];
  for (const [index, file] of files.entries()) {
    const suite = testSuite(
      suites,
      index,
      file,
      scenarios.filter((scenario) => scenario.file === file),
    );
    const properties = element(suite, 'properties', {});
    element(properties, 'property', { name: 'target', value: targetText(target) });
    element(properties, 'property', { name: 'tigase-emulator', value: version });
    for (const scenario of scenarios) if (scenario.file === file) testCase(suite, scenario);
  }
  return `${document.end({ prettyPrint: true })}\n`;
}

function testSuite(
  suites: Builder,
  index: number,
  file: string,
  scenarios: readonly ScenarioResult[],
): Builder {
  const { failed, skipped } = countsOf(scenarios);
  return element(suites, 'testsuite', {
    id: String(index),
    name: file,
    file,
    tests: String(scenarios.length),
    failures: String(failed),
    errors: '0',
    skipped: String(skipped),
    time: secondsOf(scenarios.reduce((sum, scenario) => sum + scenario.ms, 0)),
    // Jenkins and Ant's schema know no fractions and no time zone
    timestamp: (scenarios.map(({ startedAt }) => startedAt).sort()[0] ?? '').replace(/(\.\d+)?Z$/, ''),
  });
}

function testCase(suite: Builder, scenario: ScenarioResult): void {
  const { name, file, ms, outcome, reason, steps } = scenario;
  const test = element(suite, 'testcase', { name, classname: className(file), time: secondsOf(ms) });
  if (outcome === 'skipped') element(test, 'skipped', { message: reason ?? 'skipped' });
  if (outcome === 'failed') {
    const message = headlineOf(scenario) ?? reason ?? 'failed';
    element(test, 'failure', { message, type: 'failure' }, failureText(scenario, plain));
  }
  if (steps.length > 0) element(test, 'system-out', {}, allStepsText(steps, plain));
}

/** Jenkins takes what stands before the last dot for a package: `scenarios/a/b.yaml` becomes `scenarios.a.b`. */
function className(file: string): string {
  return file
    .replace(/\.ya?ml$/, '')
    .replace(/^(\.{0,2}[/\\])+/, '')
    .replace(/[/\\]+/g, '.');
}

function element(parent: Builder, name: string, attributes: Values, text?: string): Builder {
  const allowed = Object.entries(attributes).map(([key, value]) => [key, escapable(value)]);
  const child = parent.ele(name, Object.fromEntries(allowed));
  return text === undefined ? child : child.txt(escapable(text));
}

/** Characters that XML 1.0 has no way to write (production 2). */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** As xmlbuilder2 wants it: it escapes no & that begins an entity. */
function escapable(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replaceAll('&', '&amp;');
}

/** JUnit counts in seconds. */
function secondsOf(ms: number): string {
  return (ms / 1000).toFixed(3);
}
