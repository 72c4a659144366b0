import fc from 'fast-check';
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

/** Something is cut out of bytes, and something else put there. */
const mutation = fc.record({
  at: fc.nat(),
  removed: fc.integer({ min: 0, max: 20 }),
  inserted: fc.oneof(
    fc.constantFrom(...nastyWords).map((word) => Buffer.from(word)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  ),
});

/** A word, as it is or mutated. */
const word: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...sessionWords) },
      { weight: 2, arbitrary: fc.constantFrom(...otherWords) },
      { weight: 1, arbitrary: fc.constantFrom(...nastyWords) },
    ),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(mutation, { maxLength: 3 }) },
    ),
  )
  .map(([text, mutations]) =>
    mutations.reduce((bytes, { at, removed, inserted }) => {
      const start = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, start), inserted, bytes.subarray(start + removed)]);
    }, Buffer.from(text)),
  );

/** Bytes in pieces of any size. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index]));
}

const words = fc.array(word, { minLength: 1, maxLength: 8 });
const places = fc.array(fc.nat(), { maxLength: 3 });

/** What a client sends, packet by packet or message by message: words, words cut anywhere, or random bytes. */
export const packets: fc.Arbitrary<Buffer[]> = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 2, arbitrary: fc.tuple(words, places).map(([all, at]) => cut(Buffer.concat(all), at)) },
  { weight: 1, arbitrary: fc.array(fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes))) },
);
