import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Watched, watched } from '../support/bystanders.js';
import type { RawStream } from '../support/raw-stream.js';
import { connectRaw } from '../support/raw-streams.js';
import { base64, bind, plain, sasl, transports } from '../support/stream-words.js';

let server: Watched;
beforeAll(async () => {
  server = await watched();
});
afterAll(() => server.stop());

const failure = (condition: string, text: string): string =>
  `<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><${condition}/><text xml:lang="en">${text}</text></failure>`;
const notVerified = failure('not-authorized', 'Password not verified');
const malformed = failure('malformed-request', 'Invalid number of message parts');
const unrecognized = (name: string) => failure('malformed-request', `Unrecognized element ${name}`);

/** What a client says once the stream is open, and the failure that is the answer to all of it. */
const failures: [title: string, answer: string, ...words: string[]][] = [
  ['a wrong password', notVerified, plain('alice', 'nope')],
  ['an unknown user', notVerified, plain('nobody')],
  ['a user of another domain', notVerified, plain('alice@other.example', 'alice')],
  ['broken Base64', malformed, sasl('auth', '***', 'PLAIN')],
  [
    'a log-in in Base64 with something else in it',
    malformed,
    sasl('auth', base64('\0alice\0alice').replace('N', 'N*'), 'PLAIN'),
  ],
  ['Base64 of no log-in', malformed, sasl('auth', base64('hello'), 'PLAIN')],
  ['Base64 of no UTF-8', malformed, sasl('auth', Buffer.from([0xff, 0xfe]).toString('base64'), 'PLAIN')],
  ['more parts than there are', malformed, sasl('auth', base64('\0alice\0alice\0more'), 'PLAIN')],
  ['an empty user', malformed, sasl('auth', base64('\0\0alice'), 'PLAIN')],
  [
    'acting as somebody else',
    failure('invalid-authzid', 'Invalid authorization id'),
    sasl('auth', base64('bob@domain.com\0alice\0alice'), 'PLAIN'),
  ],
  [
    'an unknown mechanism',
    failure('invalid-mechanism', "Mechanism 'X-NONE' is not allowed"),
    sasl('auth', '', 'X-NONE'),
  ],
  ['no mechanism', failure('invalid-mechanism', "Mechanism '' is not allowed"), sasl('auth')],
  ['a response before anything', unrecognized('response'), sasl('response', base64('hello'))],
  ['an abort before anything', unrecognized('abort'), sasl('abort')],
  ['an element that SASL has not', unrecognized('success'), sasl('success')],
  ['broken Base64 for SCRAM', malformed, sasl('auth', '***', 'SCRAM-SHA-256')],
  ['SCRAM without a nonce', malformed, sasl('auth', base64('n,,n=alice'), 'SCRAM-SHA-1')],
  [
    'SCRAM with channel binding',
    malformed,
    sasl('auth', base64('p=tls-unique,,n=alice,r=abc'), 'SCRAM-SHA-1'),
  ],
  ['SCRAM of an unknown user', notVerified, sasl('auth', base64('n,,n=nobody,r=abc'), 'SCRAM-SHA-256')],
];

const CHALLENGE = /^<challenge xmlns="urn:ietf:params:xml:ns:xmpp-sasl">([^<]+)<\/challenge>$/;

describe.each(transports)('over %s', (transport) => {
  let alice: RawStream;
  beforeEach(async () => {
    alice = await connectRaw(server.emulator, transport);
    await alice.open();
    server.news();
    return () => alice.cut();
  });

  /** Says something, and gives back the failure that it brings. */
  async function failureOf(words: string): Promise<string> {
    alice.send(words);
    return alice.until('</failure>');
  }

  /** Starts SCRAM, and gives back what the server's challenge says. */
  async function challenge(mechanism: string, clientFirst: string): Promise<string> {
    alice.send(sasl('auth', base64(clientFirst), mechanism));
    const [, data = ''] = CHALLENGE.exec(await alice.until('</challenge>')) ?? [];
    return Buffer.from(data, 'base64').toString();
  }

  /** The client can still log in, over the stream where it failed. */
  async function logsInAfterAll(): Promise<void> {
    await alice.authenticate('alice');
    await alice.open();
    alice.send(bind('good'));
    expect(await alice.until('</iq>')).toContain('<jid>alice@domain.com/good</jid>');
    await server.isWell();
  }

  test.each(failures)('%s fails, and the stream goes on', async (_title, answer, words) => {
    expect(await failureOf(words)).toBe(answer);
    expect(server.news()).toEqual([`${transport} nobody: login-failed`]);
    await logsInAfterAll();
  });

  test('after three wrong passwords the right one works, there and on another stream', async () => {
    for (const wrong of ['', 'nope', 'ALICE'])
      expect(await failureOf(plain('alice', wrong))).toBe(notVerified);
    const other = await connectRaw(server.emulator, transport);
    await other.logIn('alice', 'other');
    other.cut();
    await logsInAfterAll();
  });

  test.each(['SCRAM-SHA-1', 'SCRAM-SHA-256'])('%s with another nonce fails', async (mechanism) => {
    expect(await challenge(mechanism, 'n,,n=alice,r=abc')).toMatch(/^r=abc.+,s=[^,]+,i=4096$/);
    expect(await failureOf(sasl('response', base64('c=biws,r=abc,p=AAAA')))).toBe(
      failure('not-authorized', 'Wrong nonce'),
    );
    expect(server.news()).toEqual([`${transport} nobody: login-failed`]);
    await logsInAfterAll();
  });

  test.each(['SCRAM-SHA-1', 'SCRAM-SHA-256'])('%s with a wrong proof fails', async (mechanism) => {
    const [nonce] = (await challenge(mechanism, 'n,,n=alice,r=abc')).split(',');
    for (const proof of ['AAAA', base64('x'.repeat(20)), base64('x'.repeat(32)), '']) {
      expect(await failureOf(sasl('response', base64(`c=biws,${nonce},p=${proof}`)))).toBe(
        proof === 'AAAA' ? notVerified : unrecognized('response'),
      );
    }
    for (const size of [20, 32]) {
      const [again] = (await challenge(mechanism, 'n,,n=alice,r=abc')).split(',');
      const response = base64(`c=biws,${again},p=${base64('x'.repeat(size))}`);
      expect(await failureOf(sasl('response', response))).toBe(notVerified);
    }
    await logsInAfterAll();
  });

  test('SCRAM that does not repeat its header fails', async () => {
    const [nonce] = (await challenge('SCRAM-SHA-1', 'n,,n=alice,r=abc')).split(',');
    expect(await failureOf(sasl('response', base64(`c=${base64('y,,')},${nonce},p=AAAA`)))).toBe(malformed);
    await logsInAfterAll();
  });

  test('an abort ends the exchange', async () => {
    await challenge('SCRAM-SHA-256', 'n,,n=alice,r=abc');
    expect(await failureOf(sasl('abort'))).toBe(unrecognized('abort'));
    expect(await failureOf(sasl('response', base64('c=biws,r=abc,p=AAAA')))).toBe(unrecognized('response'));
    await logsInAfterAll();
  });

  test('a log-in begun anew forgets the one before', async () => {
    const first = await challenge('SCRAM-SHA-256', 'n,,n=alice,r=abc');
    const second = await challenge('SCRAM-SHA-256', 'n,,n=alice,r=abc');
    expect(second).not.toBe(first);
    const [nonce] = first.split(',');
    expect(await failureOf(sasl('response', base64(`c=biws,${nonce},p=AAAA`)))).toBe(
      failure('not-authorized', 'Wrong nonce'),
    );
    await logsInAfterAll();
  });

  test('a mechanism without a first word is asked for it', async () => {
    alice.send(sasl('auth', '', 'PLAIN'));
    expect(await alice.until('/>')).toBe('<challenge xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
    alice.send(sasl('response', base64('\0alice\0alice')));
    await alice.until('<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>');
  });

  describe('a resource', () => {
    beforeEach(async () => {
      await alice.authenticate('alice');
      await alice.open();
      server.news();
    });

    test.each([
      ['of more than 1023 bytes', 'ä'.repeat(512)],
      ['with a control character', 'a&#x7F;b'],
      ['with a line break', 'a&#xA;b'],
    ])('%s is refused, and another one can be bound', async (_title, resource) => {
      alice.send(bind(resource));
      expect(await alice.until('</iq>')).toMatch(
        /^<iq type="error"[^>]* id="bind">.*<error type="modify" code="400"><bad-request /s,
      );
      expect(server.news()).toEqual([`${transport} alice@domain.com: resource-illegal`]);
      alice.send(bind('good'));
      expect(await alice.until('</iq>')).toContain('<jid>alice@domain.com/good</jid>');
      await server.isWell();
    });

    test('of just 1023 bytes is taken', async () => {
      alice.send(bind('r'.repeat(1023)));
      expect(await alice.until('</iq>')).toContain(`<jid>alice@domain.com/${'r'.repeat(1023)}</jid>`);
    });
  });
});
