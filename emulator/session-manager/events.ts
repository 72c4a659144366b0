import type { Element } from 'ltx';
import type { Note } from '../note.js';
import type { ClientSession, Session } from './session.js';

/**
 * Why a session ended: it was `removed` through the endpoint, another took its resource (`replaced`), its client
 * left (`closed`), its account or its domain was removed, the state was put back (`reset`), or the server stopped.
 */
export type SessionEnd =
  | 'removed'
  | 'replaced'
  | 'closed'
  | 'account-removed'
  | 'domain-removed'
  | 'reset'
  | 'stopped';

/** How the end of a session is told to its client: the stream error's condition (RFC 6120, section 4.9.3), and why. */
export const streamEnds = {
  closed: { condition: 'system-shutdown', reason: 'The session is over' },
  'account-removed': { condition: 'not-authorized', reason: 'The account was removed' },
  'domain-removed': { condition: 'host-gone', reason: 'The domain was removed' },
  removed: { condition: 'conflict', reason: 'The session was removed' },
  reset: { condition: 'reset', reason: 'The emulator was reset' },
  stopped: { condition: 'system-shutdown', reason: 'The emulator stops' },
  replaced: { condition: 'conflict', reason: 'Another session took the resource' },
} as const satisfies {
  readonly [end in SessionEnd]: { readonly condition: string; readonly reason: string };
};

/** What the session manager tells whoever listens, in the order in which it happens. */
export type SessionEvent =
  | { readonly type: 'session-opened'; readonly session: Session }
  /** What a session tells all who may see it. */
  | { readonly type: 'presence'; readonly session: Session; readonly stanza: Element }
  /** A client sent a stanza, which is dealt with by now; the notes say what there is to say about that. */
  | {
      readonly type: 'stanza-received';
      readonly session: ClientSession;
      readonly stanza: Element;
      readonly notes: readonly Note[];
      readonly effects: Effects;
    }
  /** A client gets a stanza. */
  | {
      readonly type: 'stanza-sent';
      readonly session: ClientSession;
      readonly stanza: Element;
      readonly notes: readonly Note[];
      /** Where it comes late, on request: the number of the last event before it was to come. */
      readonly lateFor: number | undefined;
    }
  /** A client does not get a stanza which it should, on request. */
  | {
      readonly type: 'stanza-lost';
      readonly session: ClientSession;
      readonly stanza: Element;
      readonly notes: readonly Note[];
    }
  | { readonly type: 'session-closed'; readonly session: Session; readonly end: SessionEnd };

/** What an act brought about: the events from the number `first` on, up to `end`, which is none of them any more. */
export interface Effects {
  readonly first: number;
  readonly end: number;
}

/** Events are numbered in their order, from 0. */
export type Listener<Event> = (event: Event, number: number) => void;

/**
 * One stream of events with any number of listeners. A listener that throws harms neither the others nor the
 * one who emits: what it threw goes to `onError`.
 */
export class EventStream<Event> {
  private readonly listeners = new Set<Listener<Event>>();
  private emitted = 0;

  constructor(private readonly onError: (error: unknown) => void) {}

  /** How many events there were: the number that the next one has. */
  get count(): number {
    return this.emitted;
  }

  /** Whether somebody listens. */
  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  /** Calls `listener` with every event from now on, until the function that comes back is called. */
  subscribe(listener: Listener<Event>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells every listener of an event, which is only made where there is one. */
  emit(make: () => Event): void {
    const number = this.emitted;
    this.emitted += 1;
    if (this.listeners.size === 0) return;
    const event = make();
    for (const listener of this.listeners) {
      try {
        listener(event, number);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
