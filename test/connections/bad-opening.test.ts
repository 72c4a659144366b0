import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Watched, watched } from '../support/bystanders.js';
import { connectRaw } from '../support/raw-streams.js';
import { errorEnd, footer, header, ping, type Transport, transports } from '../support/stream-words.js';

let server: Watched;
beforeAll(async () => {
  server = await watched();
});
afterAll(() => server.stop());
beforeEach(() => void server.news());

const STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'";
const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';

/** Where the start of a stream is bad: all that is said is a header, which a client needs to read the rest, and the error. */
const openings: [
  condition: string,
  title: string,
  transport: Transport,
  input: string | Buffer,
  from?: string,
][] = [
  ['invalid-namespace', 'a root element of no namespace', 'tcp', "<stream to='domain.com'>"],
  [
    'invalid-namespace',
    'a stream in another namespace',
    'tcp',
    "<s:stream xmlns:s='urn:x' xmlns='jabber:client'>",
  ],
  [
    'invalid-namespace',
    'stanzas in another namespace',
    'tcp',
    `<stream:stream xmlns='jabber:server' ${STREAMS} to='domain.com'>`,
  ],
  [
    'bad-format',
    'another root element',
    'tcp',
    `<stream:flow xmlns='jabber:client' ${STREAMS} to='domain.com'>`,
  ],
  ['improper-addressing', 'no host', 'tcp', `<stream:stream xmlns='jabber:client' ${STREAMS}>`, 'null'],
  ['improper-addressing', 'no host', 'websocket', `<open xmlns='${FRAMING}'/>`, 'null'],
  [
    'host-unknown',
    'an unknown host',
    'tcp',
    `<stream:stream xmlns='jabber:client' ${STREAMS} to='other.example'>`,
    'other.example',
  ],
  [
    'host-unknown',
    'an unknown host',
    'websocket',
    `<open xmlns='${FRAMING}' to='other.example'/>`,
    'other.example',
  ],
  ['not-well-formed', 'no XML', 'tcp', 'GET / HTTP/1.1\r\n\r\n'],
  ['not-well-formed', 'no XML', 'websocket', 'hello'],
  ['not-well-formed', 'an unbound prefix', 'tcp', "<x:stream xmlns='jabber:client' to='domain.com'>"],
  ['restricted-xml', 'a DOCTYPE', 'tcp', '<!DOCTYPE x>'],
  ['restricted-xml', 'a comment', 'tcp', "<?xml version='1.0'?><!-- hello -->"],
  ['restricted-xml', 'a processing instruction', 'tcp', '<?php echo 1 ?>'],
  ['unsupported-encoding', 'UTF-16', 'tcp', Buffer.from('\ufeff<stream:stream>', 'utf16le')],
  [
    'unsupported-encoding',
    'another encoding',
    'tcp',
    header.tcp.replace("'1.0'?>", "'1.0' encoding='ISO-8859-1'?>"),
  ],
  ['policy-violation', 'an endless header', 'tcp', `<stream:stream to='${'x'.repeat(300 * 1024)}`],
];

describe('a stream that is opened badly ends with a header, the error and the connection', () => {
  test.each(openings)('%s: %s over %s', async (condition, _title, transport, input, from) => {
    const stream = await connectRaw(server.emulator, transport);
    stream.send(input);
    const said = await stream.rest();
    const end = errorEnd(transport, condition);
    expect(said.slice(-end.length)).toBe(end);
    expect(said.slice(0, -end.length)).toMatch(
      transport === 'tcp' ? /^<\?xml version='1.0'\?><stream:stream [^<]*>$/ : /^<open [^<]*\/>$/,
    );
    if (from !== undefined) expect(said).toContain(` from="${from}" id="tigase-error-tigase" `);
    expect(server.news()).toEqual([`${transport} nobody: stream-${condition}`]);
    await server.isWell();
  });
});

test('a stream that is opened anew badly ends with a header of its own too', async () => {
  const stream = await connectRaw(server.emulator, 'tcp');
  await stream.open();
  await stream.authenticate('alice');
  stream.send("<stream to='domain.com'>");
  const said = await stream.rest();
  expect(said).toMatch(/^<\?xml version='1.0'\?><stream:stream [^<]*>/);
  expect(said.slice(said.indexOf('<stream:error'))).toBe(errorEnd('tcp', 'invalid-namespace'));
  await server.isWell();
});

// Tigase ignores what comes before <open> (recordings "wrong namespace in open", "stanza before open").
test.each([
  ['an <open> in another namespace', "<open xmlns='urn:x' to='domain.com'/>"],
  ['a stanza', "<presence xmlns='jabber:client'/>"],
  ['SASL', "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGFsaWNlAGFsaWNl</auth>"],
])('%s before <open> is ignored, and the stream can still be opened', async (_title, input) => {
  const stream = await connectRaw(server.emulator, 'websocket');
  stream.send(input);
  await stream.logIn('alice', 'late');
  expect(server.news()).toEqual(['websocket nobody: stream-not-open']);
  stream.cut();
  await server.isWell();
});

describe.each(transports)('over %s', (transport) => {
  test('a stanza before the log-in is refused, and the stream goes on', async () => {
    const stream = await connectRaw(server.emulator, transport);
    await stream.open();
    stream.send("<presence xmlns='jabber:client'/>");
    const refused = await stream.until('</presence>');
    expect(refused).toMatch(/^<presence type="error"[^>]*><error type="auth" code="401"><not-authorized /);
    stream.send(ping('early'));
    expect(await stream.until('</iq>')).toMatch(/^<iq type="error"[^>]* id="early".*<not-authorized /);
    await stream.authenticate('alice');
    await stream.open();
    stream.send(ping('unbound'));
    expect(await stream.until('</iq>')).toMatch(/^<iq type="error"[^>]* id="unbound".*<not-authorized /);
    expect(server.news()).toEqual([
      `${transport} nobody: stanza-too-early`,
      `${transport} nobody: stanza-too-early`,
      `${transport} alice@domain.com: stanza-too-early`,
    ]);
    stream.send(footer[transport]);
    expect(await stream.rest()).toBe(footer[transport]);
    await server.isWell();
  });

  test('who connects and leaves at once is forgotten', async () => {
    const stream = await connectRaw(server.emulator, transport);
    stream.cut();
    const other = await connectRaw(server.emulator, transport);
    await other.leave();
    await server.isWell();
    expect(server.news()).toEqual([]);
  });

  test('half of what opens a stream, and then nothing, harms nobody', async () => {
    const stream = await connectRaw(server.emulator, transport);
    stream.send(transport === 'tcp' ? "<?xml version='1.0'?><stream:stream xmlns='jabb" : ' ');
    await server.isWell();
    stream.cut();
    await server.isWell();
    expect(server.news()).toEqual([]);
  });
});
