import type { ServerResponse } from 'node:http';
import type { JournalNews } from '../journal/journal.js';
import { type JournalRecord, weightOf } from '../journal/journal-record.js';
import { Ring } from '../journal/ring.js';
import type { ControlledEmulator } from './controlled-emulator.js';
import { EventReader } from './event-reader.js';
import { Turns } from './turns.js';

/**
 * How many entries may wait to be told, and how many characters of them. Where more come than there is time for, the
 * oldest are missed, which is told.
 */
const MOST_WAITING = 1000;
const MOST_TEXT_WAITING = 4 * 1024 ** 2;

/** How many entries are told in one go, and of how many characters: few enough that nobody waits for it. */
const BATCH = 64;
const BATCH_TEXT = 64 * 1024;

/** How often an idle reader is told that the stream lives, in milliseconds: proxies close what is silent. */
const KEEP_ALIVE = 15_000;

/**
 * Those who read the events live. Each event is written once for all of them, and where there is much to do all the
 * telling takes no more than a small part of the time: however much comes, its answers come first. Nothing is kept for
 * anybody: a reader that came back is told from the journal, as fast as it reads.
 */
export class EventReaders {
  private readonly readers = new Set<EventReader>();
  private readonly waiting = new Ring<JournalRecord>(MOST_WAITING, MOST_TEXT_WAITING, weightOf);
  private readonly turns = new Turns(() => this.tellSome());
  /** The id of the last entry that was told live. A reader that knows it hears the next ones live. */
  private told = 0;
  private unsubscribe: (() => void) | undefined;
  private isChanged = false;
  /** What was told, and has brought about more since. */
  private readonly again = new Set<JournalRecord>();

  constructor(private readonly emulator: Pick<ControlledEmulator, 'journal' | 'onChange'>) {}

  /** A reader, and the id of the last event that it has read; empty where it begins. */
  add(response: ServerResponse, lastEventId: string): void {
    const { latestId } = this.emulator.journal;
    if (this.unsubscribe === undefined) this.begin(latestId);
    const known = /^\d+$/.test(lastEventId) ? Number(lastEventId) : latestId;
    const isOfAnother = known > latestId; // it knew an emulator before this one
    const reader = new EventReader(response, isOfAnother ? 0 : known, () => this.catchUp(reader));
    this.readers.add(reader);
    response.on('close', () => this.remove(reader));
    if (isOfAnother) reader.tell(eventText('cleared', {}));
    this.catchUp(reader);
  }

  private begin(latestId: number): void {
    this.told = latestId;
    const subscriptions = [
      this.emulator.journal.onNews((news) => this.hear(news)),
      this.emulator.onChange(() => {
        this.isChanged = true;
        this.turns.schedule();
      }),
    ];
    const keepAlive = setInterval(() => this.keepAlive(), KEEP_ALIVE).unref();
    this.unsubscribe = () => {
      clearInterval(keepAlive);
      for (const end of subscriptions) end();
    };
  }

  private remove(reader: EventReader): void {
    this.readers.delete(reader);
    if (this.readers.size > 0) return;
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    this.turns.stop();
    this.isChanged = false;
    this.again.clear();
    this.waiting.clear();
  }

  private keepAlive(): void {
    for (const reader of this.readers) {
      reader.cutIfStuck();
      if (reader.isReady) reader.tell(':\n\n');
    }
  }

  private hear(news: JournalNews): void {
    switch (news.type) {
      case 'record':
        this.waiting.add(news.record);
        return this.turns.schedule();
      case 'more-caused':
        this.again.add(news.record);
        return this.turns.schedule();
      case 'cleared':
        this.tellAll();
        if (news.domain === undefined) this.forget();
        return this.tellEveryone(eventText('cleared', { domain: news.domain }));
      default:
        this.tellAll();
        for (const reader of this.readers) reader.end();
    }
  }

  /** What a reader did not hear yet is gone from the journal. */
  private forget(): void {
    for (const reader of this.readers) reader.position = Math.max(reader.position, this.told);
  }

  private tellAll(): void {
    while (this.waiting.size > 0 || this.isChanged || this.again.size > 0) this.tellSome();
  }

  /** Tells some of what waits. Returns whether there is more. */
  private tellSome(): boolean {
    const missed = this.waiting.takeDropped();
    let text = missed === 0 ? '' : eventText('missed', { entries: missed });
    const before = this.told;
    for (let count = 0; count < BATCH && text.length < BATCH_TEXT; count += 1) {
      const record = this.waiting.shift();
      if (record === undefined) break;
      text += this.entryText(record);
      this.told = record.id;
    }
    if (text !== '') for (const reader of this.readers) this.tellLive(reader, before, text);
    this.tellBesides();
    return this.waiting.size > 0;
  }

  /** Tells what stands under no id, once for all that asked for it. */
  private tellBesides(): void {
    const { journal } = this.emulator;
    const again = Array.from(this.again, (record) => eventText('more-caused', journal.entry(record)));
    const text = `${again.join('')}${this.isChanged ? eventText('changed', {}) : ''}`;
    this.again.clear();
    this.isChanged = false;
    if (text !== '') this.tellEveryone(text);
  }

  private tellLive(reader: EventReader, before: number, text: string): void {
    if (reader.position !== before) return this.catchUp(reader);
    reader.tell(text);
    reader.position = this.told;
  }

  /** Tells a reader from the journal what it missed, as much of it as it takes now. */
  private catchUp(reader: EventReader): void {
    const { journal } = this.emulator;
    while (reader.position < this.told && reader.isReady) {
      const record = journal.recordAfter(reader.position);
      if (record === undefined || record.id > this.told) {
        reader.position = this.told;
        return;
      }
      reader.tell(this.entryText(record));
      reader.position = record.id;
    }
  }

  private entryText(record: JournalRecord): string {
    const data = JSON.stringify(this.emulator.journal.entry(record));
    return `id: ${record.id}\ndata: ${data}\n\n`;
  }

  private tellEveryone(text: string): void {
    for (const reader of this.readers) reader.tell(text);
  }
}

function eventText(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
