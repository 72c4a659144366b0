import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { EmulatorOptions } from '../../emulator/index.js';
import { JSON_TYPE, type Tested, tested, XML_TYPE } from '../support/requests.js';
import { overOf } from '../support/wire.js';

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';

/** A request: its method, target, body and headers; without Content-Type where that is empty, JSON unless given. */
type Sent = readonly [Method, string, (string | undefined)?, Readonly<Record<string, string>>?];

const KEY = '?api-key=API_KEY';
const STATUS = `/rest/user/test@domain.com/status${KEY}`;
const user = (jid: string, key = KEY) => `/rest/user/${jid}${key}`;
const status = (body: string, type = JSON_TYPE): Sent => ['post', STATUS, body, { 'content-type': type }];
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

const apiKeys = [
  { key: 'API_KEY' },
  { key: 'limited', paths: ['/rest/users/.*', '/rest/user/alice.*'] },
  { key: 'local', hosts: ['other'] },
];

const sent: readonly (readonly [EmulatorOptions, readonly Sent[]])[] = [
  [
    { apiKeys, release: '8.3' },
    [
      ['post', '/rest/user/test@domain.com/status', '{}'],
      ['post', '/rest/user/test@domain.com/status?API-Key=API_KEY', '{}'],
      ['post', `${STATUS}&api-key=x`, '{}'],
      ['post', user('test@domain.com/status', '?api-key=x'), '{}'],
      ['post', user('test@domain.com/status', '?api-key=limited'), '{}'],
      ['post', user('alice@domain.com/status', '?api-key=limited'), '{}'],
      ['post', user('test@domain.com/status', '?api-key=local'), '{}', { host: 'here:8080' }],
      ['post', user('test@domain.com/status', '?='), '{}'],
      ['post', user('test@domain.com/status', '?a=%4'), '{}'],
      ['get', '/'],
      ['get', '/rest/user/a|b'],
      ['patch', user('test@domain.com')],
      ['post', user('test@domain.com/status/a/b'), '{}'],
      ['post', user('test/status'), '{}'],
      ['post', user('a@b@c/status/d'), '{}'],
      ['post', user('test%40domain.com/status'), '{}'],
      ['post', '/rest/user/test@domain.com/status?x=1', '{}'],
      ['patch', user('test')],
      ['post', user('test/status/desk'), '{}'],
      ['post', user('test/status/a/b'), '{}'],
      ['post', `/rest/x/rest/user/test/status${KEY}`, '{}'],
      ['get', `/rest/users/domain.com${KEY}`],
    ],
  ],
  [
    { release: '8.3' },
    [
      ['post', STATUS, '{}', { 'content-type': '' }],
      ['post', STATUS, undefined, { 'content-type': JSON_TYPE }],
      status('{"show":"xa"}', 'text/plain'),
      status('show=xa', 'application/x-www-form-urlencoded'),
      status('[]'),
      status('{"command":"x"}'),
      status('{"activity":"x"}'),
      status('{"show": "xa" "x"}'),
      status('{"show" "xa"}'),
      status('{"show":["a" "b"]}'),
      status('{"show":'),
      status('{"show":"\\q"}'),
      status('{"show":"\\u12"'),
      status('{"show":"a\\'),
      status('{"show":1.2.3}'),
      status('{"show":-}'),
      status('{"show":tru}'),
      status(`{"show":${'['.repeat(9000)}`),
      status('<command>\n<show>xa</command>', XML_TYPE),
      status('<!DOCTYPE x><command/>', XML_TYPE),
      status('<command><:a/></command>', XML_TYPE),
      status('<?xml version="1.2"?><command/>', XML_TYPE),
      status('\ufeff\ufeff<command/>', XML_TYPE),
      status(' ', XML_TYPE),
      status('<a>'.repeat(9000), XML_TYPE),
      status('<command/>', XML_TYPE),
      status('<status><show>xa</show></status>', XML_TYPE),
      status('<Command><show>xa</show></Command>', XML_TYPE),
      status('<a><command><item>1</item></command></a>', XML_TYPE),
      status('<command><\u2c00/></command>', XML_TYPE),
    ],
  ],
  [
    {},
    [
      status('{"available":false,"priority":0,"show":"busy"}'),
      status('{"available":0,"priority":""}'),
      status('{"available":"banana","priority":"abc"}'),
      status('{"available":"trueish","priority":"1x"}'),
      status('{"available":null,"priority":null,"show":null,"status":null,"activity":null}'),
      status('{"available":"true","priority":"-1","show":"","status":""}'),
      status('{"available":"TRUE","priority":"127"}'),
      status('{"priority":128}'),
      status('{"priority":"-129"}'),
      status('{"priority":-0}'),
      status('{"priority":"0"}'),
      status('{"Show":"xa","x":1}'),
      status('{"Show":"xa"} trailing'),
      status('{"available":"untrue","priority":"x1"}'),
      status('{"activity":{"category":"talking","type":"a b"}}'),
      status('{"activity":{"type":"on_the_phone"}}'),
      status('{"activity":{"category":"two words","type":"a b"}}'),
      status('{"activity":{"category":"talking","type":null,"text":"a\\u0001"}}'),
      status('{"show":"a\\u0001","status":"a\\u0001"}'),
      status('{"show":"xa"} trailing'),
      status('{"show":"xa"} \n'),
      ['post', user('test@elsewhere.org/status'), '{}'],
      ['post', user('a&b@domain.com/status'), '{}'],
      ['post', user('test@domain.com/status/gone'), '{"available":"false"}'],
      ['post', user('test@domain.com/status/Mobile'), '{}'],
      ['post', user('test@domain.com/status/mobile'), '{}'],
    ],
  ],
  [{ trusted: [] }, [status('{}')]],
  [
    { limits: { body: 100 } },
    [status(`{"show":"${'x'.repeat(100)}"}`), status(`{"show":"${'x'.repeat(100)}"}`, 'text/plain')],
  ],
  [{ openAccess: true }, [['post', user('test@domain.com/status', ''), '{}']]],
  [
    {},
    [
      ['put', user('carol@domain.com'), '{"user":{"email":"a"}}'],
      ['put', user('carol@domain.com'), '{"user":{"password":"a"}}'],
      ['put', user('dave@domain.com'), '{"user":{"password":"a","email":1,"name":"Dave","age":3}}'],
      ['put', user('dave@elsewhere.org'), '{"user":{"password":"a"}}'],
      ['put', user('d&ve@domain.com'), '{"user":{"password":"a"}}'],
      ['put', user('dave@dom%20ain.com'), '{"user":{"password":"a"}}'],
      ['get', user('nobody@domain.com')],
      ['get', user('test@domain.com'), '{}'],
      ['put', user('eve@domain.com'), '{"password":"a"}'],
      [
        'put',
        user('eve@domain.com'),
        '<account><password>a</password></account>',
        { 'content-type': XML_TYPE },
      ],
      ['post', user('nobody@domain.com'), '{"user":{"password":"a"}}'],
      ['delete', user('nobody@domain.com')],
    ],
  ],
  [
    { release: '8.4' },
    [
      status('{}'),
      ['post', STATUS, '{}', { authorization: 'Digest a' }],
      ['post', STATUS, '{}', { authorization: 'Basic a' }],
      ['post', STATUS, '{}', basic('admin:admin')],
      ['post', STATUS, '{}', basic('admin@domain.com:no')],
      ['post', STATUS, '{}', basic('alice@domain.com:alice')],
      ['post', STATUS, '{}', basic('admin@domain.com:admin')],
      ['post', user('test%40domain.com/status'), '{}', basic('admin@domain.com:admin')],
      ['patch', user('test@domain.com'), undefined, basic('admin@domain.com:admin')],
    ],
  ],
];

/** A request and what is noted of it, as lines; long requests are cut. */
async function noted({ request, exchanges }: Tested, [method, target, body, headers = {}]: Sent) {
  const { 'content-type': type = JSON_TYPE, ...others } = headers;
  const call = request[method](target).set(others);
  if (type !== '') call.type(type);
  const bytes = type === '' ? Buffer.from(body ?? '') : body; // a text without a type would be given one
  const answer = await (body === undefined ? call : call.send(bytes));
  const notes = exchanges.at(-1)?.notes ?? [];
  const said = `${method.toUpperCase()} ${target} ${JSON.stringify(body ?? '')}`;
  return [
    said.length > 160 ? `${said.slice(0, 160)}…` : said,
    `  ${answer.status}`,
    ...notes.map(({ severity, code, text }) => `  ${severity} ${code}: ${text}`),
  ];
}

test('what is noted of requests reads as it should', async () => {
  const lines: string[] = [];
  for (const [options, requests] of sent) {
    const server = await tested(options);
    lines.push(`== ${JSON.stringify(options)}`);
    for (const one of requests) lines.push(...(await noted(server, one)));
  }
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('note-texts.txt');
});

test.each([
  ['a TLS handshake', Buffer.from([22, 3, 1, 2, 0, 1]), /TLS\. Use http:\/\/, not https:\/\/$/],
  ['garbage', Buffer.from('\u0000garbage\r\n\r\n'), /^The bytes that came are no HTTP request: (?!.*TLS)./],
])('%s is told from a request', async (_name, bytes, text) => {
  const { emulator, exchanges } = await tested({ port: 0 });
  onTestFinished(() => emulator.stop());
  const socket = connect(emulator.httpPort ?? 0, '127.0.0.1');
  socket.resume().write(bytes);
  await overOf(socket);
  expect(exchanges).toMatchObject([
    { method: '', target: '', notes: [{ severity: 'error', text: expect.stringMatching(text) }] },
  ]);
});
