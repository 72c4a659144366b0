import { defineConfig } from 'vitest/config';

// What users install is tried in a project of its own, into which the package is packed and installed once.
const INSTALLED = ['test/package/**/*.test.ts', 'test/docs/**/*.test.ts', 'test/examples/**/*.test.ts'];

export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      { test: { name: 'emulator', include: ['test/**/*.test.ts'], exclude: INSTALLED } },
      {
        test: {
          name: 'package',
          include: INSTALLED,
          globalSetup: 'test/package/install.ts',
          testTimeout: 60_000, // whole processes of node and npm
        },
      },
    ],
  },
});
