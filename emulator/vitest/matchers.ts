import type { CallMatch, JournalEntry, JournalFilter, PresenceMatch, WaitOptions } from 'tigase-emulator';
import type { MatcherState } from 'vitest';
import { requestLine } from '../journal/request-line.js';
import { Emulator } from '../library/emulator.js';
import { readTimeout } from '../options/wait-options.js';
import { PresenceError } from '../presence/presence-error.js';
import { expectedInWords } from '../verification/expectation.js';
import { VerificationError } from '../verification/verification-error.js';
import type { ReceivedStatusExpectation } from './tigase-matchers.js';

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What vitest's `expect.extend` takes. */
export const tigaseMatchers = {
  async toHavePresence(
    this: MatcherState,
    received: unknown,
    user: string,
    match?: PresenceMatch,
    options?: WaitOptions,
  ): Promise<MatcherResult> {
    const tigase = emulatorIn(received, 'toHavePresence');
    return this.isNot
      ? failing(this, () => tigase.waitForNoPresence(user, match, options))
      : failing(this, () => tigase.waitForPresence(user, match, options));
  },

  async toHaveReceivedStatus(
    this: MatcherState,
    received: unknown,
    ...given: StatusArguments
  ): Promise<MatcherResult> {
    const tigase = emulatorIn(received, 'toHaveReceivedStatus');
    const { match, expectation } = statusArguments(given);
    const { timeout, ...counts } = expectation;
    const withinMs = readTimeout({ timeout: timeout ?? (this.isNot ? 0 : undefined) });
    if (!this.isNot) return failing(this, () => tigase.verification({ match, ...counts, withinMs }));
    if (Object.keys(counts).length === 0)
      return failing(this, () => tigase.verification({ match, atMost: 0, withinMs }));
    const { holds, text } = await verdict(() => tigase.verify(match, counts));
    const unwanted = `expected anything but ${expectedInWords(counts)} of the status endpoint, but there was just that`;
    return { pass: holds, message: () => (holds ? unwanted : text) };
  },

  toHaveNoWarnings(received: unknown, filter: JournalFilter = {}): MatcherResult {
    const tigase = emulatorIn(received, 'toHaveNoWarnings');
    const warned = tigase.journal.entries(filter).filter(({ notes }) => notes.some(isWarning));
    const message = () =>
      warned.length === 0
        ? 'expected a warning, but there was none'
        : `expected no warning, but there were some on\n\n${warned.map(inWords).join('\n')}`;
    return { pass: warned.length === 0, message };
  },
};

type StatusArguments =
  | [match?: CallMatch, expectation?: ReceivedStatusExpectation]
  | [user: string, match?: CallMatch, expectation?: ReceivedStatusExpectation];

function statusArguments(given: StatusArguments): {
  readonly match: CallMatch;
  readonly expectation: ReceivedStatusExpectation;
} {
  if (typeof given[0] !== 'string') {
    const [match = {}, expectation = {}] = given as [CallMatch?, ReceivedStatusExpectation?];
    return { match, expectation };
  }
  const [user, match, expectation = {}] = given as [string, CallMatch?, ReceivedStatusExpectation?];
  return { match: { user, ...match }, expectation };
}

/** What is asked for by its right name: another value would only fail somewhere inside. */
function emulatorIn(received: unknown, matcher: string): Emulator {
  if (received instanceof Emulator) return received;
  throw new TypeError(`${matcher} is about an emulator: write expect(tigase).${matcher}(…)`);
}

/** The result of a check that throws what is wrong; vitest turns it round where there is a `not`. */
async function failing({ isNot }: MatcherState, check: () => Promise<unknown>): Promise<MatcherResult> {
  const { holds, text } = await verdict(check);
  return { pass: isNot ? !holds : holds, message: () => text };
}

/** Whether a check holds, and what it says where it does not; other errors, such as wrong arguments, go on. */
async function verdict(check: () => unknown): Promise<{ readonly holds: boolean; readonly text: string }> {
  try {
    await check();
    return { holds: true, text: '' };
  } catch (failure) {
    if (failure instanceof PresenceError || failure instanceof VerificationError)
      return { holds: false, text: failure.message };
    throw failure;
  }
}

const isWarning = ({ severity }: { readonly severity: string }) => severity === 'warning';

function inWords({ id, kind, user, request, response, notes }: JournalEntry): string {
  const what =
    request === undefined ? `${kind} of ${user}` : requestLine({ ...request, status: response?.status });
  const warnings = notes.filter(isWarning).map(({ code, text }) => `      ${code}: ${text}`);
  return [`  #${id} ${what}`, ...warnings].join('\n');
}
