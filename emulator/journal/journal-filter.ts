import { bareJid, comparable, isDomain } from '../jid.js';
import { didYouMean } from '../options/option-errors.js';
import { mustBeBareJid } from '../options/read-value.js';
import { UsageError } from '../usage-error.js';
import type { EntryKind } from './entry.js';
import { type JournalRecord, receiverOf, subjectOf, timeOf } from './journal-record.js';

const KINDS: readonly EntryKind[] = ['request', 'stanza', 'session'];

/** Which entries are asked for: those that fit all that is named. */
export interface JournalFilter {
  /** The bare JID of whom an entry is about, or of who got the stanza. */
  readonly user?: string;
  /** The domain of one of them. */
  readonly domain?: string;
  /** What the entries tell of. */
  readonly kind?: EntryKind;
  /** Entries after the one of this id, or from a moment on: a Date, or ISO 8601. */
  readonly since?: number | string | Date;
  /** The latest so many. */
  readonly limit?: number;
}

/** A filter that was checked, in a form that is quickly compared. */
interface ReadFilter {
  readonly user: string | undefined;
  readonly domain: string | undefined;
  readonly kind: EntryKind | undefined;
  readonly isSince: (record: JournalRecord) => boolean;
  readonly limit: number | undefined;
}

/** @throws {@link UsageError} naming what is wrong with the filter */
export function readFilter({ user, domain, kind, since, limit }: JournalFilter): ReadFilter {
  if (user !== undefined) mustBeBareJid(user);
  if (domain !== undefined && !isDomain(domain))
    throw new UsageError(`domain: ${JSON.stringify(domain)} is no domain: write a name, such as domain.com`);
  if (kind !== undefined && !KINDS.includes(kind))
    throw new UsageError(`kind: there is no kind ${JSON.stringify(kind)}: ${didYouMean(kind, KINDS)}`);
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0))
    throw new UsageError(
      `limit: ${JSON.stringify(limit)} is no number of entries: write a whole number from 0 on`,
    );
  return {
    user: user === undefined ? undefined : comparable(user),
    domain: domain === undefined ? undefined : comparable(domain),
    kind,
    isSince: sinceOf(since),
    limit,
  };
}

function sinceOf(since: JournalFilter['since']): ReadFilter['isSince'] {
  if (since === undefined) return () => true;
  if (typeof since === 'number' && Number.isInteger(since)) return ({ id }) => id > since;
  const moment = momentOf(since);
  if (!Number.isNaN(moment)) return (record) => timeOf(record) >= moment;
  throw new UsageError(
    `since: ${JSON.stringify(since)} is neither the id of an entry nor a time: write a number, or a time such as 2026-11-24T12:00:00Z`,
  );
}

/** ISO 8601: a day, or a moment. JavaScript itself takes much else for one. */
const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/** In milliseconds since the epoch; `NaN` where it is none. */
function momentOf(since: number | string | Date): number {
  if (since instanceof Date) return since.getTime();
  return typeof since === 'string' && ISO.test(since) ? new Date(since).getTime() : Number.NaN;
}

/** Whether a record is about a user or a domain, or a stanza got there; both in lower case. */
export function isAbout(
  record: JournalRecord,
  { user, domain }: { readonly user?: string | undefined; readonly domain?: string | undefined },
): boolean {
  if (user === undefined && domain === undefined) return true;
  const subject = subjectOf(record);
  const receiver = receiverOf(record);
  const isOne = (wanted: string | undefined, one: string | null, other: string | undefined) =>
    wanted === undefined || [one, other].some((text) => text != null && comparable(text) === wanted);
  return (
    isOne(user, subject.user, receiver && bareJid(receiver)) &&
    isOne(domain, subject.domain, receiver?.domain)
  );
}
