import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Watched, watched } from '../support/bystanders.js';
import { closeFrame, frame, opcodes, upgradeRequest } from '../support/frames.js';
import { connectRaw, WebSocketStream } from '../support/raw-streams.js';
import { errorEnd, header, type Transport } from '../support/stream-words.js';
import { exchange, overOf, parseResponse, sendBytes } from '../support/wire.js';

let server: Watched;
beforeAll(async () => {
  server = await watched();
});
afterAll(() => server.stop());
beforeEach(() => void server.news());

const message = (body: string) =>
  `<message xmlns='jabber:client' to='alice@domain.com/bytes'><body>${body}</body></message>`;

/** Lets whatever was written arrive, and be read: the emulator shares the event loop with the test. */
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};

describe('a stream over TCP is no sequence of packets', () => {
  test.each([
    ['a character of two bytes', 'ä'],
    ['a character of three bytes', '€'],
    ['a character of four bytes', '🦆'],
  ])('%s may be split between any two', async (_title, character) => {
    const alice = await (await connectRaw(server.emulator, 'tcp')).logIn('alice', 'bytes');
    const bytes = Buffer.from(message(character));
    const start = bytes.indexOf(Buffer.from(character));
    for (let split = 1; split < Buffer.byteLength(character); split += 1) {
      alice.send(bytes.subarray(0, start + split));
      await turns(3);
      alice.send(bytes.subarray(start + split));
      expect(await alice.until('</message>')).toContain(`<body>${character}</body>`);
    }
    await alice.leave();
    expect(server.news()).toEqual([]);
  });

  test('a stanza may come byte by byte', async () => {
    const alice = await (await connectRaw(server.emulator, 'tcp')).logIn('alice', 'bytes');
    for (const byte of Buffer.from(message('ä &amp; 🦆'))) {
      alice.send(Buffer.from([byte]));
      await turns(2);
    }
    expect(await alice.until('</message>')).toContain('<body>ä &amp; 🦆</body>');
    await alice.leave();
    expect(server.news()).toEqual([]);
  });

  test('a stanza and the half of one may come at once', async () => {
    const alice = await (await connectRaw(server.emulator, 'tcp')).logIn('alice', 'bytes');
    alice.send(message('one') + message('two').slice(0, 40));
    expect(await alice.until('</message>')).toContain('<body>one</body>');
    alice.send(message('two').slice(40) + message('three'));
    expect(await alice.until('</message>')).toContain('<body>two</body>');
    expect(await alice.until('</message>')).toContain('<body>three</body>');
    await alice.leave();
  });
});

describe('a WebSocket', () => {
  const send = (...parts: (string | Buffer)[]) =>
    sendBytes(
      server.emulator.websocketPort ?? 0,
      Buffer.concat(parts.map((part) => Buffer.from(part))),
      (received) => received.at(-4) === 0x88, // a close frame with a code
    );

  test('that carries binary messages is closed with 1003', async () => {
    const alice = await WebSocketStream.connect(server.emulator);
    await alice.logIn('alice', 'bytes');
    const gone = server.sessionEnd('alice@domain.com/bytes');
    alice.send(Buffer.from(message('binary')));
    alice.send("<thing xmlns='urn:x'/>"); // is not read any more
    expect(await alice.rest()).toBe('');
    expect(alice.closeCode).toBe(1003);
    expect(server.news()).toEqual(['websocket alice@domain.com/bytes: binary-message']);
    await gone;
    await server.isWell();
  });

  test.each([
    [1007, 'text that is no UTF-8', [frame(opcodes.text, Buffer.from([0x3c, 0xff, 0x3e]))]],
    [1002, 'a frame of a reserved kind', [frame(opcodes.reserved, '<a/>')]],
    [1002, 'a frame without a mask', [frame(opcodes.text, '<a/>', { masked: false })]],
    [1002, 'a continuation of nothing', [frame(opcodes.continuation, '<a/>')]],
    [
      1002,
      'a message inside another',
      [frame(opcodes.text, '<a', { final: false }), frame(opcodes.text, '/>')],
    ],
    [
      1009,
      'a message far over the limit',
      [Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4])],
    ],
  ])('is closed with %i after %s', async (code, _title, frames) => {
    const received = await send(upgradeRequest('/xmpp-websocket'), ...frames);
    expect(received.subarray(received.indexOf('\r\n\r\n') + 4)).toEqual(closeFrame(code));
    expect(server.news()).toEqual(['websocket nobody: connection-failed']);
    await server.isWell();
  });

  test('may split a message into frames', async () => {
    const [start, end] = [header.websocket.slice(0, 30), header.websocket.slice(30)];
    const received = await send(
      upgradeRequest('/xmpp-websocket'),
      frame(opcodes.text, start, { final: false }),
      frame(opcodes.continuation, end),
      frame(opcodes.close, ''),
    );
    expect(received.toString()).toContain('<stream:features');
    expect(server.news()).toEqual([]);
  });

  test('carries each element in a message of its own', async () => {
    const alice = await WebSocketStream.connect(server.emulator);
    await alice.logIn('alice', 'bytes');
    alice.send(message('one') + message('two'));
    alice.send('<presence>');
    await alice.rest();
    expect(alice.messages.map((text) => /^<([\w:]+).*>$/s.exec(text)?.[1])).toEqual([
      ...['open', 'stream:features', 'success', 'open', 'stream:features', 'iq'],
      ...['message', 'message', 'stream:error', 'close'],
    ]);
    expect(alice.closeCode).toBe(1005);
  });

  test.each(['/', '/xmpp-websocket', '/xmpp-websocket?token=x', '/?x'])('is served at %s', async (path) => {
    const stream = await WebSocketStream.connect(server.emulator, { path });
    await stream.open();
    stream.cut();
  });

  test('without the subprotocol is served, with a note', async () => {
    const stream = await WebSocketStream.connect(server.emulator, { protocols: [] });
    await stream.open();
    stream.cut();
    expect(server.news()).toEqual(['websocket nobody: no-subprotocol']);
  });

  test.each([
    [404, 'another path', upgradeRequest('/chat')],
    [404, 'a path below', upgradeRequest('/xmpp-websocket/x')],
    [400, 'an upgrade to something else', upgradeRequest('/xmpp-websocket', { Upgrade: 'h2c' })],
    [400, 'an upgrade without a key', upgradeRequest('/', { 'Sec-WebSocket-Key': undefined })],
    [400, 'an upgrade of another version', upgradeRequest('/', { 'Sec-WebSocket-Version': '7' })],
    [400, 'what is no HTTP', 'hello\r\n\r\n'],
  ])('is not begun: %i for %s', async (status, _title, request) => {
    expect(parseResponse(await send(request)).status).toBe(status);
    expect(server.news()).toEqual([]);
    await server.isWell();
  });

  test('is no reason to keep a connection that plain HTTP wants closed', async () => {
    const received = await send('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(parseResponse(received).status).toBe(426);
  });

  test('is what plain HTTP is told to use', async () => {
    const request = { method: 'GET', path: '/xmpp-websocket', headers: [] };
    const { status, headers, body } = await exchange(server.emulator.websocketPort ?? 0, request);
    expect(status).toBe(426);
    expect(headers).toContainEqual(['Upgrade', 'websocket']);
    expect(body).toContain('RFC 7395');
    await server.isWell();
  });
});

test('who does not become a WebSocket in time is disconnected, though bytes come now and then', async () => {
  const hasty = await watched({ limits: { loginSeconds: 0.5 } });
  onTestFinished(() => hasty.stop());
  const { websocketPort = 0 } = hasty.emulator;
  await Promise.all(
    ['', 'GET /xmpp-websocket HTTP/1.1\r\n'].map(async (begun) => {
      const socket = connect(websocketPort, '127.0.0.1');
      socket.write(begun);
      const dripping = setInterval(() => begun !== '' && socket.write('X-More: of it\r\n'), 50);
      socket.on('error', () => {}); // what is written after the end
      await overOf(socket);
      clearInterval(dripping);
    }),
  );
  await hasty.isWell();
});

test('who does not log in in time is disconnected, and who has a session is not', async () => {
  const hasty = await watched({ limits: { loginSeconds: 0.5 } });
  onTestFinished(() => hasty.stop());
  const stages: [title: string, transport: Transport, whose: string, ...words: string[]][] = [
    ['connects', 'tcp', 'nobody'],
    ['connects', 'websocket', 'nobody'],
    ['says half a header', 'tcp', 'nobody', '<stream:stream to='],
    ['says white space', 'websocket', 'nobody', ' '],
    ['opens a stream', 'tcp', 'nobody', header.tcp],
    ['opens a stream', 'websocket', 'nobody', header.websocket],
  ];
  await Promise.all(
    stages.map(async ([, transport, , ...words]) => {
      const stream = await connectRaw(hasty.emulator, transport);
      for (const word of words) stream.send(word);
      const said = await stream.rest();
      expect(said.endsWith(errorEnd(transport, 'connection-timeout'))).toBe(true);
      expect(said).toMatch(transport === 'tcp' ? /^<\?xml.*?\?><stream:stream / : /^<open /);
    }),
  );
  const late = await connectRaw(hasty.emulator, 'tcp');
  await late.open();
  await late.authenticate('alice');
  await late.open();
  expect(await late.rest()).toBe(errorEnd('tcp', 'connection-timeout'));
  expect(hasty.news().sort()).toEqual(
    [
      ...stages.map(([, transport, whose]) => `${transport} ${whose}: stream-connection-timeout`),
      'tcp alice@domain.com: stream-connection-timeout',
    ].sort(),
  );
  await hasty.isWell();
});
