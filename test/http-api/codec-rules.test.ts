import { afterAll, describe, expect, test } from 'vitest';
import { tested, XML_TYPE } from '../support/requests.js';
import { exchange } from '../support/wire.js';

const server = await tested({ release: '8.3', port: 0 });
afterAll(() => server.emulator.stop());

/** The `show` that a body sets, or the status code of the answer to it. */
async function showOf(body: string, type?: string): Promise<string | null | number> {
  const answer = await server.post('test@domain.com/status', body, type);
  if (answer.status !== 200) return answer.status;
  if (type === undefined) return answer.body.status.show;
  return /<show>(.*)<\/show>/s.exec(answer.text)?.[1] ?? null;
}

describe('beyond the recordings, by the rules of JsonSlurper', () => {
  test.each([
    ['{"show":"xa",', 'xa', 'the text may end after a comma'],
    ['{"show":"xa", ', 500, 'but not after a comma and white space'],
    ['{ ', 500, 'nor after a brace and white space'],
    ['{"show":"xa","a":{"b":1,', 'xa', 'an inner object that ends so ends the outer one'],
    ['{"show":"xa","a":[{}]', 'xa', 'so does an array right behind an object'],
    ['{"show":"xa","a":[{} ]', 500, 'but not with white space between them'],
    ['{"show":"xa","a":[1]', 500, 'nor an array of numbers'],
    [',{"show":"xa"}', 500, 'a comma before the first value is none'],
    ['{,,"show":"xa",,,}', 'xa', 'commas lead, trail and double'],
    ['{"show":[1,]}', 500, 'in an array they do not'],
    ['{"show":-}', 500, 'a minus alone is no number'],
    ['{"show":1-2}', 500, 'nor is a sum'],
    ['{"show":1.}', '1', 'a point may be the end'],
    ['{"show":-.5}', '-0.5', 'or the beginning'],
    ['{"show":00012}', '12', 'zeros may lead'],
    ['{"show":99999999999999999999}', '7766279631452241919', 'a long overflows'],
    ['{"show":1e99999999999}', 500, 'an exponent does not'],
    ['{"show":0.00000012300}', '1.2300E-7', 'small numbers are scientific'],
    ['{"show":"\\u00e"}', '00e', 'a short \\u is dropped'],
    ['{"show":"\\u+041"}', 'A', 'Integer.parseInt takes a sign'],
    ['{"show":"\\u00g0"}', 500, 'but no other letter'],
    ['{"show":"a\\', 500, 'an escape needs a character'],
    ['{"show":tru}', 500, 'literals are whole'],
    ['{"priority":1e-400,"show":"xa"}', 'xa', 'a number too small for a double is zero'],
  ])('%s → %s: %s', async (body, expected, _rule) => {
    expect(await showOf(body)).toBe(expected);
  });

  test('a number too small for a double is false in the sense of Groovy', async () => {
    const answer = await server.post('test@domain.com/status', '{"priority":1e-400}');
    expect(answer.body.status.priority).toBe('-1');
  });
});

test.each([
  [[0xed, 0xa0, 0x80], '\ufffd', 'a surrogate in UTF-8 is replaced as a whole'],
  [[0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80], '\ufffd\ufffd', 'a pair of them one by one'],
  [[0xc0, 0x80], '\ufffd\ufffd', 'an overlong zero byte by byte'],
  [[0xe2, 0x82, 0x41], '\ufffdA', 'a character that breaks off once'],
  [[0xef, 0xbb, 0xbf, 0x41], '\ufeffA', 'a byte order mark stays'],
])('the bytes %j are %j to Java: %s', async (bytes, text, _rule) => {
  const body = Buffer.concat([Buffer.from('{"show":"'), Buffer.from(bytes), Buffer.from('"}')]);
  const answer = await exchange(server.emulator.httpPort ?? 0, {
    method: 'POST',
    path: '/rest/user/test@domain.com/status?api-key=API_KEY',
    headers: [['Content-Type', 'application/json']],
    bodyBase64: body.toString('base64'),
  });
  expect(JSON.parse(answer.body).status.show).toBe(text);
});

test('available is false in any letter case, as Java compares', async () => {
  const answer = await server.post('nobody@domain.com/status', '{"available":"fAl\u017fe"}');
  expect(answer.body.status.success).toBe(false);
});

test('a form with a bad escape is a failure', async () => {
  const answer = await server.request.post('/rest/user/test@domain.com/status').type('form').send('a=%zz');
  expect(answer.status).toBe(500);
});

describe('beyond the recordings, by the rules of XML', () => {
  test.each([
    ['<command><show>&#xa0;</show></command>', '\u00a0', 'a no-break space is no white space to Java'],
    ['<?xml version="1.2"?><command><show>xa</show></command>', 500, 'there is no XML 1.2'],
    ['<command><show a="1" a="2">xa</show></command>', 500, 'attributes may not stand twice'],
    ['<command><show>]]></show></command>', 500, 'nor ]]> in text'],
    ['<command xmlns:a="u"><a:show>xa</a:show></command>', 'xa', 'names are local'],
    ['<command><show>xa</show><\u{1f600}/></command>', 500, 'names are those before the fifth edition'],
    ['<command><show \u2c00="">xa</show></command>', 500, 'of attributes too'],
    ['<?xml version="1.1"?><command><show>xa</show><\u2c00/></command>', 'xa', 'but not in XML 1.1'],
    ['<command><show>xa</show><\u017c\u65e5/></command>', 'xa', 'which were many'],
    ['<command><show>&#1;</show></command>', 500, 'control characters are none in XML 1.0'],
  ])('%s → %s: %s', async (body, expected, _rule) => {
    expect(await showOf(body, XML_TYPE)).toBe(expected);
  });
});

describe('an answer in XML to a body in JSON', () => {
  const activity = (json: string) =>
    server.post('test@domain.com/status', `{"activity":${json}}`, 'text/json');

  test.each([
    [
      '{"category":["a",null,1]}',
      ['<category>', '  <item>a</item>', '  <item />', '  <item>1</item>', '</category>'],
    ],
    ['{"category":"","type":false}', ['<category></category>', '<type>false</type>']],
    ['{"two words":"a","_1":"b"}', ['<two words>a</two words>', '<_1>b</_1>']],
    ['{"a":"<!---->&amp;"}', ['<a>&lt;!----&gt;&amp;amp;</a>']],
    ['{"a":"\\ud800x"}', ['<a>?x</a>']],
  ])('%s', async (json, lines) => {
    const answer = await activity(json);
    expect(answer.text.split('  <activity>\n')[1]).toBe(
      `${lines.map((line) => `    ${line}\n`).join('')}  </activity>\n</status>`,
    );
  });
});
