import { defineConfig } from 'vitest/config';

/** The tests that mutants are tried with: those that are near to what is mutated, and fast. */
export default defineConfig({
  test: {
    name: 'mutation',
    include: [
      'test/{http-api,session-manager,xmpp}/**/*.test.ts',
      'test/connections/{bad-input,bad-log-in,clients,core-story,namespaces,stream-management}.test.ts',
      'test/control/{faults,reset,state,journal}.test.ts',
      'test/library/status-url.test.ts',
      'test/scenario/{matchers,matchers.property,stanza-matcher,inbox}.test.ts',
    ],
    testTimeout: 60_000,
  },
});
