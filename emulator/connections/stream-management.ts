import { Element } from 'ltx';
import { STANZAS_NS } from '../session-manager/stanza.js';
import { SM_NS } from './namespaces.js';

/** How often a client is asked for an acknowledgement, in stanzas. */
const ACK_EVERY = 10;

/**
 * The counters and the queue of XEP-0198: what a client has not acknowledged is kept, so that it can be sent again
 * where the client resumes, or returned where it does not.
 */
export class StreamManagement {
  private readonly unacknowledged: Element[] = [];
  private acknowledged = 0;
  private counted = 0;

  constructor(
    /** What the client resumes by. */
    readonly id: string,
    /** Whether the client may resume. */
    readonly resumes: boolean,
  ) {}

  /** How many stanzas came from the client. */
  get handled(): number {
    return this.counted;
  }

  /** Counts what came from the client. */
  received(element: Element): void {
    if (isStanza(element)) this.counted += 1;
  }

  /** Keeps a stanza that is sent; `true` where it is time to ask for an acknowledgement. */
  sent(stanza: Element): boolean {
    if (!isStanza(stanza)) return false;
    this.unacknowledged.push(stanza);
    return this.unacknowledged.length % ACK_EVERY === 0;
  }

  /** The client has got all up to the `h`-th stanza (counted modulo 2^32). */
  acknowledge(h: number): void {
    const news = (h - this.acknowledged) >>> 0;
    if (news > this.unacknowledged.length) return; // more than was sent: a client's mistake that harms nobody
    this.unacknowledged.splice(0, news);
    this.acknowledged = h >>> 0;
  }

  /** What the client has not acknowledged, oldest first. */
  get pending(): readonly Element[] {
    return this.unacknowledged;
  }

  answer(): Element {
    return new Element('a', { xmlns: SM_NS, h: String(this.handled) });
  }
}

/** What counts: neither Tigase's answers to unknown elements nor what the stream itself is about (XEP-0198, section 4). */
function isStanza({ name }: Element): boolean {
  return name === 'presence' || name === 'message' || name === 'iq';
}

/** Stream management can't be had as the client asked for it (XEP-0198, sections 3 and 5). */
export function managementFailed(condition: 'item-not-found' | 'unexpected-request'): Element {
  const failed = new Element('failed', { xmlns: SM_NS });
  failed.c(condition, { xmlns: STANZAS_NS });
  return failed;
}
