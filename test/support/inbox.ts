import type { Element } from 'ltx';
import { mismatches, type StanzaMatcher } from '../../emulator/library/contact-match.js';

interface Waiting {
  readonly match: StanzaMatcher;
  readonly resolve: (stanza: Element) => void;
}

/** The stanzas that a client got, to be waited for by what they are like; each is taken once. */
export class Inbox {
  /** Every stanza so far, in the order in which they came. */
  readonly received: Element[] = [];
  private readonly untaken: Element[] = [];
  private readonly waiting = new Set<Waiting>();

  constructor(private readonly owner: string) {}

  take(stanza: Element): void {
    this.received.push(stanza);
    for (const waiting of this.waiting) {
      if (mismatches(stanza, waiting.match).length > 0) continue;
      this.waiting.delete(waiting);
      waiting.resolve(stanza);
      return;
    }
    this.untaken.push(stanza);
  }

  /** The first stanza that matches and was not taken before, or else the next one that comes. */
  receives(match: StanzaMatcher): Promise<Element> {
    const there = this.untaken.findIndex((stanza) => mismatches(stanza, match).length === 0);
    const [taken] = there < 0 ? [] : this.untaken.splice(there, 1);
    if (taken !== undefined) return Promise.resolve(taken);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const came = this.untaken.join('\n') || 'nothing';
        reject(new Error(`${this.owner} waits for ${JSON.stringify(match)}; what came instead: ${came}`));
      }, 2000);
      this.waiting.add({
        match,
        resolve: (stanza) => {
          clearTimeout(timer);
          resolve(stanza);
        },
      });
    });
  }
}
