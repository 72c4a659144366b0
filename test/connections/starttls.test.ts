import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type EmulatorOptions, startEmulator, UsageError } from '../../emulator/index.js';
import { type Watched, watched } from '../support/bystanders.js';
import { TcpStream } from '../support/raw-streams.js';
import { bind, errorEnd, header, plain } from '../support/stream-words.js';
import { xmppJsOverTcp } from '../support/xmpp-clients.js';

const STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
const PROCEED = '<proceed xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>';
const OFFER = '<starttls xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>';

/** A certificate of domain.com's own, and its key, in files. */
let files: { folder: string; cert: string; key: string; pem: string };
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tigase-emulator-'));
  const altNames = [{ type: 2 as const, value: 'domain.com' }];
  const made = await generate([{ name: 'commonName', value: 'domain.com' }], {
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  files = { folder, cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem'), pem: made.cert };
  await writeFile(files.cert, made.cert);
  await writeFile(files.key, made.private);
});
afterAll(() => rm(files.folder, { recursive: true }));

/** A stream that is open, with what it is offered. */
async function opened(server: Watched): Promise<{ readonly stream: TcpStream; readonly features: string }> {
  const stream = await TcpStream.connect(server.emulator);
  stream.send(header.tcp);
  return { stream, features: await stream.until('</stream:features>') };
}

/** A stream where the server waits for TLS. */
async function proceeding(server: Watched): Promise<TcpStream> {
  const { stream } = await opened(server);
  stream.send(STARTTLS);
  expect(await stream.until('/>')).toBe(PROCEED);
  return stream;
}

describe.each([
  ['a certificate made at start', () => 'self-signed'],
  ['a certificate from files', () => ({ cert: files.cert, key: files.key })],
] satisfies [string, () => EmulatorOptions['tls']][])('with %s', (_title, tls) => {
  let server: Watched;
  beforeAll(async () => {
    server = await watched({ tls: tls() });
    return () => server.stop();
  });

  test('a raw client goes on encrypted, and logs in', async () => {
    const { stream, features } = await opened(server);
    expect(features).toContain(OFFER);
    stream.send(STARTTLS);
    expect(await stream.until('/>')).toBe(PROCEED);
    const encrypted = await stream.startTls();
    const certificate = encrypted.getPeerX509Certificate();
    expect(certificate?.checkHost('domain.com')).toBe('domain.com');
    expect(certificate?.checkHost('other.example')).toBeUndefined();
    if (tls() !== 'self-signed')
      expect(certificate?.toString().trim()).toBe(files.pem.replaceAll('\r', '').trim());
    stream.send(header.tcp);
    expect(await stream.until('</stream:features>')).not.toContain('starttls');
    await stream.authenticate('alice');
    await stream.open();
    stream.send(bind('secure'));
    expect(await stream.until('</iq>')).toContain('<jid>alice@domain.com/secure</jid>');
    stream.send("<message xmlns='jabber:client' to='alice@domain.com/secure'><body>ä</body></message>");
    expect(await stream.until('</message>')).toContain('<body>ä</body>');
    stream.send('</stream:stream>');
    expect(await stream.rest()).toBe('</stream:stream>');
    expect(server.emulator.presence('alice@domain.com')).toEqual([]);
  });

  test('@xmpp/client does so by itself', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0'); // the library takes no options for TLS
    onTestFinished(() => void vi.unstubAllEnvs());
    const alice = await xmppJsOverTcp.connect(server.emulator, { user: 'alice', resource: 'phone' });
    expect(server.news()).toEqual([]);
    alice.send("<iq type='get' id='secure'><ping xmlns='urn:xmpp:ping'/></iq>");
    await alice.receives({ id: 'secure', type: 'result' });
    await alice.disconnect();
  });
});

describe('what goes wrong with STARTTLS', () => {
  let server: Watched;
  beforeAll(async () => {
    server = await watched({ tls: { cert: files.cert, key: files.key } });
    return () => server.stop();
  });

  test('it may not be asked for twice', async () => {
    const stream = await proceeding(server);
    await stream.startTls();
    await stream.open();
    stream.send(STARTTLS);
    expect(await stream.rest()).toBe(
      `<failure xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>${errorEnd('tcp', 'policy-violation')}`,
    );
    expect(server.news()).toEqual(['tcp nobody: stream-policy-violation']);
    await server.isWell();
  });

  test('what was sent with the question, in the clear, does not count', async () => {
    const { stream } = await opened(server);
    stream.send(STARTTLS + header.tcp + plain('alice'));
    expect(await stream.until('/>')).toBe(PROCEED);
    await stream.startTls();
    stream.send(header.tcp);
    expect(await stream.until('</stream:features>')).toContain('<mechanism>');
    stream.cut();
    await server.isWell();
  });

  test('what is no TLS ends the connection', async () => {
    const stream = await proceeding(server);
    stream.send('this is no TLS at all');
    await stream.rest();
    expect(server.news()).toEqual(['tcp nobody: connection-failed']);
    await server.isWell();
  });

  test('a cut in the middle of it harms nobody', async () => {
    const stream = await proceeding(server);
    stream.cut();
    const other = await proceeding(server);
    other.send(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]));
    await server.isWell();
    other.cut();
    await server.isWell();
  });

  test('bad input over TLS ends the stream as it would without', async () => {
    const stream = await proceeding(server);
    await stream.startTls();
    await stream.logIn('alice', 'secure');
    server.news();
    stream.send('<presence></x>');
    expect(await stream.rest()).toContain(errorEnd('tcp', 'not-well-formed'));
    expect(server.news()).toEqual(['tcp alice@domain.com/secure: stream-not-well-formed']);
    await server.isWell();
  });
});

test('without tls it is not offered, and who asks for it gets a failure', async () => {
  const server = await watched();
  onTestFinished(() => server.stop());
  const { stream, features } = await opened(server);
  expect(features).not.toContain('starttls');
  stream.send(STARTTLS);
  expect(await stream.rest()).toBe(
    `<failure xmlns="urn:ietf:params:xml:ns:xmpp-tls"/>${errorEnd('tcp', 'policy-violation')}`,
  );
  expect(server.news()).toEqual(['tcp nobody: stream-policy-violation']);
  await server.isWell();
});

describe('files that are no certificate and key', () => {
  const missing = '/nowhere/missing.pem';

  test.each([
    [
      'a missing certificate',
      () => ({ cert: missing, key: files.key }),
      `tls.cert: can't read ${missing}: ENOENT`,
    ],
    ['a missing key', () => ({ cert: files.cert, key: missing }), `tls.key: can't read ${missing}: ENOENT`],
    ['the two swapped', () => ({ cert: files.key, key: files.cert }), 'tls: '],
  ])('%s is a wrong option', async (_title, tls, text) => {
    const failure = await startEmulator({ tls: tls() }).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(UsageError);
    expect(String(failure)).toContain(text);
  });
});
