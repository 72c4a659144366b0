// npm run mutate: whether the tests notice when what the emulator exists for is changed. Some files alone:
// `npm run mutate -- --mutate 'emulator/http-api/codecs/*.ts'`.
export default {
  mutate: ['emulator/{http-api,session-manager,scenario/match}/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'strain/mutation.vitest.config.ts' },
  coverageAnalysis: 'perTest',
  ignoreStatic: true, // what runs once, as a module is loaded, needs all tests for each mutant
  timeoutMS: 2000,
  tsconfigFile: 'none', // Stryker would read it with an interface that the compiler no longer has; vitest reads it itself
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false },
  htmlReporter: { fileName: 'reports/mutation.html' },
  jsonReporter: { fileName: 'reports/mutation.json' },
};
