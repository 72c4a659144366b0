import type { ServerResponse } from 'node:http';
import type { JournalNews } from '../journal/journal.js';
import type { JournalRecord } from '../journal/journal-record.js';
import { BoundedQueue } from './bounded-queue.js';
import type { ControlledEmulator } from './controlled-emulator.js';

/** How much a reader may leave unread before it is cut off, in bytes: it can come back, and go on where it was. */
export const MAX_UNREAD: number = 1024 ** 2;

/** How many entries may wait to be told. Where more come than there is time for, the oldest are missed, which is told. */
const MOST_WAITING = 1000;

/** How many entries are told in one go: few enough that nobody waits for it. */
const BATCH = 64;

/** How long others have their turn after a telling, as a multiple of what that took. */
const OTHERS_TURN = 40;

/** How often an idle reader is told that the stream lives, in milliseconds: proxies close what is silent. */
const KEEP_ALIVE = 15_000;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};

/**
 * Those who read the events live. Each event is written once for all of them, and all the telling takes no more than a
 * small part of the time: however much comes, its answers come first. Nothing is kept for anybody: a reader that came
 * back is told from the journal.
 */
export class EventReaders {
  /** How much each may leave unread, in bytes. */
  private readonly readers = new Map<ServerResponse, number>();
  private readonly waiting = new BoundedQueue<JournalRecord>(MOST_WAITING);
  private unsubscribe: (() => void) | undefined;
  private isChanged = false;
  private isScheduled = false;
  private keepAlive: NodeJS.Timeout | undefined;
  /** The next telling, where others have their turn before it. */
  private turn: NodeJS.Timeout | undefined;

  constructor(private readonly emulator: Pick<ControlledEmulator, 'journal' | 'onChange'>) {}

  /** A reader, and the id of the last event that it has read; empty where it begins. */
  add(response: ServerResponse, lastEventId: string): void {
    this.tellAll(); // what came before is told from the journal, where it is asked for
    response.writeHead(200, HEADERS);
    response.write(`retry: 1000\n\n${this.since(lastEventId)}`);
    this.readers.set(response, response.writableLength + MAX_UNREAD); // what it missed is no fault of its own
    response.on('close', () => this.remove(response));
    this.unsubscribe ??= this.subscribe();
  }

  /** What a reader missed. One that has read more than there was knew an emulator before this one. */
  private since(lastEventId: string): string {
    if (!/^\d+$/.test(lastEventId)) return '';
    const { journal } = this.emulator;
    const id = Number(lastEventId);
    const [since, first] = id > journal.latestId ? [0, 'event: cleared\ndata: {}\n\n'] : [id, ''];
    return first + this.textOf(journal.records({ since }));
  }

  private subscribe(): () => void {
    const subscriptions = [
      this.emulator.journal.onNews((news) => this.hear(news)),
      this.emulator.onChange(() => {
        this.isChanged = true;
        this.schedule();
      }),
    ];
    this.keepAlive = setInterval(() => this.write(':\n\n'), KEEP_ALIVE).unref();
    return () => {
      clearInterval(this.keepAlive);
      for (const end of subscriptions) end();
    };
  }

  private remove(response: ServerResponse): void {
    this.readers.delete(response);
    if (this.readers.size > 0) return;
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    clearTimeout(this.turn);
    this.isScheduled = false;
    this.isChanged = false;
    this.waiting.clear();
    this.waiting.takeLost();
  }

  private hear(news: JournalNews): void {
    if (news.type === 'record') {
      this.waiting.add(news.record);
      this.schedule();
      return;
    }
    this.tellAll();
    if (news.type === 'closed') for (const reader of this.readers.keys()) reader.end();
    else this.write(`event: cleared\ndata: ${JSON.stringify({ domain: news.domain })}\n\n`);
  }

  /** Tells what waits once this turn of the event loop is over, with all that it brings. */
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => this.tell());
  }

  private tell(): void {
    if (!this.isScheduled) return;
    this.isScheduled = false;
    const startedAt = performance.now();
    this.tellSome(BATCH);
    const took = performance.now() - startedAt;
    this.isScheduled = true;
    this.turn = setTimeout(() => {
      this.isScheduled = false;
      if (this.waiting.size > 0 || this.isChanged) this.schedule();
    }, took * OTHERS_TURN).unref();
  }

  private tellAll(): void {
    this.tellSome(this.waiting.size);
  }

  private tellSome(count: number): void {
    const missed = this.waiting.takeLost();
    const first = missed === 0 ? '' : `event: missed\ndata: ${JSON.stringify({ entries: missed })}\n\n`;
    const text = first + this.textOf(this.waiting.take(count));
    const last = this.isChanged ? 'event: changed\ndata: {}\n\n' : '';
    this.isChanged = false;
    if (text + last !== '') this.write(text + last);
  }

  private textOf(records: readonly JournalRecord[]): string {
    const { journal } = this.emulator;
    return records
      .map((record) => `id: ${record.id}\ndata: ${JSON.stringify(journal.entry(record))}\n\n`)
      .join('');
  }

  private write(text: string): void {
    for (const [reader, most] of this.readers) {
      if (reader.writableLength > most) reader.destroy();
      else reader.write(text);
    }
  }
}
