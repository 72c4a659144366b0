import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Watched, watched } from '../support/bystanders.js';
import { frame, opcodes, upgradeRequest } from '../support/frames.js';
import { holds } from '../support/property.js';
import { packets } from '../support/random-streams.js';
import type { RawStream } from '../support/raw-stream.js';
import { connectRaw, WebSocketStream } from '../support/raw-streams.js';
import { header, transports } from '../support/stream-words.js';
import { strictProblem } from '../support/strict-xml.js';
import { overOf } from '../support/wire.js';

/** How long a property is checked, in milliseconds. */
const TIME = 700;

/** Checks a property as often as there is time for. A run is never broken off: the next would meet its remains. */
async function holdsForAWhile<Input>(
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => Promise<void>,
): Promise<void> {
  const end = performance.now() + TIME;
  do await holds(fc.asyncProperty(inputs, check), { numRuns: 20 });
  while (performance.now() < end);
}

let server: Watched;
const crashes: unknown[] = [];
const onCrash = (failure: unknown) => crashes.push(failure);
beforeAll(async () => {
  server = await watched({ tls: 'self-signed', limits: { stanza: 4096, depth: 20 } });
  process.on('uncaughtExceptionMonitor', onCrash);
});
afterAll(async () => {
  process.off('uncaughtExceptionMonitor', onCrash);
  await server.stop();
});

async function isWell(): Promise<void> {
  await server.isWell();
  expect(crashes).toEqual([]);
}

/** How far a client has come before it talks nonsense. */
const stages: { readonly [stage: string]: (stream: RawStream) => Promise<unknown> } = {
  connected: async () => {},
  open: (stream) => stream.open(),
  'logged in': (stream) => stream.open().then(() => stream.authenticate('alice')),
  'in a session': (stream) => stream.logIn('alice', 'random'),
};
const stage = fc.constantFrom(...Object.keys(stages));

test.each(transports)('random and mutated streams over %s disturb nobody', async (transport) => {
  await holdsForAWhile(fc.tuple(stage, packets, fc.boolean()), async ([reached, sent, leaves]) => {
    const stream = await connectRaw(server.emulator, transport);
    await stages[reached]?.(stream);
    // Over WebSocket bytes would be a binary message, which ends it: what is no UTF-8 goes as what it looks like.
    for (const packet of sent) stream.send(transport === 'tcp' ? packet : packet.toString());
    if (leaves) await stream.leave();
    else stream.cut();
    await isWell();
    if (!(stream instanceof WebSocketStream)) return;
    expect(stream.messages.map(strictProblem).filter((problem) => problem !== undefined)).toEqual([]);
  });
});

/** Sends bytes to a port, and more once an answer has come; then hangs up, and waits for the server to do so too. */
async function say(port: number, first: string, answer: string, rest: readonly Buffer[]): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let received = '';
  socket.on('data', (text) => {
    received += String(text);
  });
  socket.write(first);
  while (!received.includes(answer)) await once(socket, 'data');
  for (const bytes of rest) socket.write(bytes);
  const closed = overOf(socket);
  socket.end();
  await closed;
}

test('random WebSocket frames disturb nobody', async () => {
  const flags = fc.record({ final: fc.boolean(), masked: fc.boolean() });
  const frames = fc
    .tuple(packets, fc.array(fc.tuple(fc.integer({ min: 0, max: 15 }), flags)), fc.boolean())
    .map(([payloads, heads, raw]) => [
      ...payloads.map((payload, index) => {
        const [opcode, shape] = heads[index] ?? [opcodes.text, {}];
        return frame(opcode, payload.subarray(0, 125), shape);
      }),
      ...(raw ? payloads : []),
    ]);
  await holdsForAWhile(frames, async (sent) => {
    await say(server.emulator.websocketPort ?? 0, upgradeRequest('/xmpp-websocket'), '\r\n\r\n', sent);
    await isWell();
  });
});

test('random bytes in place of TLS disturb nobody', async () => {
  const starttls = `${header.tcp}<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`;
  await holdsForAWhile(packets, async (sent) => {
    await say(server.emulator.xmppPort ?? 0, starttls, '<proceed', sent);
    await isWell();
  });
});
