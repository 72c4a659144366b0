import type { CallExpectation, CallMatch, JournalFilter, PresenceMatch, WaitOptions } from 'tigase-emulator';

/** How many calls of the status endpoint there must be, and how long they are waited for. */
export interface ReceivedStatusExpectation extends CallExpectation, WaitOptions {}

/** The matchers for an emulator that importing `tigase-emulator/vitest` gives to vitest's `expect`. */
export interface TigaseMatchers {
  /**
   * Whether one of a user's sessions matches. It is waited for, by default for 1000 ms; with `not`, until none matches
   * any more.
   *
   * @param user - a bare JID
   * @param match - what the session must be like; any available one unless given
   */
  toHavePresence(user: string, match?: PresenceMatch, options?: WaitOptions): Promise<void>;

  /**
   * Whether the status endpoint was called so: at least once unless the expectation says otherwise. It is waited for,
   * by default for 1000 ms. With `not` it is looked at once, or watched for the `timeout` that is given.
   *
   * @param match - which calls are meant; every one unless given
   */
  toHaveReceivedStatus(match?: CallMatch, expectation?: ReceivedStatusExpectation): Promise<void>;

  /**
   * The same for one user.
   *
   * @param user - a bare JID
   */
  toHaveReceivedStatus(
    user: string,
    match?: CallMatch,
    expectation?: ReceivedStatusExpectation,
  ): Promise<void>;

  /**
   * Whether the journal tells of no warning: no show outside `chat`, `away`, `xa` and `dnd`, no priority that loses
   * messages, no field that Tigase ignores, and whatever else would go unnoticed.
   *
   * @param filter - which entries are looked at; all that are kept unless given
   */
  toHaveNoWarnings(filter?: JournalFilter): void;
}
