import { readdirSync, readFileSync } from 'node:fs';
import { Element, parse as parseXml } from 'ltx';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parse } from 'yaml';
import { type Emulator, startEmulator } from '../../emulator/index.js';
import { canonical } from '../support/xmpp-player.js';

const FOLDER = new URL('../../fixtures/xmpp-streams/', import.meta.url);

/** Frames that were sent to a server, and what it sent before the next, as fixtures/README.md describes them. */
interface RecordedStream {
  readonly name: string;
  readonly steps: readonly { readonly send: string; readonly received: readonly string[] }[];
}

const streams = readdirSync(FOLDER).map(
  (file) => parse(readFileSync(new URL(file, FOLDER), 'utf8')) as RecordedStream,
);

/** The features that Tigase offers and the emulator does not, by namespace. */
const NOT_OFFERED = [
  'urn:xmpp:sasl:2',
  'http://jabber.org/features/iq-auth',
  'http://jabber.org/features/iq-register',
  'http://jabber.org/features/compress',
  'urn:xmpp:csi:0',
  'urn:xmpp:features:rosterver',
  'urn:xmpp:features:pre-approval',
  'http://jabber.org/protocol/caps',
];

const OPEN = '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="domain.com" version="1.0"/>';
const CLOSE = '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>';
const CLOSED = '!closed 1005';
const NOT_WELL_FORMED =
  '<stream:error xmlns:stream="http://etherx.jabber.org/streams"><not-well-formed xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error>';

/** Where the emulator does otherwise than Tigase, always in the last step: what it sends there. */
const OTHERWISE: { readonly [stream: string]: (recorded: readonly string[]) => readonly string[] } = {
  // Tigase leaves the connection open; who ends a stream closes it too (RFC 7395, section 3.6).
  'unknown host': (recorded) => [...recorded, CLOSED],
  'no host': (recorded) => [...recorded, CLOSED],
  // Tigase is silent; what is no XML ends the stream (RFC 6120, section 4.9.3.13), after a header (section 4.9.1.2).
  'not XML': () => [
    '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="domain.com" id="*" version="1.0" xml:lang="en"/>',
    NOT_WELL_FORMED,
    CLOSE,
    CLOSED,
  ],
  'malformed after open': () => [NOT_WELL_FORMED, CLOSE, CLOSED],
  'malformed after log-in': () => [NOT_WELL_FORMED, CLOSE, CLOSED],
  // Tigase refuses the right password too, for a while after wrong ones.
  'PLAIN, wrong password': () => ['<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>'],
  // Tigase answers an iq that it made itself.
  'stanza before bind': ([first = '']) => {
    const answer = new Element('presence', { xmlns: 'jabber:client', type: 'error' });
    answer.cnode(parseXml(first).getChild('error') ?? new Element('none'));
    return [answer.toString()];
  },
  // Tigase has read both by the time that it answers the first.
  'two stanzas in a frame': ([first = '', second = '']) => [first.replace('<show>away</show>', ''), second],
};

describe('release 8.3', () => {
  test.each(streams)('answers $name as recorded, by the rules', async ({ name, steps }) => {
    const emulator = await startEmulator({
      release: '8.3',
      port: 'off',
      websocketPort: 0,
      xmppPort: 'off',
    });
    try {
      const stream = await RawStream.connect(emulator);
      for (const [index, { send, received }] of steps.entries()) {
        const isLast = index === steps.length - 1;
        const expected = (isLast ? OTHERWISE[name]?.(received) : undefined) ?? answersTo(send, received);
        const next = steps[index + 1]?.send;
        // Nothing can be sent over a connection that is closed: what comes after the close is sent right behind it.
        const frames = received.includes(CLOSED) && next !== undefined ? [send, next] : [send];
        const got = stream.isClosed ? [] : await stream.send(frames);
        expect(got.map(withoutFree), send).toEqual(expected.map(withoutFree));
        if (expected.length === 0 && !stream.isClosed) await expectAlive(stream, index);
      }
      if (stream.isClosed) expect(emulator.presence('alice@domain.com')).toEqual([]);
    } finally {
      await emulator.stop();
    }
  });
});

/** That a stream goes on after a step to which there was no answer. */
async function expectAlive(stream: RawStream, index: number): Promise<void> {
  const isOpen = index > 0;
  if (isOpen) {
    const ping = '<iq type="get" id="p" xmlns="jabber:client"><ping xmlns="urn:xmpp:ping"/></iq>';
    const pong = '<iq type="result" id="p" to="alice@domain.com/raw" xmlns="jabber:client"/>';
    expect((await stream.send([ping])).map(withoutFree)).toEqual([withoutFree(pong)]);
  } else {
    const names = (await stream.send([OPEN])).map((frame) => parseXml(frame).name);
    expect(names).toEqual(['open', 'stream:features']);
  }
}

/** What the emulator is to answer: each stanza once, with Tigase's first answer, and its own features alone. */
function answersTo(sent: string, recorded: readonly string[]): readonly string[] {
  const stanzas = parseXml(`<frame>${sent.replace(/^<!DOCTYPE [^>]*>/, '')}</frame>`).getChildElements();
  const isStanza = stanzas.some(({ name }) => ['iq', 'message', 'presence'].includes(name));
  return (isStanza ? recorded.slice(0, stanzas.length) : recorded).map((frame) =>
    frame.startsWith('<stream:features') ? offered(parseXml(frame)) : frame,
  );
}

function offered(features: Element): string {
  features.children = features.getChildElements().filter(({ attrs }) => !NOT_OFFERED.includes(attrs.xmlns));
  const mechanisms = features.getChild('mechanisms');
  if (mechanisms !== undefined)
    mechanisms.children = mechanisms.getChildElements().filter((child) => child.text() !== 'ANONYMOUS');
  return features.toString();
}

/** A frame as text that is equal for equal frames: without ids and resources that a server makes, and SCRAM's chance. */
function withoutFree(frame: string): string {
  if (frame.startsWith('!')) return frame;
  const text = canonical(parseXml(frame));
  const [, resource = 'raw'] = /<jid>[^<]*\/([^<]*)<\/jid>/.exec(text) ?? [];
  return text
    .replaceAll(resource, (found) => (found === 'raw' ? found : '*'))
    .replace(/(?<=<open .* id=")[\da-f-]{36}(?=")/, '*')
    .replace(/(?<=<challenge [^>]*>)[^<]+/, (data) => atob(data).replace(/^(r=abc)[^,]+,s=[^,]+/, '$1*,s=*'));
}

/** A connection over which frames go as they stand. */
class RawStream {
  isClosed = false;
  private readonly received: string[] = [];

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => this.received.push(String(data)));
    socket.on('close', (code) => {
      this.isClosed = true;
      this.received.push(`!closed ${code}`);
    });
  }

  static async connect({ websocketPort }: Emulator): Promise<RawStream> {
    const socket = new WebSocket(`ws://127.0.0.1:${websocketPort}/`, 'xmpp');
    const stream = new RawStream(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return stream;
  }

  /** Sends frames, and resolves with what came by the time that the server has dealt with them. */
  async send(frames: readonly string[]): Promise<string[]> {
    for (const frame of frames) this.socket.send(frame);
    this.socket.ping();
    await new Promise((resolve) => this.socket.once('pong', resolve).once('close', resolve));
    return this.received.splice(0);
  }
}
