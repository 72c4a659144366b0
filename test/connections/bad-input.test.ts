import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Watched, watched } from '../support/bystanders.js';
import type { RawStream } from '../support/raw-stream.js';
import { connectRaw } from '../support/raw-streams.js';
import { errorEnd, footer, ping, type Transport, transports } from '../support/stream-words.js';

const STANZA_LIMIT = 256 * 1024;
const ALICE = 'alice@domain.com/bad';

let server: Watched;
beforeAll(async () => {
  server = await watched();
});
afterAll(() => server.stop());

/** A session of alice's, which knows of no one. */
async function session(transport: Transport): Promise<RawStream> {
  const stream = await (await connectRaw(server.emulator, transport)).logIn('alice', 'bad');
  server.news();
  return stream;
}

interface BadInput {
  readonly title: string;
  readonly input: string | Buffer;
  /** By transport, where it is bad. */
  readonly tcp?: string;
  readonly websocket?: string;
}

const both = (condition: string, inputs: { readonly [title: string]: string }): BadInput[] =>
  Object.entries(inputs).map(([title, input]) => ({ title, input, tcp: condition, websocket: condition }));

/** A message to alice herself, of so many bytes. */
function messageOf(bytes: number): string {
  const [start, end] = [`<message xmlns='jabber:client' to='${ALICE}'><body>ä`, '</body></message>'];
  return `${start}${'x'.repeat(bytes - Buffer.byteLength(start + end))}${end}`;
}

const endings: BadInput[] = [
  ...both('not-well-formed', {
    'an end tag that does not fit': '<presence></message>',
    'an element closed too early': '<message><body>hi</message>',
    'an ampersand by itself': '<message><body>salt & pepper</body></message>',
    'an attribute twice': "<message to='x' to='y'/>",
    'an attribute without quotes': '<message to=x/>',
    'an unbound prefix': '<x:presence/>',
    'an unbound prefix on an attribute': "<presence x:lang='en'/>",
    'an unbound prefix deep inside': '<message><body><x:b/></body></message>',
    'a control character': '<message><body>\u0001</body></message>',
    'a reference to no character': '<message><body>&#0;</body></message>',
    'half a surrogate pair': '<message><body>&#xD800;</body></message>',
  }),
  { title: 'an element that is not closed', input: '<presence', websocket: 'not-well-formed' },
  {
    title: 'an end tag by itself',
    input: '</presence>',
    websocket: 'not-well-formed',
    tcp: 'not-well-formed',
  },
  {
    title: 'a CDATA section between stanzas',
    input: '<![CDATA[hello]]>',
    websocket: 'not-well-formed',
    tcp: 'bad-format',
  },
  { title: 'text between stanzas', input: 'hello', websocket: 'not-well-formed', tcp: 'bad-format' },
  ...both('restricted-xml', {
    'a reference to an entity of its own': '<message><body>&lol;</body></message>',
    'such a reference in an attribute': "<message id='&lol;'/>",
    'a comment': '<!-- hello -->',
    'a comment in a stanza': '<message><body><!-- hello --></body></message>',
    'a processing instruction': '<?php echo 1 ?>',
    'a processing instruction in a stanza': '<message><?php echo 1 ?></message>',
  }),
  { title: 'a DOCTYPE', input: '<!DOCTYPE x>', tcp: 'restricted-xml' },
  { title: 'a DOCTYPE before a stanza', input: '<!DOCTYPE x><presence/>', tcp: 'restricted-xml' },
  {
    title: 'an entity definition',
    input: `<!DOCTYPE x [<!ENTITY lol "lol">]><message><body>&lol;</body></message>`,
    tcp: 'restricted-xml',
  },
  ...both('policy-violation', {
    '50,000 open elements': '<a>'.repeat(50_000),
    'elements one deeper than the limit': '<a>'.repeat(101),
    'a stanza of 3 MB': messageOf(3 * 1024 ** 2),
    'a stanza one byte over the limit': messageOf(STANZA_LIMIT + 1),
    'an attribute of 3 MB': `<message to='${'x'.repeat(3 * 1024 ** 2)}'/>`,
  }),
  {
    title: 'bytes that are no UTF-8',
    input: Buffer.from([0x3c, 0xff, 0xfe, 0x3e]),
    tcp: 'unsupported-encoding',
  },
  {
    title: 'UTF-8 longer than need be',
    input: Buffer.from([0xc0, 0xbc, 0x61, 0x2f, 0x3e]),
    tcp: 'unsupported-encoding',
  },
];

const rows = endings.flatMap(({ title, input, ...conditions }) =>
  transports.flatMap((transport) => {
    const condition = conditions[transport];
    return condition === undefined ? [] : [[condition, title, transport, input] as const];
  }),
);

describe('what ends the stream that it came over, and no other', () => {
  test.each(rows)('%s: %s over %s', async (condition, _title, transport, input) => {
    const alice = await session(transport);
    alice.send(input);
    expect(await alice.rest()).toBe(errorEnd(transport, condition));
    expect(server.news()).toEqual([`${transport} ${ALICE}: stream-${condition}`]);
    expect(server.emulator.presence('alice@domain.com')).toEqual([]);
    await server.isWell();
  });
});

describe.each(transports)('what a stream over %s goes on after', (transport) => {
  let alice: RawStream;
  beforeEach(async () => {
    alice = await session(transport);
    return () => alice.leave();
  });

  /** What the server says to an input, and nothing after it. */
  async function answerTo(...inputs: readonly (string | Buffer)[]): Promise<string> {
    for (const input of inputs) alice.send(input);
    alice.send(ping('after'));
    const answer = await alice.until('id="after"');
    await alice.until('/>');
    await server.isWell();
    return answer.slice(0, answer.lastIndexOf('<iq'));
  }

  test('an element in an unknown namespace', async () => {
    expect(await answerTo("<thing xmlns='urn:x'/>")).toMatch(
      /^<thing type="error"[^>]*><error type="cancel" code="501"><feature-not-implemented .*<\/thing>$/,
    );
    expect(server.news()).toEqual([`${ALICE}: stanza-unknown`]);
  });

  test('a question in an unknown namespace', async () => {
    expect(await answerTo("<iq type='get' id='q' xmlns='jabber:client'><what xmlns='urn:x'/></iq>")).toMatch(
      /^<iq type="error"[^>]* id="q"[^>]*><what xmlns="urn:x"\/><error [^>]*><feature-not-implemented .*<\/iq>$/,
    );
  });

  test('a receiver that is no JID', async () => {
    expect(await answerTo("<message xmlns='jabber:client' to='a@@b'><body>x</body></message>")).toBe('');
    expect(server.news()).toEqual([`${ALICE}: jid-malformed`]);
  });

  test('a stanza of just the limit', async () => {
    const answer = await answerTo(messageOf(STANZA_LIMIT));
    expect(/<body>ä(x*)<\/body>/.exec(answer)?.[1]).toHaveLength(
      (/x+(?=<\/body>)/.exec(messageOf(STANZA_LIMIT)) ?? [''])[0].length,
    );
    expect(server.news()).toEqual([]);
  });

  test('elements as deep as the limit', async () => {
    const depth = 99; // the message itself is one more
    const message = `<message xmlns='jabber:client' to='${ALICE}'>${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}</message>`;
    expect(await answerTo(message)).toContain(`${'<a>'.repeat(depth - 1)}<a/>`);
  });

  test('two stanzas at once', async () => {
    const message = (body: string) =>
      `<message xmlns='jabber:client' to='${ALICE}'><body>${body}</body></message>`;
    expect(await answerTo(message('one') + message('two'))).toMatch(
      /^<message [^>]*><body>one<\/body><\/message><message [^>]*><body>two<\/body><\/message>$/,
    );
  });

  test.each([
    ['in text', '<body>a > b ]] > c</body>', '<body>a &gt; b ]] &gt; c</body>'],
    ['in an attribute', "<x xmlns='urn:x' y='a>b>'/>", '<x xmlns="urn:x" y="a&gt;b&gt;"/>'],
    [
      'in a CDATA section',
      '<body><![CDATA[<a> & </b> ]] >]]></body>',
      '<body>&lt;a&gt; &amp; &lt;/b&gt; ]] &gt;</body>',
    ],
  ])('a > that stands for itself %s', async (_title, content, arrives) => {
    const [start, end] = [`<message xmlns='jabber:client' to='${ALICE}' id='>1>2'>`, '</message>'];
    const answer = await answerTo(start + content + end);
    expect(answer).toContain(' id="&gt;1&gt;2"');
    expect(answer).toContain(`>${arrives}</message>`);
    expect(server.news()).toEqual([]);
  });

  test('white space between stanzas', async () => {
    expect(await answerTo(' \r\n\t ', ' ')).toBe('');
  });

  // Clients keep connections alive with it (RFC 6120, section 4.6.1).
  test('more white space between stanzas, bit by bit, than a stanza may have bytes', async () => {
    const bits = Array.from({ length: 5 }, () => ' '.repeat(STANZA_LIMIT / 4));
    expect(await answerTo(...bits)).toBe('');
  });

  test('what came after its end is not read', async () => {
    const watcher = await session(transport);
    watcher.send(footer[transport]);
    watcher.send('<!DOCTYPE x><presence/>');
    watcher.send('hello <<<');
    watcher.send("<message xmlns='jabber:client' to='bob@domain.com'><body>too late</body></message>");
    expect(await watcher.rest()).toBe(footer[transport]);
    expect(server.news()).toEqual([]);
    await server.isWell();
  });
});
