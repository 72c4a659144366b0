import { defineConfig } from 'vitest/config';

/** How long a mutant may keep a test waiting for what never comes, in milliseconds. */
const PATIENCE = 8000;

/** How the tests are run with mutants; `mutate.mjs` says which. */
export default defineConfig({
  test: {
    name: 'mutation',
    include: JSON.parse(process.env.MUTATION_TESTS ?? '[]'),
    isolate: false, // to import the modules for each file takes most of the time
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
  },
});
