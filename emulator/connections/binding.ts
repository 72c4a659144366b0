import { randomInt } from 'node:crypto';
import { Element } from 'ltx';
import { type FullJid, fullJid } from '../jid.js';
import { result, withAttributes } from '../session-manager/stanza.js';
import { BIND_NS } from './namespaces.js';

/** The answer to a resource binding (recording "log-in and bind"). */
export function bindResult(iq: Element, jid: FullJid): Element {
  const bind = new Element('bind', { xmlns: BIND_NS });
  bind.c('jid').t(fullJid(jid));
  return withAttributes(result(iq, bind), { from: undefined, to: fullJid(jid) });
}

/** Makes resources for clients that ask for none, named as Tigase names them (recording "bind without a resource"). */
export function resourceGenerator(): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `${randomInt(2 ** 31)}-tigase-${made}`;
  };
}
