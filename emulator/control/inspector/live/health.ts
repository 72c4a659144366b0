import { get } from '../api/call.js';
import { Store } from '../store.js';

interface Health {
  readonly release: string;
  readonly version: string;
}

/** Which Tigase is emulated, and by which version; `undefined` until it is known. */
export const health = new Store<Health | undefined>(undefined);

export async function readHealth(): Promise<void> {
  health.set(await get<Health>('health'));
}
