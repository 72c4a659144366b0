import type { Element } from 'ltx';
import type { Effects } from '../event-stream.js';
import type { Note } from '../note.js';
import type { ClientSession, Session } from './session.js';
import type { SessionEnd } from './session-end.js';

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
