import type { Journal } from '../journal/journal.js';
import { readValue } from '../read-value.js';
import {
  mostOf,
  type VerificationOption,
  type VerificationSchema,
  verificationSchema,
} from './expectation.js';
import { Tally } from './tally.js';
import { type Verdict, verdictOn } from './verification.js';

/** Compares what the journal keeps with what is expected. */
export class Verifier {
  private schema: VerificationSchema | undefined;

  constructor(private readonly journal: Journal) {}

  /**
   * What there is to say now.
   *
   * @throws {@link UsageError} naming all that is wrong with the verification
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
   * @throws {@link UsageError} naming all that is wrong with the verification
   */
  async verdictInTime(given: VerificationOption, signal?: AbortSignal): Promise<Verdict> {
    const { match, withinMs = 0, ...expectation } = this.read(given);
    const { journal } = this;
    const now = () => verdictOn(journal.evidence(), match, expectation);
    if (withinMs === 0 || journal.isOver || signal?.aborted) return now();
    const staysToTheEnd = mostOf(expectation) !== undefined && !expectation.times;
    const tally = new Tally(journal, match, expectation);
    const isSettled = () => {
      const { holds, isFinal } = tally.outcome();
      return isFinal || (holds && !staysToTheEnd);
    };
    if (isSettled()) return now();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        unsubscribe();
        signal?.removeEventListener('abort', end);
        resolve(now());
      };
      const timer = setTimeout(end, withinMs);
      const unsubscribe = journal.onNews((news) => {
        if (news.type === 'closed') end();
        else if (news.type === 'record' && tally.add(news.record) && isSettled()) end();
        else if (news.type === 'cleared') tally.forget();
      });
      signal?.addEventListener('abort', end);
    });
  }

  private read(given: VerificationOption) {
    this.schema ??= verificationSchema();
    return readValue(this.schema, given);
  }
}
