import type { JournalEntry } from '../journal/entry.js';
import type { Journal } from '../journal/journal.js';
import { readValue } from '../options/read-value.js';
import {
  type CallMatch,
  mostOf,
  type VerificationOption,
  type VerificationSchema,
  verificationSchema,
} from './expectation.js';
import { Tally } from './tally.js';
import type { Verdict } from './verdict.js';
import { verdictOn } from './verification.js';
import { VerificationError } from './verification-error.js';

/** Compares what the journal keeps with what is expected. */
export class Verifier {
  private schema: VerificationSchema | undefined;

  constructor(private readonly journal: Journal) {}

  /**
   * How many calls match, where the verification holds now.
   *
   * @throws {@link VerificationError} where it does not
   * @throws {@link UsageError} naming all that is wrong with the verification
   */
  verify(given: VerificationOption): { readonly count: number } {
    const { match, withinMs, ...expectation } = this.read(given);
    return upheld(verdictOn(this.journal.evidence(), match, expectation));
  }

  /**
   * The same as soon as it holds, within `withinMs`. That something does not come, as with `atMost`, is only known then.
   *
   * @param signal - ends the waiting early
   * @throws {@link VerificationError} as soon as it can't hold any more, or where it does not hold in time
   * @throws {@link UsageError} naming all that is wrong with the verification
   */
  async verifyInTime(given: VerificationOption, signal?: AbortSignal): Promise<{ readonly count: number }> {
    return upheld(await this.verdictInTime(given, signal));
  }

  /**
   * The first call that matches, of those that are kept or that come within `withinMs`.
   *
   * @throws {@link VerificationError} where there is none in time
   * @throws {@link UsageError} naming what is wrong with the match
   */
  async first(match: CallMatch, withinMs: number): Promise<JournalEntry> {
    const verdict = await this.verdictInTime({ match, withinMs });
    const [id = 0] = verdict.matched;
    const record = this.journal.record(id);
    if (record === undefined) throw new VerificationError(verdict);
    return this.journal.entry(record);
  }

  private async verdictInTime(given: VerificationOption, signal?: AbortSignal): Promise<Verdict> {
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

function upheld(verdict: Verdict): { readonly count: number } {
  if (!verdict.holds) throw new VerificationError(verdict);
  return { count: verdict.count };
}
