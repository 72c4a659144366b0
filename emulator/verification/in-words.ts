import type { Evidence } from '../journal/evidence.js';
import { requestLine } from '../journal/request-line.js';
import { type CallExpectation, type CallMatch, expectedInWords } from './expectation.js';
import type { Difference } from './nearness.js';
import type { Miss, Verdict } from './verdict.js';

interface Told {
  readonly evidence: Evidence;
  readonly match: CallMatch;
  readonly expectation: CallExpectation;
  /** Whether the number of calls is as expected. */
  readonly isEnough: boolean;
  /** The calls that matched. */
  readonly matched: readonly Miss[];
}

type Found = Pick<Verdict, 'count' | 'misses' | 'warnings'>;

/** How many calls and requests are told where they are not what is wrong. */
const SHOWN = 3;

/** Why a verification does not hold, made to be read in a test's output. */
export function inWords(found: Found, told: Told): string {
  const parts = [
    ...(told.isEnough ? [] : [countInWords(found, told)]),
    ...(found.warnings.length === 0 ? [] : [warningsInWords(found.warnings, told.match)]),
  ];
  return parts.join('\n\n');
}

function warningsInWords(warnings: Found['warnings'], match: CallMatch): string {
  const lines = warnings.map(({ id, code, text }) => `  #${id} ${code}: ${text}`);
  return sections(`expected no warnings on calls ${matchInWords(match)}`, 'but Tigase’s traps were there', [
    lines,
  ]);
}

function countInWords({ count, misses }: Found, { evidence, match, expectation, matched }: Told): string {
  const sought = `expected ${expectedInWords(expectation)} of the status endpoint ${matchInWords(match)}`;
  const found = `but there ${count === 1 ? 'was' : 'were'} ${count === 0 ? 'none' : count}`;
  const kept = keptInWords(evidence);
  if (misses.length > 0)
    return sections(sought, found, [['the nearest that came:', ...misses.flatMap(missInWords)], ...kept]);
  if (count === 0)
    return sections(sought, found, [
      ['no call of the status endpoint came'],
      ...othersInWords(evidence),
      ...kept,
    ]);
  const title = `${count > SHOWN ? `the latest ${SHOWN} that matched` : 'what matched'}:`;
  return sections(sought, found, [[title], matched.slice(-SHOWN).map(callInWords), ...kept]);
}

function sections(expected: string, found: string, parts: readonly (readonly string[])[]): string {
  return [`${expected},`, found, '', ...parts.flat()].join('\n');
}

function matchInWords(match: CallMatch): string {
  const fields = Object.entries(match).filter(([, value]) => value !== undefined);
  if (fields.length === 0) return 'at all';
  return `with ${fields.map(([field, value]) => `${field} ${shown(value === null ? null : String(value))}`).join(', ')}`;
}

function missInWords(miss: Miss): string[] {
  const width = Math.max(...miss.differences.map(({ field }) => field.length));
  return [
    callInWords(miss),
    ...miss.differences.map((difference) => `      ${differenceInWords(difference, width)}`),
  ];
}

function differenceInWords({ field, sought, came }: Difference, width: number): string {
  const found = came === undefined ? 'it did not get so far' : `came ${shown(came)}`;
  return `${field.padEnd(width)}  sought ${shown(sought)}, ${found}`;
}

function callInWords({ id, method, path, responseStatus }: Miss): string {
  return `  #${id} ${requestLine({ method, path, status: responseStatus })}`;
}

function othersInWords({ others }: Evidence): string[][] {
  if (others.length === 0) return [];
  const latest = others.slice(-SHOWN).map((other) => `  ${other}`);
  return [[`other requests did, which are none (${others.length}), such as`, ...latest]];
}

/** What is not kept can't be counted. */
function keptInWords({ dropped }: Evidence): string[][] {
  if (dropped === 0) return [];
  const entries = dropped === 1 ? '1 earlier entry' : `${dropped} earlier entries`;
  return [
    [`the journal keeps no more than limits.journal: ${entries} had to make way, and can not be counted`],
  ];
}

function shown(value: string | null): string {
  return value === null ? 'none' : JSON.stringify(value);
}
