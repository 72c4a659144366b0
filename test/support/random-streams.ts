import fc from 'fast-check';
import { cut, mutated, places } from './random-bytes.js';
import { bind, footer, header, ping, plain, sasl } from './stream-words.js';

/** What clients say in a session of alice's, none of which is bob's business. */
export const sessionWords = [
  "<presence xmlns='jabber:client'><show>away</show><priority>-1</priority></presence>",
  "<presence xmlns='jabber:client' type='subscribe' to='x@domain.com'/>",
  "<message xmlns='jabber:client' to='alice@domain.com/random' type='chat'><body>a &amp; ä 🦆</body></message>",
  "<message xmlns='jabber:client' to='nobody@domain.com'><body><![CDATA[<x>]]></body></message>",
  "<message xmlns='jabber:client' xmlns:p='urn:p' to='alice@domain.com'><p:x p:y='&#38;'/></message>",
  "<iq xmlns='jabber:client' type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>",
  "<iq xmlns='jabber:client' type='set' id='s'><query xmlns='jabber:iq:roster'><item jid='x@domain.com'/></query></iq>",
  "<iq xmlns='jabber:client' type='get' id='d' to='domain.com'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
  "<iq xmlns='jabber:client' type='set' id='v'><vCard xmlns='vcard-temp'><FN>Al</FN></vCard></iq>",
  "<iq xmlns='jabber:client' xmlns:p='urn:p' type='get' id='p' to='x@other.example'><p:query/></iq>",
  "<enable xmlns='urn:xmpp:sm:3' resume='true'/>",
  "<r xmlns='urn:xmpp:sm:3'/>",
  "<a xmlns='urn:xmpp:sm:3' h='1'/>",
  ping('p'),
] as const;

/** What clients say before they have one, or at its end. */
export const otherWords = [
  header.tcp,
  header.websocket,
  plain('alice'),
  sasl('auth', 'biwsbj1hbGljZSxyPWFiYw==', 'SCRAM-SHA-256'),
  sasl('response', 'Yz1iaXdzLHI9d3JvbmcscD1BQUFB'),
  bind('random'),
  "<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>",
  footer.tcp,
  footer.websocket,
] as const;

/** What parsers stumble over. */
export const nastyWords = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '&',
    '&#',
    '&lt',
    '&x;',
    '&#xD800;',
    '"',
    "'",
    '=',
    ':',
    ' ',
    '\0',
    '\r',
    '\ufeff',
  ],
  ...[
    '<!--',
    '-->',
    '<?',
    '?>',
    '<![CDATA[',
    ']]>',
    '<!DOCTYPE x [',
    'xmlns',
    'xmlns:',
    ' xml:lang',
    '__proto__',
  ],
  ...['constructor', " xmlns:stream=''", '<stream:', 'a@@b', '🦆', '-1', '99999999999999999999'],
] as const;

/** A word, as it is or mutated. */
const word = mutated(
  fc
    .oneof(
      { weight: 5, arbitrary: fc.constantFrom(...sessionWords) },
      { weight: 2, arbitrary: fc.constantFrom(...otherWords) },
      { weight: 1, arbitrary: fc.constantFrom(...nastyWords) },
    )
    .map((text) => Buffer.from(text)),
  nastyWords,
);

const words = fc.array(word, { minLength: 1, maxLength: 8 });

/** What a client sends, packet by packet or message by message: words, words cut anywhere, or random bytes. */
export const packets: fc.Arbitrary<Buffer[]> = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 2, arbitrary: fc.tuple(words, places).map(([all, at]) => cut(Buffer.concat(all), at)) },
  { weight: 1, arbitrary: fc.array(fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes))) },
);
