import { Store } from '../store.js';

export type View = 'activity' | 'users' | 'faults';

/** What is looked at; on wide screens the activity stands beside the other two. */
export const view = new Store<View>('activity');
