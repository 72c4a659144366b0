import { call } from '../api/call.js';
import { Store } from '../store.js';

interface Health {
  readonly release: string;
  readonly version: string;
}

/** Which Tigase is emulated, and by which version; `undefined` until it is known. */
export const health = new Store<Health | undefined>(undefined);

/** When the emulator that was read of last was started; another one has another moment. */
let started: string | null = null;

/** Reads it; tells whether the emulator is another than before. */
export async function readHealth(): Promise<boolean> {
  const response = await call('GET', 'health');
  const before = started;
  started = response.headers.get('Emulator-Started');
  health.set((await response.json()) as Health);
  return before !== null && before !== started;
}
