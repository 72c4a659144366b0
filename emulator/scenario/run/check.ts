import { UsageError } from '../../usage-error.js';
import { storyFiles } from './files.js';
import { loadPlays, scenarioCount, tellMistakes } from './load.js';

/** What the command exits with where a file is wrong. */
const USAGE = 2;

/** Checks files without playing them, and tells every mistake in all of them. */
export async function check(named: readonly string[]): Promise<void> {
  const { files, refused } = await storyFiles(named);
  const { plays, problems } = loadPlays(files, undefined);
  if (problems.length + refused.length > 0) {
    tellMistakes(problems, refused);
    process.exitCode = USAGE;
    return;
  }
  if (files.length === 0) throw new UsageError(`no scenario is in ${named.join(', ')}`);
  const count = scenarioCount(plays);
  const what = `${count} ${count === 1 ? 'scenario' : 'scenarios'}`;
  process.stdout.write(`${what} in ${files.length} ${files.length === 1 ? 'file' : 'files'}: no mistake\n`);
}
