import type { RunResult, ScenarioResult } from '../result.js';

/**
 * Tells of a run, as it goes or at its end. Where the text goes is the affair of the {@link Write} that a reporter
 * is made with.
 */
export interface Reporter {
  /** Once, before anything is played. */
  started?(total: number): void;
  /** As a scenario begins, in the order of the command line. */
  scenarioStarted?(scenario: Pick<ScenarioResult, 'file' | 'name'>): void;
  /** As a scenario ends, in the order of the command line, whatever order they end in. */
  scenarioEnded?(result: ScenarioResult): void;
  /** Once, after all have ended. */
  finished(result: RunResult): void;
}

/** Takes a part of a report: to the terminal at once, into a file once the report is complete. */
export type Write = (text: string) => void;
