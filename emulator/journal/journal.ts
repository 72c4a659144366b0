import type { StreamNote } from '../connections/xmpp-stream.js';
import { EventStream } from '../event-stream.js';
import type { Exchange } from '../http-api/exchange.js';
import { comparable } from '../jid.js';
import { jsonItems } from '../json-pieces.js';
import type { SessionEvent } from '../session-manager/events.js';
import { Causes } from './causes.js';
import { cutExchange } from './cut.js';
import type { JournalEntry } from './entry.js';
import { entryOf } from './entry-of.js';
import type { Evidence } from './evidence.js';
import { isOfStanza, sessionFact, stanzaFact } from './facts.js';
import { isAbout, type JournalFilter, readFilter } from './journal-filter.js';
import { type JournalRecord, kindOf, weightOf } from './journal-record.js';
import { Ring } from './ring.js';
import type { StatusCall } from './status-call.js';
import { requestInWords, statusCallOf } from './status-call-of.js';

/** What is told of the journal: a record that came, or that some are going. */
export type JournalNews =
  | { readonly type: 'record'; readonly record: JournalRecord }
  /** A record that was told has brought about more. */
  | { readonly type: 'more-caused'; readonly record: JournalRecord }
  | { readonly type: 'cleared'; readonly domain: string | undefined }
  /** The emulator stops: nothing comes any more. */
  | { readonly type: 'closed' };

/**
 * How much text the entries may hold together, in characters: what a thousand entries of the usual size never reach.
 * Where they would, the oldest make way.
 */
const MOST_TEXT = 16 * 1024 ** 2;

/** The same for an entry, where more than a thousand are kept. */
const MOST_TEXT_OF_AN_ENTRY = 16 * 1024;

/** Longer than a request may take to come and to be answered after a reset, in milliseconds. */
const LONGEST_REQUEST = 120_000;

/**
 * What happened, the latest entries of it: requests with their answers, stanzas in and out, sessions that began and
 * ended. Keeping one costs the same whatever it holds: entries are made where somebody looks.
 */
export class Journal {
  private readonly ring: Ring<JournalRecord>;
  private readonly causes: Causes;
  private readonly news: EventStream<JournalNews>;
  private lastId = 0;
  /** When a domain was last reset, or with '' everything, in milliseconds as `performance.now` counts them. */
  private readonly discarded = new Map<string, number>();
  /** The number of the last event that the session manager told. */
  private lastEvent = -1;
  private isClosed = false;

  /** @internal An emulator has one. */
  constructor(limit: number, onError: (error: unknown) => void) {
    this.ring = new Ring(limit, Math.max(MOST_TEXT, limit * MOST_TEXT_OF_AN_ENTRY), weightOf);
    this.causes = new Causes(this.ring);
    this.news = new EventStream(onError);
  }

  /** How many entries are kept at most. */
  get limit(): number {
    return this.ring.capacity;
  }

  /** The id of the latest entry; 0 where there was none. */
  get latestId(): number {
    return this.lastId;
  }

  /** @internal The id of the oldest entry that is kept; where there is none, that of the next. */
  get oldestId(): number {
    return this.ring.at(0)?.id ?? this.lastId + 1;
  }

  /** @internal Whether nothing comes any more. */
  get isOver(): boolean {
    return this.isClosed;
  }

  /**
   * The entries that there are, oldest first.
   *
   * @throws {@link UsageError} naming what is wrong with the filter
   */
  entries(filter: JournalFilter = {}): JournalEntry[] {
    return this.records(filter).map((record) => this.entry(record));
  }

  /** The same as JSON, in pieces, each made where it is asked for: many entries take a while. */
  json(filter: JournalFilter = {}): Iterable<string> {
    return this.jsonOf(this.records(filter)); // a wrong filter is told at once
  }

  /** Forgets every entry, or those of a domain. What is counted by verifications begins anew. */
  clear(domain?: string): void {
    this.news.emit(() => ({ type: 'cleared', domain })); // before, so that what is not told yet can be
    if (domain === undefined) return this.ring.clear();
    const gone = { domain: comparable(domain) };
    const isKept = (record: JournalRecord) => !isAbout(record, gone);
    this.ring.keep(isKept);
    this.causes.keep(isKept);
  }

  /** Calls `listener` with every entry as it comes, until the function that comes back is called. */
  subscribe(listener: (entry: JournalEntry) => void): () => void {
    return this.onNews((news) => {
      if (news.type === 'record') listener(this.entry(news.record));
    });
  }

  private *jsonOf(records: readonly JournalRecord[]): Generator<string> {
    yield '[';
    yield* jsonItems(records, (record) => this.entry(record));
    yield ']';
  }

  /** @internal The records that fit, from which entries can be made. */
  records(filter: JournalFilter = {}): JournalRecord[] {
    const { user, domain, kind, isSince, limit } = readFilter(filter);
    const found = this.ring.items().filter((record) => {
      if (kind !== undefined && kindOf(record) !== kind) return false;
      return isSince(record) && isAbout(record, { user, domain });
    });
    return limit === undefined ? found : found.slice(Math.max(0, found.length - limit));
  }

  /** @internal */
  entry(record: JournalRecord): JournalEntry {
    return entryOf(record, this.causes.effectsOf(record));
  }

  /** @internal Calls `listener` with all that is told of the journal, until the function that comes back is called. */
  onNews(listener: (news: JournalNews) => void): () => void {
    return this.news.subscribe(listener);
  }

  /** @internal The record of an id; `undefined` where it is not kept. */
  record(id: number): JournalRecord | undefined {
    const found = this.recordAfter(id - 1);
    return found?.id === id ? found : undefined;
  }

  /** @internal The first record after an id; `undefined` where there is none. */
  recordAfter(id: number): JournalRecord | undefined {
    return this.ring.at(this.ring.search((record) => record.id > id));
  }

  /** @internal What verifications go by. */
  evidence(): Evidence {
    const calls: StatusCall[] = [];
    const others: string[] = [];
    for (const record of this.ring.items()) {
      if (record.what !== 'exchange') continue;
      const call = statusCallOf(record);
      if (call === undefined) others.push(requestInWords(record.exchange));
      else calls.push(call);
    }
    return { calls, others, dropped: this.ring.dropped };
  }

  /** @internal The emulator stops. */
  close(): void {
    this.isClosed = true;
    this.news.emit(() => ({ type: 'closed' }));
  }

  /** @internal Requests that came before now, and are not answered yet, are none of the journal's any more. */
  discard(domain?: string): void {
    const now = performance.now();
    for (const [name, at] of this.discarded)
      if (domain === undefined || now - at > LONGEST_REQUEST) this.discarded.delete(name);
    this.discarded.set(domain === undefined ? '' : comparable(domain), now);
  }

  private isDiscarded({ ms, call }: Exchange): boolean {
    if (this.discarded.size === 0) return false;
    const begun = performance.now() - ms; // the time of day may jump
    const isBefore = (domain: string) => begun < (this.discarded.get(domain) ?? 0);
    return isBefore('') || (call !== undefined && isBefore(comparable(call.domain)));
  }

  /** @internal */
  keepExchange(exchange: Exchange): void {
    if (this.isDiscarded(exchange)) return;
    this.keep((id, lastEvent) => ({ id, lastEvent, what: 'exchange', exchange: cutExchange(exchange) }));
  }

  /** @internal */
  keepEvent(event: SessionEvent, number: number): void {
    this.lastEvent = number;
    if (event.type === 'presence') return;
    const at = Date.now();
    this.keep((id, lastEvent) =>
      isOfStanza(event)
        ? { id, at, lastEvent, what: 'stanza', stanza: stanzaFact(event) }
        : { id, at, lastEvent, what: 'session', session: sessionFact(event) },
    );
  }

  /** @internal */
  keepStreamNote(note: StreamNote): void {
    this.keep((id, lastEvent) => ({ id, at: Date.now(), lastEvent, what: 'stream', note }));
  }

  /** Keeps a record and tells of it. Where none is kept and nobody listens, none is made. */
  private keep(make: (id: number, lastEvent: number) => JournalRecord): void {
    this.lastId += 1;
    if (this.limit === 0 && !this.news.isHeard) return this.ring.skip();
    const record = make(this.lastId, this.lastEvent);
    this.ring.add(record);
    this.news.emit(() => ({ type: 'record', record }));
    const cause = this.causes.noteLate(record);
    if (cause !== undefined) this.news.emit(() => ({ type: 'more-caused', record: cause }));
  }
}
