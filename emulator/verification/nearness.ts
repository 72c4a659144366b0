import { distance } from 'fastest-levenshtein';
import { comparable } from '../jid.js';
import type { StatusCall } from '../journal/status-call.js';
import type { CallMatch } from './expectation.js';

/** What a field must be, and what it is: texts, or `null` where none was given. */
export interface Difference {
  /** Which. */
  readonly field: keyof CallMatch;
  /** What it must be. */
  readonly sought: string | null;
  /** What it is; there is none where the call was refused before it got so far. */
  readonly came?: string | null;
}

/** A call that does not match, and where. */
export interface ComparedCall {
  readonly call: StatusCall;
  readonly differences: readonly Difference[];
}

/** What is compared in whatever letter case, as Tigase's users, domains and resources are. */
const CASELESS: ReadonlySet<keyof CallMatch> = new Set(['user', 'domain', 'resource']);

/** Compares a call with a match, field by field. */
export function compared(call: StatusCall, match: CallMatch): ComparedCall {
  const fields = Object.entries(match) as [keyof CallMatch, string | number | boolean | null | undefined][];
  const differences = fields.flatMap(([field, wanted]): Difference[] => {
    if (wanted === undefined) return [];
    const sought = wanted === null ? null : String(wanted);
    const value = call[field];
    if (value === undefined) return [{ field, sought }];
    const came = value === null ? null : String(value);
    return isLike(field, sought, came) ? [] : [{ field, sought, came }];
  });
  return { call, differences };
}

function isLike(field: keyof CallMatch, sought: string | null, came: string | null): boolean {
  if (sought === null || came === null || !CASELESS.has(field)) return sought === came;
  return comparable(sought) === comparable(came);
}

/** The nearest so many: those with the fewest differences, then those whose texts are the most alike, then the latest. */
export function nearest(compared: readonly ComparedCall[], most: number): ComparedCall[] {
  const far = new Map(compared.map((one) => [one, farness(one)]));
  const byNearness = (one: ComparedCall, other: ComparedCall) =>
    one.differences.length - other.differences.length ||
    (far.get(one) ?? 0) - (far.get(other) ?? 0) ||
    other.call.id - one.call.id;
  return [...compared].sort(byNearness).slice(0, most);
}

function farness({ differences }: ComparedCall): number {
  return differences.reduce((sum, { sought, came }) => sum + unlikeness(sought, came), 0);
}

/** From 0, the same, to 1: nothing in common. */
function unlikeness(one: string | null, other: string | null | undefined): number {
  if (one === null || other == null) return 1;
  const [a, b] = [comparable(one).slice(0, LONGEST), comparable(other).slice(0, LONGEST)];
  return distance(a, b) / Math.max(a.length, b.length, 1);
}

/** How much of a text is compared, in characters. */
const LONGEST = 200;
