import { isBlank } from './blank.js';

/** A full JID in its parts, each spelled as it came (RFC 6120, section 1.4). */
export interface FullJid {
  readonly local: string;
  readonly domain: string;
  readonly resource: string;
}

/** The bare JID, `local@domain`. */
export function bareJid({ local, domain }: { readonly local: string; readonly domain: string }): string {
  return `${local}@${domain}`;
}

/** The full JID, `local@domain/resource`. */
export function fullJid(jid: FullJid): string {
  return `${jid.local}@${jid.domain}/${jid.resource}`;
}

/** A full JID as it stands in stanzas: the bare JID in lower case, the resource as it was spelled. */
export function addressOf(jid: FullJid): string {
  return fullJid({ ...jid, local: comparable(jid.local), domain: comparable(jid.domain) });
}

/** Whether two full JIDs are spelled alike. */
export function isSameJid(one: FullJid, other: FullJid): boolean {
  return one.local === other.local && one.domain === other.domain && one.resource === other.resource;
}

/** What JIDs are compared by: Tigase ignores the letter case of bare JIDs and of resources (recordings "state 2"). */
export function comparable(jidOrPart: string): string {
  return jidOrPart.toLowerCase();
}

/** A JID with a local part and a domain, and no resource. */
export const BARE_JID = /^[^\s@/]+@[^\s@/]+$/;

/** A JID without a resource, with or without a local part, as components have none. */
export const JID = /^([^\s@/]+@)?[^\s@/]+$/;

/** What can be a domain name. */
export const DOMAIN = /^[^\s@/]+$/;

/** Whether a text is a bare JID with a local part and a domain. */
export function isBareJid(text: string): boolean {
  return BARE_JID.test(text);
}

/** Whether a text is a JID without a resource. */
export function isJid(text: string): boolean {
  return JID.test(text);
}

/** Whether a text can be a domain name. */
export function isDomain(text: string): boolean {
  return DOMAIN.test(text);
}

/** The JID from which the status endpoint of a cluster node sends its commands. */
export function endpointJid(clusterNode: string): string {
  return `user-status-endpoint@http.${clusterNode}`;
}

/** The parts of a bare JID; the domain alone where there is no `@`. */
export function partsOf(jid: string): { local: string; domain: string } {
  const at = jid.indexOf('@');
  return { local: at < 0 ? '' : jid.slice(0, at), domain: jid.slice(at + 1) };
}

/** A JID without its resource. */
export function bareJidOf(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? jid : jid.slice(0, slash);
}

/** The resource of a JID; empty where it has none. */
export function resourceOf(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? '' : jid.slice(slash + 1);
}

/** What no local part may hold: Tigase refuses these, whatever else it lets pass (recordings "local part"). */
export const ILLEGAL_IN_LOCAL_PART: RegExp = /[\t\n\v\f\r &()[\]]/;

/** Whether Tigase takes a local part. */
export function isLegalLocalPart(local: string, blankPasses: boolean): boolean {
  return !ILLEGAL_IN_LOCAL_PART.test(local) || (blankPasses && isBlank(local));
}

/** A JID in its parts; local part and resource are empty where it has none. */
export interface Jid {
  readonly local: string;
  readonly domain: string;
  readonly resource: string;
}

/** How long each part of a JID may be, in bytes of UTF-8 (RFC 7622, section 3.1). */
const MAX_PART = 1023;

/** Reads a JID; `undefined` where a text is none. */
export function parseJid(text: string): Jid | undefined {
  const [, local, domain = '', resource] = /^(?:([^@/]+)@)?([^@/\s]+)(?:\/(.+))?$/s.exec(text) ?? [];
  if (domain === '' || (local !== undefined && ILLEGAL_IN_LOCAL_PART.test(local))) return undefined;
  const jid = { local: local ?? '', domain, resource: resource ?? '' };
  return Object.values(jid).every((part) => Buffer.byteLength(part) <= MAX_PART) ? jid : undefined;
}
