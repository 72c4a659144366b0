import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Watched, watched } from '../support/bystanders.js';
import { TcpStream, WebSocketStream } from '../support/raw-streams.js';
import { bind, header } from '../support/stream-words.js';
import { strictProblem } from '../support/strict-xml.js';

let server: Watched;
let receiver: WebSocketStream;
beforeAll(async () => {
  server = await watched();
});
afterAll(() => server.stop());
beforeEach(async () => {
  receiver = await (await WebSocketStream.connect(server.emulator)).logIn('test', 'strict');
  return () => receiver.cut();
});

/** What gets to the receiver, which reads each message by itself (RFC 7395, section 3.3). */
async function arrived(end: string): Promise<string> {
  const text = await receiver.until(end);
  expect(strictProblem(text)).toBeUndefined();
  return text;
}

/** A session of alice's whose stream over TCP was opened in some other way. */
async function openedWith(from: string, to: string): Promise<TcpStream> {
  const alice = await TcpStream.connect(server.emulator);
  const opening = header.tcp.replace(from, to);
  alice.send(opening);
  await alice.until('</stream:features>');
  await alice.authenticate('alice');
  alice.send(opening);
  await alice.until('</stream:features>');
  alice.send(bind('odd'));
  await alice.until('</iq>');
  return alice;
}

const MESSAGE = "<message to='test@domain.com/strict'>";

describe('a stanza takes along what its stream said of namespaces', () => {
  test('a prefix that a child uses', async () => {
    const alice = await openedWith(' to=', " xmlns:p='urn:p' to=");
    alice.send(`${MESSAGE}<p:x><p:y/></p:x></message>`);
    expect(await arrived('</message>')).toMatch(/xmlns:p="urn:p"/);
    alice.cut();
  });

  test('a prefix that an attribute uses', async () => {
    const alice = await openedWith(' to=', " xmlns:p='urn:p' to=");
    alice.send(`${MESSAGE}<x xmlns='urn:x' p:y='1'/></message>`);
    expect(await arrived('</message>')).toMatch(/xmlns:p="urn:p"/);
    alice.cut();
  });

  test("the stream's own prefix, over TCP", async () => {
    const alice = await openedWith('', '');
    alice.send(`${MESSAGE}<stream:x/></message>`);
    await arrived('</message>');
    alice.cut();
  });

  test("the stream's own prefix, over WebSocket", async () => {
    const alice = await (await WebSocketStream.connect(server.emulator)).logIn('alice', 'odd');
    alice.send(`<message xmlns='jabber:client' to='test@domain.com/strict'><stream:x/><end/></message>`);
    // Either the sender, who declared no prefix, is told off, or the receiver can read it.
    const outcome = await Promise.race([alice.rest(), receiver.until('</message>')]);
    if (outcome.startsWith('<message')) expect(strictProblem(outcome)).toBeUndefined();
    else expect(outcome).toContain('<not-well-formed');
    alice.cut();
  });

  test('the namespace of stanzas, where the stream leaves it open', async () => {
    const alice = await openedWith("xmlns='jabber:client'", '');
    alice.send(`${MESSAGE}<body>hi</body></message>`);
    expect(await arrived('</message>')).toContain('xmlns="jabber:client"');
    alice.cut();
  });
});

describe('an error can be read by who sent what it is about', () => {
  test.each([
    ['a question', "<iq xmlns='jabber:client' xmlns:p='urn:p' type='get' id='q'><p:query/></iq>", '</iq>'],
    [
      'an attribute',
      "<iq xmlns='jabber:client' xmlns:p='urn:p' type='get' id='q'><query xmlns='urn:q' p:x='1'/></iq>",
      '</iq>',
    ],
    ['an element', "<p:thing xmlns:p='urn:p'/>", '</p:thing>'],
  ])('where %s has a prefix', async (_title, sent, end) => {
    receiver.send(sent);
    expect(await arrived(end)).toContain('<feature-not-implemented ');
  });

  test('where a stanza without a session has a prefix', async () => {
    const early = await WebSocketStream.connect(server.emulator);
    await early.open();
    early.send("<iq xmlns='jabber:client' xmlns:p='urn:p' type='get' id='q'><p:query/></iq>");
    expect(strictProblem(await early.until('</iq>'))).toBeUndefined();
    early.cut();
  });
});
