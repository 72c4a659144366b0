import type { ServerResponse } from 'node:http';
import type { JournalNews } from '../journal/journal.js';
import type { JournalRecord } from '../journal/journal-record.js';
import type { ControlledEmulator } from './controlled-emulator.js';

/** How much a reader may leave unread before it is cut off, in bytes: it can come back, and go on where it was. */
export const MAX_UNREAD: number = 1024 ** 2;

/** How often an idle reader is told that the stream lives, in milliseconds: proxies close what is silent. */
const KEEP_ALIVE = 15_000;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Accel-Buffering': 'no',
};

/**
 * Those who read the events live. Each event is written once for all of them, and what comes within one turn of the
 * event loop in one piece. Nothing is kept for anybody: a reader that came back is told from the journal.
 */
export class EventReaders {
  /** How much each may leave unread, in bytes. */
  private readonly readers = new Map<ServerResponse, number>();
  private unsubscribe: (() => void) | undefined;
  private pending: string[] = [];
  private isChanged = false;
  private keepAlive: NodeJS.Timeout | undefined;

  constructor(private readonly emulator: Pick<ControlledEmulator, 'journal' | 'onChange'>) {}

  /** A reader, and the id of the last event that it has read; empty where it begins. */
  add(response: ServerResponse, lastEventId: string): void {
    this.flush(); // what came before is told from the journal, where it is asked for
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
    return (
      first +
      journal
        .records({ since })
        .map((record) => this.textOf(record))
        .join('')
    );
  }

  private subscribe(): () => void {
    const subscriptions = [
      this.emulator.journal.onNews((news) => this.tell(news)),
      this.emulator.onChange(() => {
        this.isChanged = true;
        this.wake();
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
    this.pending = [];
  }

  private tell(news: JournalNews): void {
    if (news.type === 'closed') {
      this.flush();
      for (const reader of this.readers.keys()) reader.end();
      return;
    }
    this.wake();
    if (news.type === 'record') this.pending.push(this.textOf(news.record));
    else this.pending.push(`event: cleared\ndata: ${JSON.stringify({ domain: news.domain })}\n\n`);
  }

  private textOf(record: JournalRecord): string {
    return `id: ${record.id}\ndata: ${JSON.stringify(this.emulator.journal.entry(record))}\n\n`;
  }

  private wake(): void {
    if (this.pending.length === 0) setImmediate(() => this.flush());
  }

  private flush(): void {
    if (this.isChanged) this.pending.push('event: changed\ndata: {}\n\n');
    this.isChanged = false;
    if (this.pending.length === 0) return;
    const text = this.pending.join('');
    this.pending = [];
    this.write(text);
  }

  private write(text: string): void {
    for (const [reader, most] of this.readers) {
      if (reader.writableLength > most) reader.destroy();
      else reader.write(text);
    }
  }
}
