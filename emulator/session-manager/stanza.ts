import { Element } from 'ltx';
import { CHAR, NAME_RE } from 'xmlchars/xml/1.0/ed5.js';

/** The namespace of the stanzas that clients and the server exchange. */
export const CLIENT_NS = 'jabber:client';

/** The namespace of the conditions of stanza errors. */
export const STANZAS_NS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

/** Stanza errors (RFC 6120, section 8.3.3) with the type and the old-style code that Tigase sends along. */
const CONDITIONS = {
  'bad-request': { type: 'modify', code: '400' },
  'feature-not-implemented': { type: 'cancel', code: '501' },
  'item-not-found': { type: 'cancel', code: '404' },
  'not-allowed': { type: 'cancel', code: '405' },
  'not-authorized': { type: 'auth', code: '401' },
  'recipient-unavailable': { type: 'wait', code: '404' },
  'service-unavailable': { type: 'cancel', code: '503' },
} as const;

export type Condition = keyof typeof CONDITIONS;

/** A stanza for another address; children are shared, since stanzas are never changed once they are sent. */
export function addressed(stanza: Element, to: string): Element {
  return withAttributes(stanza, { to });
}

/** A copy with some attributes set, or with `undefined` taken off; children are shared. */
export function withAttributes(
  stanza: Element,
  attributes: { readonly [name: string]: string | undefined },
): Element {
  const copy = new Element(stanza.name, { ...stanza.attrs, ...attributes });
  copy.children = stanza.children;
  return copy;
}

/** An empty answer to a stanza: from whom it was sent to, to whom it came from, with its id. */
export function reply(stanza: Element, type: 'result' | 'error'): Element {
  const { id, from, to, xmlns } = stanza.attrs;
  const [prefix] = stanza.name.includes(':') ? stanza.name.split(':') : [];
  const namespace =
    prefix === undefined
      ? { xmlns: xmlns ?? CLIENT_NS }
      : { xmlns, [`xmlns:${prefix}`]: stanza.attrs[`xmlns:${prefix}`] };
  return new Element(stanza.name, { type, ...namespace, from: to, id, to: from });
}

/** A result of an iq, with an element in it or without. */
export function result(iq: Element, content?: Element): Element {
  const answer = reply(iq, 'result');
  if (content !== undefined) answer.cnode(content);
  return answer;
}

/** An error in answer to a stanza, which brings back what the stanza held (recordings "session services"). */
export function errorReply(stanza: Element, condition: Condition, text?: string): Element {
  const answer = bareError(stanza, condition, text);
  answer.children = [...stanza.children, ...answer.children];
  return answer;
}

/** An error that does not bring back what the stanza held, as an external session sends (recordings "message …"). */
export function bareError(stanza: Element, condition: Condition, text?: string): Element {
  const answer = reply(stanza, 'error');
  const error = answer.c('error', CONDITIONS[condition]);
  error.c(condition, { xmlns: STANZAS_NS });
  if (text !== undefined) error.c('text', { xmlns: STANZAS_NS, 'xml:lang': 'en' }).t(text);
  return answer;
}

/** A presence stanza without content. */
export function presence(attributes: {
  readonly type?: string;
  readonly from: string;
  readonly to: string;
}): Element {
  return new Element('presence', { xmlns: CLIENT_NS, ...attributes });
}

/** Texts that XML can hold. */
export const XML_TEXT: RegExp = new RegExp(`^[${CHAR}]*$`, 'u');

/** What in a stanza makes it no XML, as an odd activity does; `undefined` where it is fine (recording "presence contents"). */
export function xmlProblem(stanza: Element): string | undefined {
  if (!NAME_RE.test(stanza.name)) return `an element named ${JSON.stringify(stanza.name)}`;
  for (const child of stanza.children) {
    if (typeof child === 'string' && !XML_TEXT.test(child)) return `the text ${JSON.stringify(child)}`;
    const problem = child instanceof Element ? xmlProblem(child) : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}
