import type { EventStream } from '../event-stream.js';
import type { Journal } from '../journal/journal.js';
import type { SessionEvent } from '../session-manager/events.js';
import type { SessionView } from '../session-manager/session.js';
import { PresenceError } from './presence-error.js';
import { presenceFailure } from './presence-failure.js';
import { type PresenceExpectation, presenceMismatches } from './presence-match.js';

export interface PresenceWatchOptions {
  readonly presence: (user: string) => SessionView[];
  readonly accounts: () => readonly string[];
  readonly journal: Journal;
  readonly events: EventStream<SessionEvent>;
  /** Tells of changes from outside, such as a reset. */
  readonly changes: EventStream<undefined>;
}

/** Waits for users' presence to become what it should be. */
export class PresenceWatch {
  constructor(private readonly options: PresenceWatchOptions) {}

  /**
   * Resolves as soon as the presence is as expected, with the session that matches where one is wanted.
   *
   * @throws {@link PresenceError} where it is not in time
   */
  async until(expectation: PresenceExpectation): Promise<SessionView | undefined> {
    const { user, match, isWanted, timeout } = expectation;
    const { presence, events, changes, journal } = this.options;
    const found = () => presence(user).find((session) => presenceMismatches(session, match).length === 0);
    const holds = () => (found() !== undefined) === isWanted;
    if (!holds())
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer);
          for (const unsubscribe of subscriptions) unsubscribe();
          resolve();
        };
        const timer = setTimeout(end, timeout);
        const look = () => queueMicrotask(() => holds() && end()); // what is told of is done by then
        const subscriptions = [
          events.subscribe(look),
          changes.subscribe(look),
          journal.onNews(({ type }) => type === 'closed' && end()),
        ];
      });
    if (holds()) return found();
    const sessions = presence(user);
    const told = { sessions, accounts: this.options.accounts(), calls: callsFor(user, journal) };
    throw new PresenceError(presenceFailure(expectation, told), sessions);
  }
}

/** How many calls are told. */
const SHOWN = 3;

function callsFor(user: string, journal: Journal) {
  return journal.entries({ user, kind: 'request' }).slice(-SHOWN);
}
