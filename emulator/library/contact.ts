import { Element, parse } from 'ltx';
import { EmulatorError } from '../emulator-error.js';
import { withFields } from '../expected.js';
import type { FullJid } from '../jid.js';
import { readTimeout, type WaitOptions } from '../options/wait-options.js';
import type { ClientConnection, ClientSession } from '../session-manager/session.js';
import { type SessionEnd, streamEnds } from '../session-manager/session-end.js';
import type { SessionManager } from '../session-manager/session-manager.js';
import { CLIENT_NS, xmlProblem } from '../session-manager/stanza.js';
import { checkStanzaMatcher, mismatches, type StanzaMatcher } from './contact-match.js';

/** A contact did not receive what was waited for, or can't do what it was to do. */
export class ContactError extends EmulatorError {
  /** The class's name. */
  override readonly name = 'ContactError';

  /** @internal */
  constructor(
    /**
     * `CONTACT_TIMEOUT`: nothing that matches came in time; `CONTACT_GONE`: the session is over; `CONTACT_STANZA`: what
     * is to be sent is no stanza.
     */
    readonly code: 'CONTACT_TIMEOUT' | 'CONTACT_GONE' | 'CONTACT_STANZA',
    message: string,
  ) {
    super(message);
  }
}

interface Waiting {
  readonly match: StanzaMatcher;
  readonly resolve: (stanza: Element) => void;
  readonly reject: (error: unknown) => void;
}

/** How many stanzas an error message shows. */
const SHOWN = 10;

/**
 * A session inside the process: what an XMPP client would see, without one. It has the same session behind it as a
 * client that is connected, and ends as that would: where another takes its resource, where its account is removed,
 * where what it gets is no XML.
 */
export class Contact {
  private readonly session: ClientSession;
  private readonly stanzas: Element[] = [];
  private readonly untaken: Element[] = [];
  private readonly waiting = new Set<Waiting>();
  private gone: string | undefined;
  private condition: string | undefined;

  /** @internal Use the emulator's `contact`. */
  constructor(
    jid: FullJid,
    private readonly manager: SessionManager,
  ) {
    const connection: ClientConnection = {
      deliver: (stanza) => this.take(stanza),
      end: (reason) => {
        this.condition = streamEnds[reason].condition;
        this.over(ENDS[reason]);
      },
      cut: () => {
        this.over('its connection was cut');
        manager.closeClient(this.session);
        return true;
      },
    };
    this.session = manager.openClient(jid, connection);
  }

  /** The full JID. */
  get jid(): string {
    return this.session.address;
  }

  /** Every stanza so far, in the order in which they came. */
  get received(): readonly Element[] {
    return this.stanzas;
  }

  /** Whether the session has ended, and why; `undefined` while it goes on. */
  get ended(): string | undefined {
    return this.gone;
  }

  /** The condition of the stream error that a client would have got; `undefined` where there was none. */
  get streamError(): string | undefined {
    return this.condition;
  }

  /**
   * The first stanza that matches and was not taken before, or else the next one that comes.
   *
   * @param match - what it must be like, or a function that says whether it will do; what that throws, this throws
   * @throws {@link UsageError} naming what is wrong with the match or the options
   * @throws {@link ContactError} `CONTACT_TIMEOUT` with what came instead, where none comes in time; `CONTACT_GONE` where the
   *   session is over
   */
  async receives(match: StanzaMatcher, options?: WaitOptions): Promise<Element> {
    const timeout = readTimeout(options);
    checkStanzaMatcher(match);
    const there = this.untaken.findIndex((stanza) => mismatches(stanza, match).length === 0);
    const [taken] = there < 0 ? [] : this.untaken.splice(there, 1);
    if (taken !== undefined) return taken;
    if (this.gone !== undefined) throw this.goneError(match);
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        match,
        resolve: (stanza) => {
          clearTimeout(timer);
          resolve(stanza);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      const timer = setTimeout(() => {
        this.waiting.delete(waiting);
        const text = `${this.jid} did not receive ${described(match)} within ${timeout} ms. ${this.whatCame(match)}`;
        reject(new ContactError('CONTACT_TIMEOUT', text));
      }, timeout);
      this.waiting.add(waiting);
    });
  }

  /**
   * Sends a stanza; the server sets its `from`.
   *
   * @param stanza - an ltx element, or XML
   * @throws {@link ContactError} `CONTACT_GONE` where the session is over
   * @throws {@link ContactError} `CONTACT_STANZA` where a text is not one XML element
   */
  send(stanza: Element | string): void {
    if (this.gone !== undefined)
      throw new ContactError('CONTACT_GONE', `${this.jid} can't send any more: ${this.gone}`);
    const element = typeof stanza === 'string' ? this.parsed(stanza) : stanza;
    element.attrs.xmlns ??= CLIENT_NS;
    this.manager.receive(this.session, element);
  }

  /** Leaves, as a client does that closes its stream. */
  leave(): void {
    if (this.gone !== undefined) return;
    this.over('it has left');
    this.manager.closeClient(this.session);
  }

  private parsed(text: string): Element {
    try {
      // in an element of its own, so that a second stanza or text after the first does not go unnoticed
      const [stanza, ...others] = parse(`<stanzas>${text.trim()}</stanzas>`).children;
      if (stanza instanceof Element && others.length === 0) {
        stanza.parent = null;
        return stanza;
      }
    } catch {
      // no XML at all: told below
    }
    const expected = 'expected one XML element, such as <presence/>';
    throw new ContactError('CONTACT_STANZA', `${this.jid} can't send ${JSON.stringify(text)}: ${expected}`);
  }

  private take(stanza: Element): void {
    if (this.gone !== undefined) return;
    const problem = xmlProblem(stanza);
    if (problem !== undefined) {
      this.over(`its stream broke: ${problem}, which is no XML`);
      this.manager.closeClient(this.session);
      return;
    }
    this.stanzas.push(stanza);
    for (const waiting of this.waiting) if (this.isTaken(stanza, waiting)) return;
    this.untaken.push(stanza);
  }

  /** Whether somebody waits for this. A matcher's function that throws harms nobody but who waits with it. */
  private isTaken(stanza: Element, waiting: Waiting): boolean {
    let isMatch = false;
    try {
      isMatch = mismatches(stanza, waiting.match).length === 0;
      if (!isMatch) return false;
      waiting.resolve(stanza);
    } catch (failure) {
      waiting.reject(failure);
    }
    this.waiting.delete(waiting);
    return isMatch;
  }

  private over(why: string): void {
    this.gone = why;
    for (const { match, reject } of this.waiting) reject(this.goneError(match));
    this.waiting.clear();
  }

  private goneError(match: StanzaMatcher): ContactError {
    const text = `${this.jid} can't receive ${described(match)} any more: ${this.gone}. ${this.whatCame(match)}`;
    return new ContactError('CONTACT_GONE', text);
  }

  /** What was not taken, and how each differs from what was sought. */
  private whatCame(match: StanzaMatcher): string {
    if (this.untaken.length === 0) return 'Nothing else came.';
    const why = (stanza: Element) =>
      typeof match === 'function' ? 'the function said no' : mismatches(stanza, match).join('; ');
    const lines = this.untaken.slice(-SHOWN).map((stanza) => `  ${stanza}\n    ${why(stanza)}`);
    return `What came and was not taken:\n${lines.join('\n')}`;
  }
}

const ENDS: { readonly [end in SessionEnd]: string } = {
  closed: 'it has left',
  removed: 'its session was removed',
  replaced: 'another session took its resource (conflict)',
  'account-removed': 'its account was removed',
  'domain-removed': 'its domain was removed',
  reset: 'the emulator was reset',
  stopped: 'the emulator was stopped',
};

function described(match: StanzaMatcher): string {
  if (typeof match === 'function') return 'a stanza for which the function says yes';
  return withFields('a stanza', match);
}
