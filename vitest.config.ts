import { defineConfig } from 'vitest/config';

// What users install is tried in a project of its own, into which the package is packed and installed once.
const INSTALLED = ['test/package/**/*.test.ts', 'test/docs/**/*.test.ts', 'test/examples/**/*.test.ts'];

const INSPECTOR = 'test/inspector/**/*.test.ts';

/**
 * Whole processes and browsers take their time where a machine has other things to do, and fuzzing all that it is
 * given; in milliseconds.
 */
const testTimeout = 60_000 + 2000 * Number(process.env.FUZZ_SECONDS ?? 0);

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'emulator',
          include: ['test/**/*.test.ts'],
          exclude: [...INSTALLED, INSPECTOR],
          testTimeout,
        },
      },
      { test: { name: 'inspector', include: [INSPECTOR], testTimeout } },
      {
        test: {
          name: 'package',
          include: INSTALLED,
          globalSetup: 'test/package/install.ts',
          testTimeout,
        },
      },
    ],
  },
});
