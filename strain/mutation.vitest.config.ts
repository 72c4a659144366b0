import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** How long a mutant may keep a test waiting for what never comes, in milliseconds. */
const PATIENCE = 8000;

/** What takes seconds. */
const SLOW = /property|recordings|bad-bytes|status-url/;

/** The first test that notices a mutant is the last one that is run with it, so quick ones go first. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const slow = (file: TestSpecification) => Number(SLOW.test(file.moduleId));
    return files.toSorted((one, other) => slow(one) - slow(other));
  }
}

/** How the tests are run with mutants; `mutate.mjs` says which. */
export default defineConfig({
  test: {
    name: 'mutation',
    include: JSON.parse(process.env.MUTATION_TESTS ?? '[]'),
    isolate: false, // to import the modules for each file takes most of the time
    sequence: { sequencer: QuickFirst },
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
  },
});
