import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type EmulatorOptions, startEmulator } from '../../emulator/index.js';
import { frame, opcodes, upgradeRequest } from '../support/frames.js';
import { connectRaw, TcpStream } from '../support/raw-streams.js';
import { errorEnd, transports } from '../support/stream-words.js';

/** Starts an emulator that stops with its test, whatever becomes of that. */
async function started(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({ port: 'off', ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

describe('emulator.stop()', () => {
  test.each(transports)(
    'ends a stream over %s in order: the error, the footer, the connection',
    async (transport) => {
      const emulator = await started();
      const session = await (await connectRaw(emulator, transport)).logIn('alice', 'phone');
      const opened = await connectRaw(emulator, transport);
      await opened.open();
      const fresh = await connectRaw(emulator, transport);
      const notes: string[] = [];
      emulator.onStreamNote(({ note }) => notes.push(note.code));
      await emulator.stop();
      expect(await session.rest()).toBe(errorEnd(transport, 'system-shutdown'));
      expect(await opened.rest()).toBe(errorEnd(transport, 'system-shutdown'));
      const said = await fresh.rest();
      expect(said).toMatch(transport === 'tcp' ? /^<\?xml version='1.0'\?><stream:stream / : /^<open /);
      expect(said).toContain(errorEnd(transport, 'system-shutdown'));
      expect(notes).toEqual(['stream-system-shutdown', 'stream-system-shutdown', 'stream-system-shutdown']);
    },
  );

  test('tells nobody that another left', async () => {
    const emulator = await started();
    const contact = await (await connectRaw(emulator, 'tcp')).logIn('alice', 'phone');
    contact.send("<presence xmlns='jabber:client'/>");
    await contact.until('/>');
    const user = await (await connectRaw(emulator, 'tcp')).logIn('test', 'phone');
    user.send("<presence xmlns='jabber:client'/>");
    await contact.until('from="test@domain.com/phone" to="alice@domain.com"/>');
    await emulator.stop();
    expect(await contact.rest()).toBe(errorEnd('tcp', 'system-shutdown'));
  });

  test.each(transports)('takes no second with a client over %s that never reads', async (transport) => {
    const emulator = await started();
    const deaf = await (await connectRaw(emulator, transport)).logIn('alice', 'deaf');
    deaf.send("<presence xmlns='jabber:client'/>");
    await deaf.until('/>');
    deaf.pause();
    const sender = await (await connectRaw(emulator, 'tcp')).logIn('test', 'phone');
    // More than the system keeps for a connection, and less than makes the emulator cut it.
    const message = `<message xmlns='jabber:client' to='alice@domain.com/deaf'><body>${'x'.repeat(200_000)}</body></message>`;
    for (let count = 0; count < 20; count += 1) sender.send(message);
    sender.send("<iq type='get' id='sent' xmlns='jabber:client'><ping xmlns='urn:xmpp:ping'/></iq>");
    await sender.until('id="sent"');
    expect(emulator.presence('alice@domain.com')).toHaveLength(1);
    const start = performance.now();
    await emulator.stop();
    expect(performance.now() - start).toBeLessThan(1000);
    deaf.cut();
  });

  test('takes no second with a client that asked for TLS and says nothing more', async () => {
    const emulator = await started({ tls: 'self-signed' });
    const silent = await TcpStream.connect(emulator);
    await silent.open();
    silent.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    await silent.until('<proceed');
    const start = performance.now();
    await emulator.stop();
    expect(performance.now() - start).toBeLessThan(1000);
  });

  const wantsOne = upgradeRequest('/xmpp-websocket');

  test.each([
    ['says nothing', '', ''],
    ['has said half a request', 'GET / HTTP/1.1\r\nHost: ', ''],
    ['asked for another path', upgradeRequest('/chat'), ''],
    ['asked for no WebSocket', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', ''],
    ['asked for one wrongly', upgradeRequest('/', { 'Sec-WebSocket-Key': undefined }), ''],
    ['sent a binary message', wantsOne, frame(opcodes.binary, '<a/>')],
    ['sent a bad frame', wantsOne, frame(opcodes.reserved, '<a/>')],
    ['sent what ends its stream', wantsOne, frame(opcodes.text, '<a>')],
  ])(
    'takes no second with who %s on the WebSocket port and does not hang up',
    async (_title, request, sent) => {
      const emulator = await started();
      const socket = connect({ port: emulator.websocketPort ?? 0, host: '127.0.0.1', allowHalfOpen: true });
      onTestFinished(() => void socket.destroy());
      socket.on('error', () => {});
      const heard = () => new Promise((resolve) => socket.once('data', resolve));
      await new Promise<void>((resolve) => socket.write(request || '\r\n', () => resolve()));
      if (request.includes('\r\n\r\n')) await heard();
      if (sent !== '') {
        socket.write(sent);
        await heard();
      }
      const start = performance.now();
      await emulator.stop();
      expect(performance.now() - start).toBeLessThan(1000);
    },
  );

  test('called twice stops once', async () => {
    const emulator = await started();
    await Promise.all([emulator.stop(), emulator.stop()]);
    await emulator.stop();
  });

  test('after fifty starts leaves nothing behind', async () => {
    const cycle = async () => {
      const emulator = await started();
      const streams = await Promise.all(
        transports.map(async (transport) =>
          (await connectRaw(emulator, transport)).logIn('alice', transport),
        ),
      );
      const opened = await connectRaw(emulator, 'tcp');
      await opened.open();
      await emulator.stop();
      await opened.rest();
      await Promise.all(streams.map((stream) => stream.rest()));
    };
    const handles = () => process.getActiveResourcesInfo().length;
    await cycle();
    await new Promise(setImmediate);
    const before = handles();
    for (let count = 0; count < 50; count += 1) await cycle();
    await new Promise(setImmediate);
    expect(handles()).toBeLessThanOrEqual(before); // the test runner has some of its own, which end
  });
});
