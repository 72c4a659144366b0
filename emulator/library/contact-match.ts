import type { Element } from 'ltx';
import { z } from 'zod';
import { type Expected, expected, isExpected, mismatchInWords } from '../expected.js';
import { bareJidOf, comparable } from '../jid.js';
import { takes } from '../options/exactly.js';
import { readValue } from '../options/read-value.js';

/** What a stanza must be like; what is left out may be anything. */
export interface StanzaMatch {
  /** The stanza's name. */
  readonly kind?: 'presence' | 'message' | 'iq' | undefined;
  /** A full JID, or a bare one for any of the user's resources. */
  readonly from?: string | undefined;
  /** The same of whom it is for. */
  readonly to?: string | undefined;
  /** The attribute `type`; `null` for an available presence. */
  readonly type?: Expected | undefined;
  /** The attribute `id`. */
  readonly id?: Expected | undefined;
  /** The text of the child `show`. */
  readonly show?: Expected | undefined;
  /** The text of the child `status`. */
  readonly status?: Expected | undefined;
  /** The text of the child `priority`. */
  readonly priority?: Expected | undefined;
  /** The text of the child `body`. */
  readonly body?: Expected | undefined;
  /** The text of the child `subject`. */
  readonly subject?: Expected | undefined;
}

/** A match, or a function that says whether a stanza will do. */
export type StanzaMatcher = StanzaMatch | ((stanza: Element) => boolean);

const stanzaMatch = takes<StanzaMatch>()(
  z.strictObject({
    kind: z.enum(['presence', 'message', 'iq']).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    type: expected.optional(),
    id: expected.optional(),
    show: expected.optional(),
    status: expected.optional(),
    priority: expected.optional(),
    body: expected.optional(),
    subject: expected.optional(),
  }),
);

/** @throws {@link UsageError} naming what is wrong with the matcher */
export function checkStanzaMatcher(matcher: StanzaMatcher): void {
  if (typeof matcher !== 'function') readValue(stanzaMatch, matcher);
}

const ATTRIBUTES: ReadonlySet<string> = new Set(['type', 'id']);

/** Where a stanza is not as it must be, field by field; nothing where it will do. */
export function mismatches(stanza: Element, match: StanzaMatcher): string[] {
  if (typeof match === 'function') return match(stanza) ? [] : ['the function said no'];
  return Object.entries(match).flatMap(([field, expected]: [string, Expected | undefined]) => {
    const found = fieldOf(stanza, field);
    if (expected === undefined || isAsExpected(field, found, expected)) return [];
    return [mismatchInWords(field, expected, found)];
  });
}

function fieldOf(stanza: Element, field: string): string | null {
  if (field === 'kind') return stanza.name;
  if (ATTRIBUTES.has(field) || field === 'from' || field === 'to') return stanza.attrs[field] ?? null;
  return stanza.getChildText(field);
}

function isAsExpected(field: string, found: string | null, wanted: Expected): boolean {
  if (found === null || wanted === null || (field !== 'from' && field !== 'to'))
    return isExpected(found, wanted);
  const jid = String(wanted);
  return comparable(jid.includes('/') ? found : bareJidOf(found)) === comparable(jid);
}
