import { Element } from 'ltx';
import { BIND_NS, SASL_NS, SESSION_NS, SM_NS, TLS_NS } from './namespaces.js';
import { MECHANISMS } from './sasl.js';

/** What a client that has not logged in can do next (recording "open and close" of the streams). */
export function loginFeatures({ startTls }: { readonly startTls: boolean }): Element[] {
  const mechanisms = new Element('mechanisms', { xmlns: SASL_NS });
  for (const name of MECHANISMS) mechanisms.c('mechanism').t(name);
  return startTls ? [new Element('starttls', { xmlns: TLS_NS }), mechanisms] : [mechanisms];
}

/** What a client that has logged in can do next (recording "log-in and bind"). */
export function sessionFeatures(): Element[] {
  const session = new Element('session', { xmlns: SESSION_NS });
  session.c('optional');
  return [new Element('sm', { xmlns: SM_NS }), new Element('bind', { xmlns: BIND_NS }), session];
}
