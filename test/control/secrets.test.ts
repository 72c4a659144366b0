import { connect } from 'node:net';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../emulator/command/log.js';
import { startEmulator } from '../../emulator/index.js';
import { redactedText } from '../../emulator/redact.js';
import { JSON_TYPE, tested, XML_TYPE } from '../support/requests.js';
import { overOf } from '../support/wire.js';
import { librariesByTitle } from '../support/xmpp-clients.js';

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Found nowhere else. */
const SECRET = 'Zq7-hidden_Zq7';

/** Where a client may write a secret. */
const forms = [
  (secret: string) => ({ path: `?api-key=${encodeURIComponent(secret)}` }),
  (secret: string) => ({ path: `?a=b&API-KEY=${encodeURIComponent(secret)}&c=d` }),
  (secret: string) => ({ path: `?api%2Dkey=${encodeURIComponent(secret)}` }),
  (secret: string) => ({ headers: { 'Api-Key': secret } }),
  (secret: string) => ({ headers: { Cookie: `session=${secret}` } }),
  (secret: string) => ({ headers: { Referer: `http://a/?api-key=${encodeURIComponent(secret)}` } }),
  (secret: string) => ({ body: JSON.stringify({ 'api-key': secret }) }),
  (secret: string) => ({ headers: { 'X-Api-Key': secret } }),
  (secret: string) => ({
    headers: { Authorization: `Basic ${Buffer.from(`admin:${secret}`).toString('base64')}` },
  }),
  (secret: string) => ({ headers: { Authorization: `Bearer ${secret}` } }),
  (secret: string) => ({ body: JSON.stringify({ user: { password: secret } }) }),
  (secret: string) => ({ body: JSON.stringify({ user: { Password: secret, email: 'a@b' } }, null, 2) }),
  (secret: string) => ({ body: JSON.stringify({ user: { password: [secret, { a: secret }] } }) }),
  (secret: string) => ({ body: `{"user":{"password":"${secret}` }),
  (secret: string) => ({ body: `{"user":{"pass\\u0077ord":"${secret}"}}` }),
  (secret: string) => ({ body: `{'user':{'password':'${secret}'}}` }),
  (secret: string) => ({ body: `<user><password>${secret}</password></user>`, type: 'application/xml' }),
  (secret: string) => ({ body: `<user><password a="b">${secret}`, type: 'application/xml' }),
  (secret: string) => ({
    body: `<user><password><![CDATA[${secret}]]></password></user>`,
    type: 'application/xml',
  }),
  (secret: string) => ({ body: `<user><password><a>${secret}</a></password></user>`, type: 'text/xml' }),
  (secret: string) => ({
    body: new URLSearchParams({ password: secret, 'api-key': secret }).toString(),
    type: 'application/x-www-form-urlencoded',
  }),
] as const;

/** Texts that end in the secret, with what might break a pattern before it. */
const secrets = fc
  .string({
    unit: fc.constantFrom('a', '"', "'", '\\', '<', '>', '&', ' ', '%', '=', ';', '/', ':', '}', 'é'),
  })
  .map((before) => before + SECRET);

const requests = fc.record({
  form: fc.constantFrom(...forms),
  method: fc.constantFrom('POST', 'PUT', 'GET', 'DELETE'),
  path: fc.constantFrom(
    '/rest/user/carol@domain.com',
    '/rest/user/test@domain.com/status',
    '/rest/users/domain.com',
    '/rest/x',
    '/',
  ),
});

test('no API key, password or credential stands in journal, events or log, wherever it was written', async () => {
  const { emulator, request } = await tested({ release: '8.4' });
  const lines: string[] = [];
  const logs = (['pretty', 'json'] as const).map((format) => createLog(format, (line) => lines.push(line)));
  emulator.onExchange((exchange) => {
    for (const log of logs) log({ event: 'request', exchange });
  });
  emulator.journal.subscribe((entry) => lines.push(JSON.stringify(entry)));
  const kept = fc.asyncProperty(requests, secrets, async ({ form, method, path }, secret) => {
    lines.length = 0;
    const {
      path: query = '',
      headers = {},
      body,
      type = 'application/json',
    } = form(secret) as {
      path?: string;
      headers?: Record<string, string>;
      body?: string;
      type?: string;
    };
    const asked = request[method.toLowerCase() as 'post'](path + query);
    for (const [name, value] of Object.entries(headers)) asked.set(name, value.replace(/[^\x20-\x7e]/g, ''));
    if (body !== undefined) asked.set('Content-Type', type).send(body);
    await asked;
    const told = [
      ...lines,
      JSON.stringify(emulator.journal.entries({ limit: 1 })),
      JSON.stringify(verdict()),
    ].join('\n');
    expect(told).toContain(path);
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(Buffer.from(`admin:${secret}`).toString('base64'));
  });
  const verdict = () => {
    try {
      return emulator.verify({ show: 'never' });
    } catch (failure) {
      return { ...(failure as Error), message: String(failure) };
    }
  };
  await fc.assert(kept, { numRuns: 500 });
});

test.each(librariesByTitle)(
  'nothing of a log-in stands in the journal, with %s',
  async (_, library) => {
    const emulator = await startEmulator({
      accounts: [{ jid: 'alice@domain.com', password: SECRET }],
      rosters: {},
    });
    onTestFinished(() => emulator.stop());
    for (const mechanism of ['PLAIN', 'SCRAM-SHA-1'] as const) {
      const alice = await library.connect(emulator, {
        user: 'alice',
        resource: mechanism,
        password: SECRET,
        mechanism,
      });
      alice.send('<presence/>');
      await alice.receives({ kind: 'presence', from: alice.jid });
      await alice.disconnect();
    }
    await library.connect(emulator, { user: 'alice', resource: 'a', password: `${SECRET}!` }).catch(() => {});
    const told = JSON.stringify(emulator.journal.entries());
    expect(told).toContain('alice@domain.com/SCRAM-SHA-1');
    for (const trace of [
      SECRET,
      Buffer.from(`\0alice\0${SECRET}`).toString('base64'),
      '<auth',
      'urn:ietf:params:xml:ns:xmpp-sasl',
    ])
      expect(told).not.toContain(trace);
  },
  20_000,
);

test.each([
  `<query xmlns="jabber:iq:register"><username>a</username><password>${SECRET}</password></query>`,
  `<query xmlns="jabber:iq:auth"><digest>${SECRET}</digest></query>`,
  `<x xmlns="jabber:x:data"><field var="Password"><value>${SECRET}</value></field></x>`,
  `<x xmlns="jabber:x:data"><field type="text-private" var="pin"><value>${SECRET}</value></field></x>`,
  `<x xmlns="jabber:x:data"><field var="muc#roomconfig_password_secret"><value>a</value><value>${SECRET}</value></field></x>`,
  `<password xmlns="urn:example" a="b">${SECRET}</password>`,
  `<body>see http://localhost/?apikey=${SECRET}&amp;x=1</body>`,
  `<body>x-api-key=${SECRET}</body>`,
  `<api-key>${SECRET}</api-key>`,
  `<conference xmlns="storage:bookmarks" jid="a@b" password="${SECRET}"/>`,
])('a secret in a stanza is not shown: %s', async (child) => {
  const { emulator } = await tested();
  const alice = emulator.contact('alice@domain.com/a');
  alice.send(`<message to="bob@domain.com" id="1"><visible/>${child}<visible/></message>`);
  const told = JSON.stringify(emulator.journal.entries());
  expect(told.match(/<visible\/>/g)?.length).toBeGreaterThan(1);
  expect(told).not.toContain(SECRET);
});

test.each([
  'X-Auth-Token',
  'X-Access-Token',
  'Set-Cookie',
  'X-CSRF-Token',
  'Proxy-Authorization',
  'X-Client-Secret',
])('the header %s is not shown', async (name) => {
  const { emulator, request } = await tested();
  await request.get('/rest/x').set(name, `${SECRET}=${SECRET}`);
  const [entry] = emulator.journal.entries();
  expect(entry?.request?.headers[name.toLowerCase()]).toBe('…');
});

test.each([
  [{ Referer: `http://user:${SECRET}@a/b` }, 'referer', 'http://user:…@a/b'],
  [{ 'X-Note': `api-key=${SECRET}` }, 'x-note', 'api-key=…'],
  [{ 'X-Note': `{"password":"${SECRET}"}` }, 'x-note', '{"password":"…"}'],
])('a secret in another header is not shown: %j', async (headers, name, shown) => {
  const { emulator, request } = await tested();
  await request.get('/rest/x').set(headers);
  expect(emulator.journal.entries()[0]?.request?.headers[name]).toBe(shown);
});

test.each([
  [FORM_TYPE, `{"user":{"password":"${SECRET}"}}`, '{"user":{"password":"…"}}'],
  [FORM_TYPE, `<user><password>${SECRET}</password></user>`, '<user><password>…</password></user>'],
  [FORM_TYPE, `a=b&password=${SECRET}#c&d=e`, 'a=b&password=…&d=e'],
  [FORM_TYPE, `pass%77ord=a#${SECRET}&d=e`, 'pass%77ord=…&d=e'],
  [JSON_TYPE, `{"status":"see http://me:${SECRET}@a/"}`, '{"status":"see http://me:…@a/"}'],
  [JSON_TYPE, `{"api-key":"${SECRET}","show":"xa"}`, '{"api-key":"…","show":"xa"}'],
  [JSON_TYPE, `{"api-key":["${SECRET}"]}`, '…'],
  [JSON_TYPE, `{"api\\u002dkey":"${SECRET}"}`, '…'],
  [JSON_TYPE, `{"fields":[{"var":"password","value":"${SECRET}"}]}`, '…'],
  [XML_TYPE, `<user><api-key><![CDATA[${SECRET}]]></api-key></user>`, '…'],
  [XML_TYPE, `<query><digest><![CDATA[${SECRET}]]></digest></query>`, '…'],
  [XML_TYPE, `<user api-key="${SECRET}"/>`, '<user api-key="…"/>'],
  [XML_TYPE, `<user password='a"${SECRET}'/>`, "<user password='…'/>"],
  [XML_TYPE, `<field var="&#112;assword"><value>${SECRET}</value></field>`, '…'],
  [XML_TYPE, `<item><var>password</var><value>${SECRET}</value></item>`, '…'],
])('of a body of %s, %s, is shown %s', async (type, body, shown) => {
  const { emulator, request } = await tested();
  await request.post('/rest/user/test@domain.com/status').set('Content-Type', type).send(body);
  expect(emulator.journal.entries()[0]?.request?.body).toBe(shown);
});

test.each([
  [JSON_TYPE, '{"status":"my password is a secret, my API key too"}'],
  [JSON_TYPE, '{"type":"password reset","show":"caf\\u00e9"}'],
  [XML_TYPE, '<command><status>no password, no digest</status></command>'],
  [XML_TYPE, '<command><status><![CDATA[a]]></status></command>'],
])('a body of %s without a secret is shown as it is: %s', async (type, body) => {
  const { emulator, request } = await tested();
  await request.post('/rest/user/test@domain.com/status').set('Content-Type', type).send(body);
  expect(emulator.journal.entries()[0]?.request?.body).toBe(body);
});

test('what never ends takes no time with its square to be looked through', () => {
  const texts = ['<field ', '<password ', '<api-key a="', 'http://a:', "<field var='password' "];
  const before = performance.now();
  for (const text of texts) redactedText(`${text.repeat(2 ** 16 / text.length)}password`);
  expect(performance.now() - before).toBeLessThan(500);
});

test.each([
  ['state', 'patch', SECRET, 'found a text, expected keys with values, such as { key: value }'],
  [
    'state',
    'patch',
    [{ jid: 'carol@domain.com', password: SECRET }],
    'found a list, expected keys with values, such as { key: value }',
  ],
  [
    'state',
    'patch',
    { accounts: [{ jid: { password: SECRET }, password: '' }] },
    'accounts.0.jid: found keys with values, expected a text',
  ],
  [
    'faults',
    'post',
    [{ password: SECRET }],
    'found a list, expected keys with values, such as { key: value }',
  ],
  ['state', 'patch', { accounts: SECRET }, 'accounts: found a text, expected a list, such as [a, b]'],
  [
    'state',
    'patch',
    { accounts: [SECRET] },
    'accounts.0: found a text, expected keys with values, such as { key: value }',
  ],
  [
    'state',
    'patch',
    { accounts: [{ jid: 'carol@domain.com', password: [SECRET] }] },
    'accounts.0.password: found a list, expected a text',
  ],
  [
    'state',
    'patch',
    { apiKeys: [{ key: { a: SECRET } }] },
    'apiKeys.0.key: found keys with values, expected a text',
  ],
  [
    'state',
    'patch',
    `{"accounts":[{"password": ${SECRET}}]}`,
    "It can't be read: Unexpected token 'Z' where none may be",
  ],
  ['state', 'patch', `{"accounts":[{"password":"${SECRET}"`, undefined],
] as const)('the refusal of %s %s %j shows no secret', async (path, method, body, detail) => {
  const { request } = await tested();
  const { text } = await request[method](`/_emulator/${path}`)
    .set('Content-Type', 'application/json')
    .send(typeof body === 'string' && body.startsWith('{') ? body : JSON.stringify(body));
  if (detail !== undefined) expect(JSON.parse(text)).toMatchObject({ status: 400, detail });
  expect(text).not.toContain(SECRET);
});

test('bytes that are no request show no key either', async () => {
  const emulator = await startEmulator({ websocketPort: 'off', xmppPort: 'off' });
  onTestFinished(() => emulator.stop());
  const socket = connect(emulator.httpPort ?? 0, '127.0.0.1');
  socket.end(`GET /rest?api-key=${SECRET} HTTP/1.1\r\nHost: a\r\nBad Header: ${SECRET}\r\n\r\n`);
  socket.resume();
  await overOf(socket);
  expect(JSON.stringify(emulator.journal.entries())).not.toContain(SECRET);
});
