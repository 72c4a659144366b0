import type { JournalEntry } from '../../../journal/entry.js';
import { Store } from '../store.js';
import { faults, refreshFaults } from './faults.js';
import { readHealth } from './health.js';
import { add, begin, beginAnew, forget, readJournal } from './journal.js';
import { throttled } from './throttled.js';
import { refreshState, refreshUser } from './users.js';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting';

export const connection = new Store<ConnectionState>('connecting');

/** How long to wait where the browser itself gives up, in milliseconds. */
const RETRY = 2000;

/** Has the page live from now on. */
export function connect(): void {
  const events = new EventSource('events');
  events.onopen = () => {
    begin();
    connection.set('live');
    void readAll();
  };
  events.onerror = () => {
    connection.set('reconnecting');
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, RETRY);
  };
  events.onmessage = ({ data }: MessageEvent<string>) => take(JSON.parse(data) as JournalEntry);
  events.addEventListener('cleared', ({ data }: MessageEvent<string>) => {
    forget((JSON.parse(data) as { domain?: string }).domain);
    refreshState();
  });
  events.addEventListener('more-caused', ({ data }: MessageEvent<string>) =>
    add(JSON.parse(data) as JournalEntry),
  );
  events.addEventListener('missed', () => {
    readAgain();
    refreshState();
  });
  events.addEventListener('changed', () => {
    refreshState();
    refreshFaults();
  });
}

/** Entries came faster than they could be told. */
const readAgain = throttled(readJournal);

/** Where something can't be read, the next connection reads it again. */
async function readAll(): Promise<void> {
  if (await readHealth().catch(() => false)) beginAnew();
  readJournal().catch(() => undefined);
  refreshState();
  refreshFaults();
}

function take(entry: JournalEntry): void {
  add(entry);
  const { kind, user, change, to, request, response } = entry;
  if (user !== null && (change !== undefined || kind === 'session')) refreshUser(user);
  // Clients change rosters and leave messages; calls of accounts make and remove them.
  const isByClient = kind === 'stanza' && to === undefined;
  const isByCall = request !== undefined && change === undefined && request.method !== 'GET';
  if (isByClient || (isByCall && response?.status !== 500)) refreshState();
  // A request counts a fault down without a word.
  if (request !== undefined && faults.value.some(({ times }) => times !== undefined)) refreshFaults();
}
