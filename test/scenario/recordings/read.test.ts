import { expect, test } from 'vitest';
import { excerpt, placeName } from '../../../emulator/scenario/place.js';
import { isRecording, readRecording } from '../../../emulator/scenario/recordings/read.js';

const exchange = {
  request: { method: 'GET', path: '/?api-key=secret', headers: [] },
  response: { status: 200, reason: 'OK', headers: [] },
};

/** `file:line:column: message` of each problem. */
function problemsIn(file: string, text: string): string[] {
  const read = readRecording(file, text);
  if (!('problems' in read)) throw new Error('nothing is wrong with it');
  return read.problems.map(({ place, message }) => `${placeName(place)}: ${message}`);
}

test.each<[boolean, string]>([
  [true, '[{"group":"g","name":"n","exchanges":[]}]'],
  [true, '\uFEFF\n [\n{"name":"n",\n"exchanges" : ['],
  [true, '# recorded\n---\n- name: n\n  servers: [every]\n  exchanges:\n'],
  [true, '-\n  exchanges: []'],
  [false, 'name: a list - of exchanges\nsteps:\n  - exchanges: []'],
  [false, '{"name": "n", "steps": [{"exchanges": []}]}'],
  [false, '- request: GET /\n'],
  [false, '[]'],
  [false, ''],
  [false, '#'.repeat(100_000)],
  [false, '\n'.repeat(100_000)],
])('a file is recordings (%s) by its beginning: %.40j', (expected, text) => {
  expect(isRecording('any', text)).toBe(expected);
});

test('the places of exchanges are the same in JSON and YAML', () => {
  const sequences = [
    { name: 'a', exchanges: [exchange, exchange] },
    { name: 'b "request"', exchanges: [exchange] },
  ];
  const json = JSON.stringify(sequences, null, 1);
  const [fromJson, fromYaml] = [json, `# in YAML\n${json}`].map((text) => {
    const read = readRecording('f', text);
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    return read.sequences.flatMap(({ line, exchanges }) => [
      line,
      ...exchanges.flatMap(({ place, responsePlace }) => [place, responsePlace]),
    ]);
  });
  expect(fromJson?.slice(0, 3)).toEqual([
    2,
    { file: 'f', line: 6, column: 5, text: '    "request": {' },
    { file: 'f', line: 11, column: 5, text: '    "response": {' },
  ]);
  const moved = fromJson?.map((place) =>
    typeof place === 'number' ? place + 1 : { ...place, line: place.line + 1 },
  );
  expect(fromYaml).toEqual(moved);
});

test('what is shown of a line has no secrets, its columns are right, and its end is left out', () => {
  const secret = {
    request: {
      ...exchange.request,
      headers: [['Api-Key', 'secret']],
      body: '{"password": "a\\"secret"}<password>secret</password>',
    },
    response: exchange.response,
  };
  const text = JSON.stringify([
    { name: 'a', exchanges: [secret, exchange] },
    { name: 'x'.repeat(2000), exchanges: [] },
  ]);
  const read = readRecording('f', text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const places = read.sequences.flatMap(({ exchanges }) => exchanges.map(({ place }) => place));
  expect(places).toHaveLength(2);
  for (const place of places) {
    expect(place.text).not.toContain('secret');
    expect(place.text).toHaveLength(1001);
    expect(place.text.slice(place.column - 1)).toMatch(/^"request":/);
    expect(excerpt(place)).toContain('^');
  }
});

test('everything that is wrong with recordings is told at once, with its place', () => {
  const text = `- name: a
  exchanges:
    - request: { path: /, headers: [[Accept], [Content-Length, 3]] }
      response: { status: "200", reason: OK, headers: [], body: a, bodyBase64: YQ== }
    - request: { method: GET, path: /, headers: [], chunkd: true, body: { a: 1 } }
- nam: b
  servers: [8.3, every]
  exchanges: none
- name: c
  servers: []
  exchanges: []
`;
  expect(problemsIn('bad.yaml', text)).toEqual([
    'bad.yaml:3:16: method is missing: expected a text',
    'bad.yaml:3:37: found ["Accept"], expected a header\'s name and value, such as [Content-Type, application/json]',
    'bad.yaml:3:64: found 3, expected a text',
    'bad.yaml:4:27: found "200", expected a number',
    'bad.yaml:5:73: found {"a":1}, expected a text',
    'bad.yaml:5:53: unknown key chunkd: did you mean chunked?',
    'bad.yaml:5:7: response is missing: expected keys with values, such as { key: value }',
    'bad.yaml:6:3: name is missing: expected a text',
    'bad.yaml:7:13: 8.3 is no recorded server: write every, or a release in quotes, such as "8.3", "8.3-untrusted" or "8.3-open-access"',
    'bad.yaml:8:14: found "none", expected a list, such as [a, b]',
    'bad.yaml:6:3: unknown key nam: did you mean name?',
    'bad.yaml:10:12: servers is empty: write who answered so, such as every',
  ]);
});

test.each([
  [
    'two bodies',
    { ...exchange, request: { ...exchange.request, body: 'a', bodyBase64: 'YQ==' } },
    '1:117: there are body and bodyBase64: leave one of them out',
  ],
  [
    'a body that is no Base64',
    { ...exchange, request: { ...exchange.request, bodyBase64: 'a' } },
    '1:106: bodyBase64 is no Base64: write the bytes in Base64, or a text in body',
  ],
  [
    'an outcome that is none',
    { ...exchange, response: { ...exchange.response, outcome: 'open' } },
    '1:156: found "open", expected complete or closed',
  ],
  [
    'no method',
    { ...exchange, request: { ...exchange.request, method: '' } },
    '1:48: the method is empty: write one such as POST',
  ],
])('%s is wrong', (_, wrong, problem) => {
  const text = JSON.stringify([{ name: 'a', exchanges: [wrong] }]);
  expect(problemsIn('bad.json', text)).toEqual([`bad.json:${problem}`]);
});

test.each([
  ['[{"name":"a","exchanges":[', 'bad:1:27: no JSON: expected ] here'],
  ['[{"name":"a" "exchanges":[]}]', 'bad:1:14: no JSON: Unexpected double-quoted-scalar token'],
  [
    '- name: a\n  exchanges: []\n- exchanges: []\n name: b\n',
    'bad:4:1: no YAML: Sequence item without - indicator',
  ],
  [
    '- name: a\n  exchanges: []\n---\n- name: b\n  exchanges: []\n',
    'bad:4:1: a second document begins here: write all sequences into one list',
  ],
  [
    '- { name: a, exchanges: *b }\n',
    'bad:1:25: no YAML: Unresolved alias (the anchor must be set before the alias): b',
  ],
])('%j is no JSON or YAML, or more than one document', (text, problem) => {
  expect(problemsIn('bad', text)).toEqual([problem]);
});
