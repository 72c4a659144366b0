import { HttpClient } from '../../emulator/scenario/play/http-exchange.js';
import { playScenario } from '../../emulator/scenario/play/play-scenario.js';
import type { Target } from '../../emulator/scenario/play/stage.js';
import type { ScenarioResult } from '../../emulator/scenario/result.js';
import { type StoryFile, storyFiles } from '../../emulator/scenario/run/files.js';
import { inOrder } from '../../emulator/scenario/run/in-order.js';
import { loadPlays } from '../../emulator/scenario/run/load.js';
import type { Action, Limits, Scenario, Step } from '../../emulator/scenario/scenario.js';

/** The stories that ship with the emulator. */
export const STORIES = 'scenarios';

/** The story files in a folder; each of them can be read. */
export async function filesIn(folder: string): Promise<readonly StoryFile[]> {
  const { files, refused } = await storyFiles([folder]);
  if (refused.length > 0) throw new Error(refused.join('\n'));
  return files;
}

/** Every scenario in the folder of stories, each row of a matrix by itself. */
export async function loadStories(): Promise<readonly Scenario[]> {
  const { plays } = loadPlays(await filesIn(STORIES), undefined);
  return plays.flatMap((play) => (play.kind === 'scenario' ? [play.scenario] : []));
}

/** Plays scenarios, some at a time, and puts the target away; what each brought, in order. */
export async function playAll(
  scenarios: readonly Scenario[],
  target: Target,
  jobs = 16,
): Promise<readonly ScenarioResult[]> {
  const http = new HttpClient();
  const results: ScenarioResult[] = [];
  try {
    const tasks = scenarios.map((scenario) => async (tell: (result: ScenarioResult) => void) => {
      tell(await playScenario(scenario, { target, http, strict: false }));
    });
    await inOrder(tasks, jobs, (result) => results.push(result));
  } finally {
    http.close();
    await target.close();
  }
  return results;
}

/** Which story it is: its file and its name, with the values of its matrix. */
export function titleOf(scenario: Scenario): string {
  return `${scenario.source.file}: ${scenario.name}`;
}

/** The titles of those that failed, in order. */
export function failedOf(results: readonly ScenarioResult[]): string[] {
  return results.flatMap(({ file, name, outcome }) => (outcome === 'failed' ? [`${file}: ${name}`] : []));
}

/** Why those that failed did, a line each. */
export function failuresOf(results: readonly ScenarioResult[]): string[] {
  return results.flatMap(({ file, name, steps }) =>
    steps.flatMap(({ failure, text }) =>
      failure === undefined ? [] : [`${file}: ${name}: ${text}: ${failure.message}`],
    ),
  );
}

/** The same story with less patience: whatever it says itself of how long something may take, too. */
export function withLimits(scenario: Scenario, limits: Limits): Scenario {
  const impatient = changed(scenario, (action) =>
    'within' in action ? { ...action, within: undefined } : action,
  );
  return { ...impatient, limits };
}

/** The same story with other actions, those of its parts included. */
export function changed(scenario: Scenario, change: (action: Action) => Action): Scenario {
  const steps = (list: readonly Step[]): Step[] =>
    list.map((step) => {
      const { action } = step;
      return {
        ...step,
        action: action.verb === 'plays' ? { ...action, steps: steps(action.steps) } : change(action),
      };
    });
  return { ...scenario, steps: steps(scenario.steps), finally: steps(scenario.finally) };
}
