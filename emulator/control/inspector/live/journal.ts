import type { JournalEntry } from '../../../journal/entry.js';
import { get } from '../api/call.js';
import { Store } from '../store.js';

/** How many entries the page keeps. */
export const MOST_ENTRIES = 1000;

/** What happened, oldest first. */
export const entries = new Store<readonly JournalEntry[]>([]);

/** What came since the last frame: they are shown together. */
let pending: JournalEntry[] = [];

/** What came since the connection was opened: the journal is read beside it, and may be older. */
let received: JournalEntry[] = [];

/** Counts how often the journal was cleared: what was read before is worth nothing then. */
let clearings = 0;

export function add(entry: JournalEntry): void {
  if (pending.length === 0) requestAnimationFrame(show);
  pending.push(entry);
  received.push(entry);
  // No frames come while the page is in the background; nothing may pile up there.
  if (pending.length > 2 * MOST_ENTRIES) pending = pending.slice(-MOST_ENTRIES);
  if (received.length > 2 * MOST_ENTRIES) received = received.slice(-MOST_ENTRIES);
}

/** The connection is a new one: what comes from now on belongs together. */
export function begin(): void {
  received = [];
}

/** The emulator is another one: of what is shown, only what came over this connection is its. */
export function beginAnew(): void {
  pending = [];
  entries.set([]); // so that nothing stays opened or selected: ids begin anew
  entries.set(merged([], received));
}

/** Reads the whole journal, in place of what is shown. */
export async function readJournal(): Promise<void> {
  const before = clearings;
  const read = await get<JournalEntry[]>(`journal?limit=${MOST_ENTRIES}`);
  if (before !== clearings) return readJournal();
  pending = [];
  entries.set(merged(read, received));
}

/** Entries are gone: those of a domain, or all. */
export function forget(domain: string | undefined): void {
  clearings += 1;
  const isKept = (entry: JournalEntry) => domain !== undefined && !isAbout(entry, domain.toLowerCase());
  pending = pending.filter(isKept);
  received = received.filter(isKept);
  entries.set(entries.value.filter(isKept));
}

function show(): void {
  entries.set(merged(entries.value, pending));
  pending = [];
}

function merged(one: readonly JournalEntry[], other: readonly JournalEntry[]): readonly JournalEntry[] {
  const byId = new Map([...one, ...other].map((entry) => [entry.id, entry]));
  return Array.from(byId.values())
    .sort((a, b) => a.id - b.id)
    .slice(-MOST_ENTRIES);
}

/** A domain's entries are those of its users, and the stanzas that they got. */
function isAbout({ domain, to }: JournalEntry, wanted: string): boolean {
  const [receiver = ''] = (to ?? '').split('/', 1);
  return domain?.toLowerCase() === wanted || receiver.toLowerCase().endsWith(`@${wanted}`);
}
