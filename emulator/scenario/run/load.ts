import { complain } from '../../complaint.js';
import type { ReleaseName } from '../../release.js';
import { loadScenarios } from '../format/load-scenario.js';
import { distinct, type Problem } from '../format/source.js';
import { excerpt, placeName } from '../place.js';
import { redactedPlace } from '../play/redaction.js';
import { type RecordingJob, recordingJobs } from '../recordings/configurations.js';
import { readRecording } from '../recordings/read.js';
import type { Scenario } from '../scenario.js';
import type { StoryFile } from './files.js';

/** What is played as one: a scenario, or recordings that share a server. */
export type Play =
  | { readonly kind: 'scenario'; readonly scenario: Scenario; readonly files: ReadonlySet<string> }
  | { readonly kind: 'recordings'; readonly job: RecordingJob };

/** The file that it stands in. */
export function fileOf(play: Play): string {
  return play.kind === 'scenario' ? play.scenario.source.file : play.job.file;
}

/** How many scenarios there are; a sequence of recordings counts as one. */
export function scenarioCount(plays: readonly Play[]): number {
  return plays.reduce((sum, play) => sum + (play.kind === 'scenario' ? 1 : play.job.sequences.length), 0);
}

export interface LoadedPlays {
  readonly plays: readonly Play[];
  readonly problems: readonly Problem[];
}

/** Reads files, and finds all mistakes in all of them before anything is played. */
export function loadPlays(files: readonly StoryFile[], release: ReleaseName | undefined): LoadedPlays {
  const plays: Play[] = [];
  const problems: Problem[] = [];
  for (const { file, text, kind } of files) {
    if (kind === 'recordings') {
      const recording = readRecording(file, text);
      if ('problems' in recording) problems.push(...recording.problems);
      else for (const job of recordingJobs(recording, { release })) plays.push({ kind: 'recordings', job });
    } else {
      const loaded = loadScenarios(file, text);
      problems.push(...loaded.problems);
      const related = new Set([file, ...loaded.files]);
      for (const scenario of loaded.scenarios) plays.push({ kind: 'scenario', scenario, files: related });
    }
  }
  return { plays, problems: inOrderOfLines(problems) };
}

/** Each mistake once; those of a file in the order of its lines. */
function inOrderOfLines(problems: readonly Problem[]): Problem[] {
  const all = distinct(problems);
  const files = [...new Set(all.map(({ place }) => place.file))];
  return files.flatMap((file) =>
    all
      .filter(({ place }) => place.file === file)
      .sort((one, other) => one.place.line - other.place.line || one.place.column - other.place.column),
  );
}

function toldProblem({ place, message }: Problem): string {
  return `${placeName(place)}: ${message}\n${excerpt(redactedPlace(place))}\n`;
}

/** Tells all that is wrong with the files, on stderr. */
export function tellMistakes(problems: readonly Problem[], refused: readonly string[]): void {
  if (refused.length > 0) complain(refused.join('\n'), false);
  if (problems.length > 0) process.stderr.write(toldProblems(problems));
}

/** All mistakes, each with its place, its line and a caret. */
export function toldProblems(problems: readonly Problem[]): string {
  const files = new Set(problems.map(({ place }) => place.file)).size;
  const count = `${problems.length} ${problems.length === 1 ? 'mistake' : 'mistakes'}`;
  const where = `${files} ${files === 1 ? 'file' : 'files'}`;
  return `${problems.map(toldProblem).join('\n')}\n${count} in ${where}; nothing was played\n`;
}
