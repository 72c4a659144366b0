/**
 * An emulator for tests of Node's own test runner.
 *
 * @packageDocumentation
 */
import type { Emulator, EmulatorOptions } from 'tigase-emulator';
import { startEmulator } from '../library/start-emulator.js';

/** What of a test's context is needed: when the test is over. */
export interface TestLike {
  /** Calls a function when the test is over. */
  after(stop: () => Promise<void>): void;
}

/**
 * Starts an emulator for a test, and stops it when the test is over.
 *
 * @param t - the test's context; a suite may share an emulator by giving `after` of `node:test` instead: `{ after }`
 * @param options - the options of `startEmulator`
 * @throws `UsageError` naming the path of each option that is wrong
 */
export async function tigaseFor(t: TestLike, options?: EmulatorOptions): Promise<Emulator> {
  const tigase = await startEmulator(options);
  t.after(() => tigase.stop());
  return tigase;
}
