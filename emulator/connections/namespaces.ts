/** The namespaces of streams and of what is negotiated on them (RFC 6120, RFC 7395, XEP-0198). */
export const STREAM_NS = 'http://etherx.jabber.org/streams';
export const STREAM_ERRORS_NS = 'urn:ietf:params:xml:ns:xmpp-streams';
export const FRAMING_NS = 'urn:ietf:params:xml:ns:xmpp-framing';
export const TLS_NS = 'urn:ietf:params:xml:ns:xmpp-tls';
export const SASL_NS = 'urn:ietf:params:xml:ns:xmpp-sasl';
export const BIND_NS = 'urn:ietf:params:xml:ns:xmpp-bind';
export const SESSION_NS = 'urn:ietf:params:xml:ns:xmpp-session';
export const SM_NS = 'urn:xmpp:sm:3';
