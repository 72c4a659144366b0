import type { Journal } from '../journal/journal.js';
import type { JournalRecord } from '../journal/journal-record.js';
import type { StatusCall } from '../journal/status-call.js';
import { statusCallOf } from '../journal/status-call-of.js';
import type { CallExpectation, CallMatch } from './expectation.js';
import { compared } from './nearness.js';
import { type Outcome, outcomeOf, warningsOf } from './verification.js';

interface Counted {
  readonly id: number;
  readonly warnings: number;
}

/** Counts the calls that match as they come, so that who waits need not look at all that is kept with each of them. */
export class Tally {
  /** The calls that match and are kept, oldest first. */
  private counted: Counted[] = [];
  private warnings = 0;
  private isStale = false;

  constructor(
    private readonly journal: Journal,
    private readonly match: CallMatch,
    private readonly expectation: CallExpectation,
  ) {
    this.countAll();
  }

  /** What there is to say of what is kept. */
  outcome(): Outcome {
    const { oldestId } = this.journal;
    while ((this.counted[0]?.id ?? oldestId) < oldestId) this.warnings -= this.counted.shift()?.warnings ?? 0;
    return outcomeOf(this.counted.length, this.warnings, this.expectation);
  }

  /** Counts a record that came where it matches. Returns whether it does. */
  add(record: JournalRecord): boolean {
    const call = statusCallOf(record);
    if (call === undefined || !this.isMatch(call)) return false;
    if (this.isStale) this.countAll();
    else this.count(call);
    return true;
  }

  /** What is kept is about to be another: it is counted anew with the next call that matches. */
  forget(): void {
    this.isStale = true;
  }

  private countAll(): void {
    this.isStale = false;
    this.counted = [];
    this.warnings = 0;
    for (const call of this.journal.evidence().calls) if (this.isMatch(call)) this.count(call);
  }

  private isMatch(call: StatusCall): boolean {
    return compared(call, this.match).differences.length === 0;
  }

  private count(call: StatusCall): void {
    const warnings = warningsOf(call).length;
    this.counted.push({ id: call.id, warnings });
    this.warnings += warnings;
  }
}
