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
    ['{"show":"xa","available":5e-324}', 'xa', 'and the least double is not'],
    ['{"show":[1e2147483647]}', '[1E+2147483647]', 'the largest exponent'],
    ['{"show":[1e2147483648]}', 500, 'and one more'],
    ['{"show":[1.5e2147483648]}', 500, 'though the point moves by one'],
    ['{"show":[1e-2147483647]}', '[1E-2147483647]', 'the largest scale'],
    ['{"show":[1e-2147483648]}', 500, 'and one more'],
    ['{"show":[1.0e-2147483646]}', '[1.0E-2147483646]', 'digits behind the point count'],
    ['{"show":[1.0e-2147483647]}', 500, 'in the scale'],
    ['{"show":[1.5E1,1.5E2,15E-1,100E-2]}', '[15, 1.5E+2, 1.5, 1.00]', 'digits are kept'],
    ['{"show":[1E-6,12E-7,12E-8,1E-7]}', '[0.000001, 0.0000012, 1.2E-7, 1E-7]', 'six places are plain'],
    ['{"show":[0E+3,0E-3,0E-7,0.0,-0.0]}', '[0E+3, 0.000, 0E-7, 0.0, 0.0]', 'zeros have no sign'],
    ['{"show":[-0,-00.10,007.70]}', '[0, -0.10, 7.70]', 'nor leading zeros'],
    ['{"show":[1E+05,1e5,1.e5,-.5e1]}', '[1E+5, 1E+5, 1E+5, -5]', 'exponents'],
    ['{"show":.5}', 500, 'without a minus, a point is no beginning'],
    ['{"show":-.}', 500, 'a point alone is no number'],
    ['{"show":-e5}', 500, 'an exponent alone'],
    ['{"show":--1}', 500, 'two signs'],
    ['{"show":1e}', 500, 'an exponent without digits'],
    ['{"show":1e+}', 500, 'be it with a sign'],
    ['{"show":1e5e}', 500, 'two exponents'],
    ['{"show":1e+-5}', 500, 'two signs of it'],
    ['{"show":1.2.3}', 500, 'two points'],
    ['{"show":1x}', 500, 'another letter'],
    ['{"show":12', 500, 'a number at the end'],
    ['{"show":[1\u00002,3\u0001,4]}', 500, 'no space is between two'],
    ['{\u0001"show"\u0002:\u0003"xa"\u001f}', 'xa', 'whatever is below a space is one'],
    ['{"show":"\u0001\n"}', '\u0001\n', 'and stands in a text as it is'],
    ['{"show":"\\u-041"}', '\uffbf', 'a minus is a sign, too'],
    ['{"show":"\\u00E9\\u00e9"}', '\u00e9\u00e9', 'hexadecimal digits in any letter case'],
    ['{"show":"\\u+04g"}', 500, 'after a sign, too'],
    ['{"show":"\\u0-41"}', 500, 'a sign in the middle'],
    ['{"show":"\\"\\\\\\/\\b\\f\\n\\r\\t"}', '"\\/\b\f\n\r\t', 'all escapes'],
    ['{"show":"\\x41"}', 500, 'and no other'],
    ['{show:"xa"}', 500, 'names are in quotes'],
    ['{"show";"xa"}', 500, 'a colon follows'],
    ['{"show":"xa";}', 500, 'commas separate'],
    ['{"show":["xa";"xa"]}', 500, 'in arrays, too'],
    ['{"show":[]}', '[]', 'which may be empty'],
    ['{"show":[ ]}', '[]', 'with a space'],
    ['{"show":["a" ,true, false ,null]}', '[a, true, false, null]', 'or hold anything'],
    ['{"show":[,"xa"]}', 500, 'but no comma at first'],
    ['{"show":truth}', 500, 'literals'],
    ['{"show":True}', 500, 'are in lower case'],
    ['{"show":"xa","show":"dnd"}', 'dnd', 'the last of two counts'],
    ['{"show":"xa"} {"show":"dnd"}', 'xa', 'what follows is ignored'],
    ['{"show":{"a":{},"b":[[],{}]}}', '{a={}, b=[[], {}]}', 'nested as Java prints it'],
    ['{"show":-9223372036854775808}', '-9223372036854775808', 'the least long'],
    ['{"show":9223372036854775807}', '9223372036854775807', 'the largest'],
    ['{"show":9223372036854775808}', '-9223372036854775808', 'and one more'],
    ['{"show":-100000000000000000000}', '-7766279631452241920', 'far below'],
    ['{"show":123456789012345678}', '123456789012345678', 'eighteen digits'],
    ['{"show":-12345678901234567}', '-12345678901234567', 'and seventeen with a sign'],
  ])('%s → %s: %s', async (body, expected, _rule) => {
    expect(await showOf(body)).toBe(expected);
  });

  test.each([
    ['[', ']'],
    ['{"a":', '}'],
  ])('1000 levels of %s are read, one more is not', async (open, close) => {
    const nested = (levels: number) =>
      `{"show":"xa","a":${open.repeat(levels)}${open === '[' ? '' : '1'}${close.repeat(levels)}}`;
    expect(await showOf(nested(999))).toBe('xa');
    expect(await showOf(nested(1000))).toBe(500);
  });

  test('a thousand arrays beside each other are no levels', async () => {
    expect(await showOf(`{"a":[${'[],'.repeat(2000)}[]],"show":"xa"}`)).toBe('xa');
    expect(await showOf(`{"a":[${'{},'.repeat(2000)}{}],"show":"xa"}`)).toBe('xa');
  });

  test('a number too small for a double is false in the sense of Groovy', async () => {
    const answer = await server.post('test@domain.com/status', '{"priority":1e-400}');
    expect(answer.body.status.priority).toBe('-1');
  });
});

test.each([
  [[0xed, 0xa0, 0x80], '\ufffd', 'a surrogate in UTF-8 is replaced as a whole'],
  [[0xed, 0xa0, 0x41], '\ufffdA', 'one that breaks off, too'],
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
    ['<?xml version="1.1"?><command><show>&#1;</show></command>', '', 'in XML 1.1 they are blank'],
    ['<?xml version="1.1"?><command><show>&#1;a</show></command>', '\u0001a', 'or part of a text'],
    ['<?xml version="1.0"?><command><show>xa</show></command>', 'xa', 'the version may be given'],
    ['<?xml version="1.0"?><command><show>xa</show><\u2c00/></command>', 500, 'which changes nothing'],
    ['<command><show> \n </show></command>', '', 'white space is blank'],
    ['<command><show> xa </show></command>', ' xa ', 'but kept in a text'],
    [
      '<command><show>x<!-- a --><![CDATA[<a>]]></show></command>',
      'x&lt;a&gt;',
      'CDATA is text, comments are none',
    ],
    ['<command>a<show>xa</show>b</command>', 'xa', 'beside elements text is ignored'],
    ['<command><show>a<b>c</b>d</show></command>', '{b=c}', 'in inner ones, too'],
    ['<command><show><item>a</item><item>b</item></show></command>', '[a, b]', 'items are a list'],
    ['<command><show><item>a</item><b>c</b></show></command>', '{item=a, b=c}', 'but not beside others'],
    ['<command><show><Item>a</Item></show></command>', '{Item=a}', 'nor in another letter case'],
    ['<command><show>xa</show><show>dnd</show></command>', 'dnd', 'the last counts'],
    ['<command><show a="b">xa</show></command>\n<!-- end -->\n', 'xa', 'attributes and comments are ignored'],
    ['<command><show>xa</show></command>x', 500, 'text after the root is not'],
    ['<command/><command/>', 500, 'nor is another root'],
    ['<a:command><show>xa</show></a:command>', 500, 'a prefix needs its namespace'],
    ['<command><show b:a="1">xa</show></command>', 500, 'that of an attribute, too'],
    ['<!-- no root -->', 500, 'there must be a root'],
  ])('%s → %s: %s', async (body, expected, _rule) => {
    expect(await showOf(body, XML_TYPE)).toBe(expected);
  });
});

test('1000 levels of elements are read, one more is not', async () => {
  const nested = (levels: number) =>
    `<command><show>xa</show>${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}</command>`;
  expect(await showOf(nested(999), XML_TYPE)).toBe('xa');
  expect(await showOf(nested(1000), XML_TYPE)).toBe(500);
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
    ['{"_0":"a","_1":{"_1":"b","_0":null}}', ['<_0>a</_0>', '<_1>', '  <_1>b</_1>', '  <_0 />', '</_1>']],
    ['{" a":1,"a b":1,"1a":1}', ['< a>1</ a>', '<a b>1</a b>', '<1a>1</1a>']],
    [
      '{"a:b":1,"a-b.c_d9":1,"Z":1,"\u00e9":1}',
      ['<a:b>1</a:b>', '<a-b.c_d9>1</a-b.c_d9>', '<Z>1</Z>', '<\u00e9>1</\u00e9>'],
    ],
    [
      '{"a":[["b",""],{"c":{}},[]]}',
      [
        '<a>',
        '  <item>',
        '    <item>b</item>',
        '    <item></item>',
        '  </item>',
        '  <item>',
        '    <c />',
        '  </item>',
        '  <item />',
        '</a>',
      ],
    ],
    ['{"":1,"a\\nb":"c\\nd"}', ['<>1</>', '<a\nb>c\nd</a\nb>']],
  ])('%s', async (json, lines) => {
    const answer = await activity(json);
    expect(answer.text.split('  <activity>\n')[1]).toBe(
      `${lines.map((line) => `    ${line}\n`).join('')}  </activity>\n</status>`,
    );
  });
});
