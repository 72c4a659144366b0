import type { Journal } from '../journal/journal.js';
import type { JournalRecord } from '../journal/journal-record.js';
import { statusCallOf } from '../journal/status-call-of.js';
import { readValue } from '../read-value.js';
import {
  type CallMatch,
  mostOf,
  type VerificationOption,
  type VerificationSchema,
  verificationSchema,
} from './expectation.js';
import { compared } from './nearness.js';
import { type Verdict, verdictOn } from './verification.js';

/** Compares what the journal keeps with what is expected. */
export class Verifier {
  private schema: VerificationSchema | undefined;

  constructor(private readonly journal: Journal) {}

  /**
   * What there is to say now.
   *
   * @throws {UsageError} naming all that is wrong with the verification
   */
  verdict(given: VerificationOption): Verdict {
    const { match, withinMs, ...expectation } = this.read(given);
    return verdictOn(this.journal.evidence(), match, expectation);
  }

  /**
   * What there is to say within `withinMs`: as soon as it holds, or can't hold any more, or when the time is over. That
   * something does not come, as with `atMost`, is only known then.
   *
   * @param signal - ends the waiting early
   * @throws {UsageError} naming all that is wrong with the verification
   */
  async verdictInTime(given: VerificationOption, signal?: AbortSignal): Promise<Verdict> {
    const { match, withinMs = 0, ...expectation } = this.read(given);
    const staysToTheEnd = mostOf(expectation) !== undefined && !expectation.times;
    const now = () => verdictOn(this.journal.evidence(), match, expectation);
    const isSettled = ({ holds, isFinal }: Verdict) => isFinal || (holds && !staysToTheEnd);
    const verdict = now();
    if (isSettled(verdict) || withinMs === 0 || signal?.aborted) return verdict;
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        unsubscribe();
        signal?.removeEventListener('abort', end);
        resolve(now());
      };
      const timer = setTimeout(end, withinMs);
      const unsubscribe = this.journal.onNews((news) => {
        if (news.type === 'closed') end();
        else if (news.type === 'record' && isMatched(news.record, match) && isSettled(now())) end();
      });
      signal?.addEventListener('abort', end);
    });
  }

  private read(given: VerificationOption) {
    this.schema ??= verificationSchema();
    return readValue(this.schema, given);
  }
}

/** Whether a record can make a difference: the others need no look at all that is kept. */
function isMatched(record: JournalRecord, match: CallMatch): boolean {
  const call = statusCallOf(record);
  return call !== undefined && compared(call, match).differences.length === 0;
}
