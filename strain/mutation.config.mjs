// npm run mutate: whether the tests notice when what the emulator exists for is changed.
export default {
  mutate: ['emulator/{http-api,session-manager,scenario/match}/**/*.ts'],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'strain/mutation.vitest.config.ts' },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  // Stryker would read it with an interface that the compiler no longer has; vitest reads it itself
  tsconfigFile: 'none',
  concurrency: 2,
  reporters: ['clear-text', 'json'],
  tempDirName: '/tmp/stryker-tmp',
  jsonReporter: { fileName: '/tmp/stryker.json' },
};
