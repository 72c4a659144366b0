import type { AddedFault } from '../../../faults/faults.js';
import { get } from '../api/call.js';
import { Store } from '../store.js';
import { throttled } from './throttled.js';

/** The faults that there are, in the order in which they are tried. */
export const faults = new Store<readonly AddedFault[]>([]);

export async function readFaults(): Promise<void> {
  faults.set(await get<AddedFault[]>('faults'));
}

/** A call may have used up a fault: they are read again soon. */
export const refreshFaults: () => void = throttled(readFaults);
