/**
 * Vitest's `test` with an emulator of its own for each test, and matchers for vitest's `expect`.
 *
 * @packageDocumentation
 */
import type { Emulator, EmulatorOptions } from 'tigase-emulator';
import { test as base, expect, type TestAPI } from 'vitest';
import { startEmulator } from '../library/start-emulator.js';
import { tigaseMatchers } from './matchers.js';
import type { TigaseMatchers } from './tigase-matchers.js';

export type { ReceivedStatusExpectation, TigaseMatchers } from './tigase-matchers.js';

/** What the `test` of this module gives to tests that ask for it. */
export interface TigaseFixtures {
  /** The options of the emulator; none unless `test.override` or `test.scoped` gives some. */
  tigaseOptions: EmulatorOptions;
  /** An emulator that the test alone has. It is started where a test asks for it, and stopped after that test. */
  tigase: Emulator;
}

/** Vitest's `test` with the fixtures `tigase` and `tigaseOptions`. */
export const test: TestAPI<TigaseFixtures> = base.extend<TigaseFixtures>({
  tigaseOptions: {},
  tigase: async ({ tigaseOptions }, use) => {
    const tigase = await startEmulator(tigaseOptions);
    try {
      await use(tigase);
    } finally {
      await tigase.stop();
    }
  },
});

expect.extend(tigaseMatchers);

declare global {
  namespace Chai {
    // Vitest's own Matchers has other type parameters in each of its releases; all of them take what Chai has.
    interface Assertion extends TigaseMatchers {}
  }
}
