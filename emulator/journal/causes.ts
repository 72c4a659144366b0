import type { Effects } from '../event-stream.js';
import { effectsOf, type JournalRecord, lateFor } from './journal-record.js';
import type { Ring } from './ring.js';

/** What brought what about, among the records that are kept. */
export class Causes {
  /** The stanzas that came late, oldest first. */
  private late: JournalRecord[] = [];

  constructor(private readonly ring: Ring<JournalRecord>) {}

  /** The ids of what a record brought about: all of it stands before the record, but for what came late. */
  effectsOf(record: JournalRecord): number[] {
    const effects = effectsOf(record);
    if (effects === undefined || effects.first === effects.end) return [];
    const caused: number[] = [];
    for (let index = this.ring.search(({ id }) => id >= record.id) - 1; index >= 0; index -= 1) {
      const earlier = this.ring.at(index);
      if (earlier === undefined || earlier.lastEvent < effects.first) break;
      if (isEvent(earlier) && earlier.lastEvent < effects.end) caused.push(earlier.id);
    }
    const late = this.late.filter((one) => this.isKept(one) && isAmong(lateFor(one), effects));
    return [...caused.reverse(), ...late.map(({ id }) => id)];
  }

  /** Takes note of a record that came late. Returns what brought it about, where that is kept. */
  noteLate(record: JournalRecord): JournalRecord | undefined {
    const event = lateFor(record);
    if (event === undefined) return undefined;
    while (this.late[0] !== undefined && !this.isKept(this.late[0])) this.late.shift();
    this.late.push(record);
    // It is kept as soon as it is done: not long after the event.
    for (let index = this.ring.search(({ lastEvent }) => lastEvent >= event); ; index += 1) {
      const later = this.ring.at(index);
      if (later === undefined || isAmong(event, effectsOf(later))) return later;
    }
  }

  /** Only what `isKept` holds for is kept. */
  keep(isKept: (record: JournalRecord) => boolean): void {
    this.late = this.late.filter(isKept);
  }

  private isKept({ id }: JournalRecord): boolean {
    const oldest = this.ring.at(0);
    return oldest !== undefined && id >= oldest.id;
  }
}

function isEvent({ what }: JournalRecord): boolean {
  return what === 'stanza' || what === 'session';
}

function isAmong(event: number | undefined, effects: Effects | undefined): boolean {
  return event !== undefined && effects !== undefined && effects.first <= event && event < effects.end;
}
