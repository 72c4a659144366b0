import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { loadScenarios } from '../../../emulator/scenario/format/load-scenario.js';
import type { Exchange, Headers } from '../../../emulator/scenario/record/exchange.js';
import { scenarioFrom } from '../../../emulator/scenario/record/scenario-writer.js';

const details = { recordedAt: new Date('2026-02-03T04:05:06Z'), target: 'http://tigase.test:8080' };

interface Given {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Headers;
  readonly body?: string;
  readonly status?: number;
  readonly answerHeaders?: Headers;
  readonly answer?: string | Buffer;
}

function exchange({
  method = 'POST',
  target = '/rest/user/test@domain.com/status?api-key=top-key-1',
  headers = [['Content-Type', 'application/json']],
  body = '{"show":"xa"}',
  status = 200,
  answerHeaders = [],
  answer = '{"status":{"user":"test@domain.com/tigase-external","success":true}}',
}: Given = {}): Exchange {
  return {
    request: { method, target, headers, body: Buffer.from(body) },
    answer: { status, reason: 'Any', headers: answerHeaders, body: Buffer.from(answer) },
  };
}

/** What is written of exchanges: the steps, in a scenario that loads. */
function stepsOf(...exchanges: readonly Exchange[]): string {
  const { text = '' } = scenarioFrom(exchanges, details) ?? {};
  expect(loadScenarios('written.yaml', text).problems, text).toEqual([]);
  return text.replace(/^[\s\S]*?\nsteps:\n/, '');
}

test('nothing is written of nothing', () => {
  expect(scenarioFrom([], details)).toBeUndefined();
});

test('the head says what it is and when it was', () => {
  expect(scenarioFrom([exchange()], details)?.text.split('\n').slice(0, 7)).toEqual([
    '# yaml-language-server: $schema=scenario.schema.json',
    '# The schema makes editors check and complete this file: tigase-emulator schema scenario > scenario.schema.json',
    '',
    'name: Recorded on 2026-02-03',
    'description: What passed between an application and http://tigase.test:8080, recorded by tigase-emulator',
    'given:',
    '  accounts: [ test ]',
  ]);
});

test('a short step stands on a line', () => {
  expect(stepsOf(exchange({ status: 403, answer: 'No' }))).toBe(
    '  - app: { sets status of: test, show: xa, api key: wrong-key, expect: { status: 403, text: No } }\n',
  );
  expect(
    stepsOf(exchange({ method: 'GET', target: '/x', body: '', headers: [], status: 404, answer: '' })),
  ).toBe("  - app: { gets: /x, api key: none, expect: { status: 404, bytes: '' } }\n");
});

test('ids and times of the server are matched, those of the request are not', () => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const answer = {
    id,
    at: '2026-01-01T10:00:00.123Z',
    uid: 7,
    status: { user: 'test@domain.com', success: true },
  };
  const sent = { body: JSON.stringify({ mood: id, since: '2026-01-01T10:00:00.123Z' }) };
  const unknown = stepsOf(exchange({ answer: JSON.stringify(answer) }));
  expect(unknown).toContain("id: { matches: '^[\\dA-Fa-f]{8}(-[\\dA-Fa-f]{4}){3}-[\\dA-Fa-f]{12}$' }");
  expect(unknown).toContain("at: { matches: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d' }");
  expect(unknown).toContain("uid: '{any}'");
  const echoed = stepsOf(exchange({ ...sent, answer: JSON.stringify(answer) }));
  expect(echoed).toContain(`id: ${id}`);
  expect(echoed).not.toContain('matches');
  const xml = `<a><uid>7</uid><at>2026-01-01T10:00:00Z</at><success>true</success></a>`;
  expect(stepsOf(exchange({ answer: xml }))).toContain('<uid>{any}</uid><at>{any}</at>');
});

test('what would be a matcher means itself', () => {
  const status = { matches: 'x', success: true, any: '{any}', all: { within: [0, 1] } };
  const text = stepsOf(exchange({ answer: JSON.stringify({ status }) }));
  expect(text).toContain("any: '{{any}}'");
  expect(text).toMatch(/all: \{ literally: \{ within: \[ 0, 1 \] \} \}/);
});

test('an answer that came compressed is told as it is without that', () => {
  const answer = gzipSync('{"status":{"success":true}}');
  expect(stepsOf(exchange({ answerHeaders: [['content-encoding', 'gzip']], answer }))).toContain(
    'json: { exactly: { status: { success: true } } }',
  );
});

test('bytes that are no UTF-8 are told as Tigase reads them', () => {
  const { request, answer } = exchange();
  const body = Buffer.concat([Buffer.from('{"show":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  expect(stepsOf({ request: { ...request, body }, answer })).toContain('show: "\\ufffd"');
});

test('the same JID is the same account in paths, bodies and answers, and part of another word it is none', () => {
  const text = stepsOf(
    exchange({
      body: '{"status":"test@domain.com, my-test@domain.com, test@domain.community, mailto:test@domain.com."}',
      answer: '{"status":{"user":"test@domain.com/x","success":true}}',
    }),
  );
  expect(text).toContain("'{test}, my-test@domain.com, test@domain.community, mailto:{test}.'");
});

test('a user whose JID Tigase escapes in JSON is one of the story where a matcher would not take the answer', () => {
  const answer =
    '{"status":{"user":"j\\u00fc@domain.com/a","success":true,"status":"{ matches: j\\u00fc@domain.com"}}';
  const steps = stepsOf(exchange({ target: '/rest/user/j%C3%BC@domain.com/status', answer }));
  expect(steps).toContain('j\\u00fc@{domain}/a"');
  expect(steps).not.toContain('domain.com');
});

test.each<[string, Given]>([
  ['in the query', { target: '/rest/user/a@b/status?api-key=hidden-1' }],
  ['in the query, misspelled', { target: '/rest/user/a@b/status?apikey=hidden-1&API_KEY=hidden-1' }],
  ['in a header', { headers: [['API-key', 'hidden-1']] }],
  ['as a token', { headers: [['Authorization', 'Bearer hidden-1']] }],
  [
    'as credentials',
    { headers: [['authorization', `Basic ${Buffer.from('a:hidden-1').toString('base64')}`]] },
  ],
  [
    'in cookies',
    { headers: [['Cookie', 'session=hidden-1']], answerHeaders: [['Set-Cookie', 'a=hidden-1']] },
  ],
  ['in a header of its own', { headers: [['X-Access-Token', 'hidden-1']] }],
  [
    'in a form',
    {
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: 'api-key=hidden-1&password=hidden-1',
    },
  ],
  ['in JSON', { body: '{"user":{"password":"hidden-1","Password":["hidden-1"]}}' }],
  ['in JSON with escapes', { body: '{"p\\u0061ssword":"hidden-1"}' }],
  ['in JSON as a key', { body: '{"user":{"api-key":"hidden-1"}}' }],
  ['in JSON as a list of keys', { body: '{"user":{"api_key":["hidden-1"]}}' }],
  ['in JSON as a field', { body: '{"fields":[{"var":"password","value":"hidden-1"}]}' }],
  ['in a data form', { body: '<x><field var="password"><value>hidden-1</value></field></x>' }],
  [
    'in XML as a private field',
    { body: '<x><field type="text-private"><value>hidden-1</value></field></x>' },
  ],
  ['in broken JSON', { body: '{"user":{"password":"hidden-1"' }],
  ['in XML', { headers: [['Content-Type', 'text/xml']], body: '<user><password>hidden-1</password></user>' }],
  ['in XML with CDATA', { body: '<user><x:password a="b"><![CDATA[hidden-1]]></x:password></user>' }],
  ['in broken XML', { body: '<user><password><![CDATA[hidden-1' }],
  ['in a URL', { body: '{"status":"see https://me:hidden-1@example.org/"}' }],
  ['in the answer', { target: '/x?api-key=hidden-1', answer: 'no key hidden-1 here' }],
  ['in an answer of JSON', { target: '/x?api-key=hidden-1', answer: '{"key":"hidden-1"}' }],
])('a secret is not written: %s', (_, given) => {
  expect(stepsOf(exchange(given))).not.toMatch(/hidden|aGlkZGVu|OmhpZG/);
});

test('a secret of one request is not written where another one has it in a text', () => {
  const first = exchange({ headers: [['Api-Key', 'hidden-1']] });
  const second = exchange({ body: '{"status":"my key is hidden-1"}' });
  expect(stepsOf(first, second)).toContain('my key is secret');
});

test('empty passwords and those that are no texts stay what they are', () => {
  const target = '/rest/user/new@domain.com?api-key=top-key-1';
  const put = (password: unknown) =>
    stepsOf(exchange({ method: 'PUT', target, body: JSON.stringify({ user: { password } }) }));
  expect(put('')).toContain("password: ''");
  expect(put(null)).toContain('password: null');
  expect(put(1234567)).toContain('password: 0');
});

test('what is in a password in XML keeps its form', () => {
  const put = (password: string) =>
    stepsOf(
      exchange({
        method: 'PUT',
        target: '/rest/user/new@domain.com?api-key=top-key-1',
        headers: [['Content-Type', 'application/xml']],
        body: `<user><password>${password}</password></user>`,
        status: 500,
        answer: '',
      }),
    );
  expect(put('hidden-1')).toContain('<password>secret</password>');
  expect(put('<item>hidden-1</item>\n<item/>')).toMatch(
    /<password><item>secret<\/item>\s+<item\/><\/password>/,
  );
  expect(put('')).toContain('<password></password>');
});

test('a thousand requests are written in a moment', () => {
  const many = Array.from({ length: 1000 }, (_, index) =>
    exchange({ body: `{"show":"xa","status":"${index}"}` }),
  );
  const started = performance.now();
  expect(scenarioFrom(many, details)?.requests).toBe(1000);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a long text of characters beyond the BMP is not torn where its line would be folded', () => {
  const text = `${'𓏂𑨮🠜'.repeat(60)}\ufeff`;
  for (let shift = 0; shift < 4; shift++) {
    const body = JSON.stringify({ status: `${'x'.repeat(shift)}${text}`, other: [] });
    const written = Buffer.from(stepsOf(exchange({ body }))).toString('utf8');
    expect(written).toContain(text.slice(0, -1));
    expect(written).not.toContain('\ufffd');
  }
});
