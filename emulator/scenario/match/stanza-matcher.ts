import { bareJidOf, comparable } from '../../jid.js';
import type { Variables } from '../variables.js';
import { matchValue } from './match-value.js';
import { both, type Match, type Matcher, type Path, type XmlMatcher } from './matcher.js';
import { matchXml } from './xml-matcher.js';
import type { XmlElement } from './xml-node.js';

export const STANZA_KINDS = ['presence', 'message', 'iq'] as const;

export type StanzaKind = (typeof STANZA_KINDS)[number];

/** The attributes of a stanza that a step can name. */
export const STANZA_ATTRIBUTES = ['from', 'to', 'type', 'id'] as const;

/** The children of a stanza whose text a step can name. */
export const STANZA_CHILDREN = ['show', 'status', 'priority', 'body', 'subject'] as const;

export type StanzaField = (typeof STANZA_ATTRIBUTES)[number] | (typeof STANZA_CHILDREN)[number];

/** What a stanza is expected to be. */
export interface StanzaMatcher {
  readonly path: Path;
  /** `undefined`: any. */
  readonly kind: StanzaKind | undefined;
  readonly fields: readonly { readonly field: StanzaField; readonly matcher: Matcher }[];
  readonly xml: XmlMatcher | undefined;
}

/** Holds a stanza against what was expected. A bare JID stands for all of its resources. */
export function matchStanza(expected: StanzaMatcher, stanza: XmlElement, variables: Variables): Match {
  if (expected.kind !== undefined && expected.kind !== stanza.name) {
    const mismatch = { path: expected.path, what: ['kind'], expected: expected.kind, found: stanza.name };
    return { mismatches: [mismatch], captures: {} };
  }
  const matches = expected.fields.map(({ field, matcher }) =>
    matchValue(matcher, {
      value: fieldOf(stanza, field),
      what: [field],
      variables,
      isText: true,
      ...(field === 'from' || field === 'to' ? { isSameText: isSameAddress } : {}),
    }),
  );
  if (expected.xml !== undefined) matches.push(matchXml(expected.xml, stanza, [], variables));
  return both(matches);
}

export function fieldOf(stanza: XmlElement, field: StanzaField): string | undefined {
  if ((STANZA_ATTRIBUTES as readonly string[]).includes(field))
    return stanza.attributes.find(({ name, namespace }) => name === field && namespace === '')?.value;
  return stanza.children.find(({ name, namespace }) => name === field && namespace === stanza.namespace)
    ?.text;
}

function isSameAddress(expected: string, found: string): boolean {
  return comparable(expected.includes('/') ? found : bareJidOf(found)) === comparable(expected);
}
