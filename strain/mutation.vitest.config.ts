import { defineConfig } from 'vitest/config';

/** How long a mutant may keep a test waiting for what never comes, in milliseconds. */
const PATIENCE = 8000;

/** The tests that mutants are tried with: those that are near to what is mutated, and fast. */
export default defineConfig({
  test: {
    name: 'mutation',
    include: [
      'test/{http-api,session-manager,xmpp}/**/*.test.ts',
      'test/connections/{bad-input,bad-log-in,clients,core-story,namespaces,stream-management}.test.ts',
      'test/control/{faults,reset,state}.test.ts',
      'test/library/status-url.test.ts',
      'test/scenario/{bad-files,matchers,matchers.property,stanza-matcher,inbox}.test.ts',
    ],
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
  },
});
