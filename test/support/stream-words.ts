export type Transport = 'websocket' | 'tcp';
export const transports = ['websocket', 'tcp'] as const;

const FRAMING = 'xmlns="urn:ietf:params:xml:ns:xmpp-framing"';
const CONDITIONS = 'xmlns="urn:ietf:params:xml:ns:xmpp-streams"';

/** What a client says, by transport where that matters. */
export const header = {
  websocket: `<open ${FRAMING} to="domain.com" version="1.0"/>`,
  tcp: `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='domain.com' version='1.0'>`,
} as const;
export const footer = { websocket: `<close ${FRAMING}/>`, tcp: '</stream:stream>' } as const;

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A SASL element: `auth` with its mechanism, `response`, `abort`. */
export const sasl = (name: string, data = '', mechanism?: string): string => {
  const attribute = mechanism === undefined ? '' : ` mechanism='${mechanism}'`;
  return `<${name} xmlns='urn:ietf:params:xml:ns:xmpp-sasl'${attribute}>${data}</${name}>`;
};

export const plain = (user: string, password = user): string =>
  sasl('auth', base64(`\0${user}\0${password}`), 'PLAIN');

export const bind = (resource: string): string =>
  `<iq type='set' id='bind' xmlns='jabber:client'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${resource}</resource></bind></iq>`;

export const ping = (id: string): string =>
  `<iq type='get' id='${id}' xmlns='jabber:client'><ping xmlns='urn:xmpp:ping'/></iq>`;

/** All that the server says from a stream error on, which is its end. */
export const errorEnd = (transport: Transport, condition: string): string =>
  transport === 'tcp'
    ? `<stream:error><${condition} ${CONDITIONS}/></stream:error></stream:stream>`
    : `<stream:error xmlns:stream="http://etherx.jabber.org/streams"><${condition} ${CONDITIONS}/></stream:error><close ${FRAMING}/>`;
