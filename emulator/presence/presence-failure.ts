import { withFields } from '../expected.js';
import { comparable } from '../jid.js';
import type { JournalEntry } from '../journal/entry.js';
import { requestLine } from '../journal/request-line.js';
import { suggestion } from '../options/option-errors.js';
import type { SessionView } from '../session-manager/session.js';
import { type PresenceExpectation, type PresenceMatch, presenceMismatches } from './presence-match.js';

interface Told {
  readonly sessions: readonly SessionView[];
  /** The bare JIDs of all accounts. */
  readonly accounts: readonly string[];
  /** The latest requests for the user. */
  readonly calls: readonly JournalEntry[];
}

/** Why a presence is not what it should be, made to be read in a test's output. */
export function presenceFailure(
  expectation: PresenceExpectation,
  { sessions, accounts, calls }: Told,
): string {
  const { user, match, isWanted, timeout } = expectation;
  const sought = withFields(`${isWanted ? 'a' : 'no'} presence`, match);
  const found = isWanted ? 'there was none' : 'there still was one';
  return [
    `expected ${user} to have ${sought},`,
    `but within ${timeout} ms ${found}`,
    '',
    ...sessionsInWords(user, match, sessions),
    ...(isWanted ? [...callsInWords(user, calls), ...nameHint(user, sessions, calls, accounts)] : []),
  ].join('\n');
}

function sessionsInWords(user: string, match: PresenceMatch, sessions: readonly SessionView[]): string[] {
  if (sessions.length === 0) return [`${user} has no session`];
  const byNearness = sessions
    .map((session) => ({ session, differences: presenceMismatches(session, match) }))
    .sort((one, other) => one.differences.length - other.differences.length);
  return [
    'the nearest first:',
    ...byNearness.flatMap(({ session, differences }) => [
      `  ${session.jid} (${session.kind})${differences.length === 0 ? ' matches' : ''}`,
      ...differences.map((difference) => `      ${difference}`),
    ]),
  ];
}

function callsInWords(user: string, calls: readonly JournalEntry[]): string[] {
  if (calls.length === 0) return [`no call for ${user} came`];
  return [`the latest calls for ${user}:`, ...calls.flatMap(callInWords)];
}

function callInWords({ id, request, response, change, notes }: JournalEntry): string[] {
  const outcome = change === undefined ? '' : `, success: ${change.success}`;
  return [
    `  #${id} ${request === undefined ? '' : requestLine({ ...request, status: response?.status })}${outcome}`,
    ...notes.map(({ severity, code, text }) => `      ${severity} ${code}: ${text}`),
  ];
}

/** A name that nobody has is often a slip. */
function nameHint(
  user: string,
  sessions: readonly SessionView[],
  calls: readonly JournalEntry[],
  accounts: readonly string[],
): string[] {
  if (sessions.length > 0 || calls.length > 0) return [];
  if (accounts.some((jid) => comparable(jid) === comparable(user))) return [];
  const meant = suggestion(user, accounts);
  return [`there is no account ${user}${meant === undefined ? '' : `: did you mean ${meant}?`}`];
}
