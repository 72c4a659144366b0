import { assigned } from '../match/assignment.js';
import type { Match } from '../match/matcher.js';
import { fieldOf, matchStanza, type StanzaMatcher } from '../match/stanza-matcher.js';
import type { XmlElement } from '../match/xml-node.js';
import type { Variables } from '../variables.js';

/** A stanza that came, and as what. */
export interface Arrived {
  readonly xml: string;
  readonly element: XmlElement;
  /** Counts from 0, in the order in which they came. */
  readonly index: number;
}

export type Taking =
  | { readonly taken: Arrived; readonly match: Match }
  /** None came that fits: what is there instead, the nearest first. */
  | { readonly nearest: readonly Near[] };

export interface Near {
  readonly arrived: Arrived;
  readonly match: Match;
  /** Whether it would fit, but came before another of its kind and sender that was taken already. */
  readonly tooEarly: boolean;
}

/**
 * The stanzas that came to one client and that no step has asked for yet. A stanza is taken by what it is, never by
 * its position; but of one kind from one sender servers keep the order, and so must the story.
 */
export class Inbox {
  private readonly untaken: Arrived[] = [];
  private readonly lastTaken = new Map<string, number>();
  private readonly waiting = new Set<() => void>();
  private arrivedSoFar = 0;
  private over: string | undefined;

  /** Why nothing comes any more; `undefined` while something may. */
  get ended(): string | undefined {
    return this.over;
  }

  /** What no step has taken. */
  get left(): readonly Arrived[] {
    return this.untaken;
  }

  add(xml: string, element: XmlElement): void {
    this.untaken.push({ xml, element, index: this.arrivedSoFar });
    this.arrivedSoFar += 1;
    this.wake();
  }

  end(why: string): void {
    this.over ??= why;
    this.wake();
  }

  /** Takes a stanza for each of several expectations, in whatever order they come, or waits for them, at the most so many milliseconds. */
  async takeAll(
    expected: readonly StanzaMatcher[],
    variables: Variables,
    ms: number,
  ): Promise<readonly Taking[]> {
    const deadline = performance.now() + ms;
    for (;;) {
      const table = expected.map((one) => this.untaken.map((arrived) => this.near(arrived, one, variables)));
      const partners = assigned(expected.length, this.untaken.length, (one, other) => {
        const near = table[one]?.[other];
        return near !== undefined && near.match.mismatches.length === 0 && !near.tooEarly;
      });
      const isComplete = !partners.includes(undefined);
      const left = deadline - performance.now();
      if (isComplete || this.over !== undefined || left <= 0) {
        const partnersOf = new Set(partners);
        const takings = table.map((row, one): Taking => {
          const near = row[partners[one] ?? -1];
          if (near !== undefined) return { taken: near.arrived, match: near.match };
          return { nearest: row.filter((_, index) => !partnersOf.has(index)).sort(byNearness) };
        });
        for (const taking of takings) if ('taken' in taking) this.remove(taking.taken);
        return takings;
      }
      await this.nextArrival(left);
    }
  }

  /** What has come and fits, though no step has taken it. */
  matching(expected: StanzaMatcher, variables: Variables): readonly Arrived[] {
    return this.untaken.filter(
      ({ element }) => matchStanza(expected, element, variables).mismatches.length === 0,
    );
  }

  /** Whether nothing can come any more; waits for that, at the most so many milliseconds. */
  async isOver(ms: number): Promise<boolean> {
    const deadline = performance.now() + ms;
    for (;;) {
      const left = deadline - performance.now();
      if (this.over !== undefined || left <= 0) return this.over !== undefined;
      await this.nextArrival(left);
    }
  }

  private remove(arrived: Arrived): void {
    const at = this.untaken.indexOf(arrived);
    if (at < 0) return;
    this.untaken.splice(at, 1);
    const series = seriesOf(arrived.element);
    this.lastTaken.set(series, Math.max(arrived.index, this.lastTaken.get(series) ?? -1));
  }

  private near(arrived: Arrived, expected: StanzaMatcher, variables: Variables): Near {
    const match = matchStanza(expected, arrived.element, variables);
    const tooEarly = arrived.index < (this.lastTaken.get(seriesOf(arrived.element)) ?? -1);
    return { arrived, match, tooEarly };
  }

  /** Resolves as a stanza comes, as nothing can come any more, or as the time is up. */
  private nextArrival(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
    });
  }

  private wake(): void {
    for (const done of this.waiting) done();
  }
}

/** Stanzas of one kind from one sender: only among these a server keeps the order. */
function seriesOf(element: XmlElement): string {
  return `${element.name} ${fieldOf(element, 'from') ?? ''}`;
}

function byNearness(one: Near, other: Near): number {
  return distanceOf(one) - distanceOf(other) || other.arrived.index - one.arrived.index;
}

/** Another kind of stanza is further away than any difference within one. */
function distanceOf({ match: { mismatches } }: Near): number {
  return mismatches.some(({ what }) => what[0] === 'kind') ? Number.POSITIVE_INFINITY : mismatches.length;
}
