import type { Element } from 'ltx';
import { bareJidOf, comparable } from './jid.js';

/** What a field must be: a text, a regular expression, or `null` where it must be missing. */
export type Expected = string | number | RegExp | null;

/** What a stanza must be like; what is left out may be anything. */
export interface StanzaMatch {
  readonly kind?: 'presence' | 'message' | 'iq';
  /** A full JID, or a bare one for any of the user's resources. */
  readonly from?: string;
  readonly to?: string;
  readonly type?: Expected;
  readonly id?: Expected;
  readonly show?: Expected;
  readonly status?: Expected;
  readonly priority?: Expected;
  readonly body?: Expected;
  readonly subject?: Expected;
}

/** A match, or a function that says whether a stanza will do. */
export type StanzaMatcher = StanzaMatch | ((stanza: Element) => boolean);

const ATTRIBUTES: ReadonlySet<string> = new Set(['type', 'id']);

/** Where a stanza is not as it must be, field by field; nothing where it will do. */
export function mismatches(stanza: Element, match: StanzaMatcher): string[] {
  if (typeof match === 'function') return match(stanza) ? [] : ['the function said no'];
  return Object.entries(match).flatMap(([field, expected]: [string, Expected | undefined]) => {
    const found = fieldOf(stanza, field);
    if (expected === undefined || isAsExpected(field, found, expected)) return [];
    return [`${field}: expected ${shown(expected)}, found ${shown(found)}`];
  });
}

function fieldOf(stanza: Element, field: string): string | null {
  if (field === 'kind') return stanza.name;
  if (ATTRIBUTES.has(field) || field === 'from' || field === 'to') return stanza.attrs[field] ?? null;
  return stanza.getChildText(field);
}

function isAsExpected(field: string, found: string | null, expected: Expected): boolean {
  if (expected === null || found === null) return found === expected;
  if (expected instanceof RegExp) return found.search(expected) >= 0; // unlike test(), the same each time
  if (field !== 'from' && field !== 'to') return found === String(expected);
  const jid = String(expected);
  return comparable(jid.includes('/') ? found : bareJidOf(found)) === comparable(jid);
}

export function shown(value: Expected): string {
  if (value === null) return 'none';
  return value instanceof RegExp ? String(value) : JSON.stringify(value);
}
