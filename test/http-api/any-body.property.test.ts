import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holds } from '../support/property.js';
import { type Tested, tested } from '../support/requests.js';
import { exchange } from '../support/wire.js';

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/xml',
  'text/xml',
  'text/json',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'text/plain',
  '',
];

/** Text that is nearly JSON or XML, which goes deeper into the readers than any text would. */
const jsonLike = fc.array(
  fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\u00e9',
      '\\ud83d',
      'null',
      'true',
      'false',
      ' ',
      '\n',
      '\u0000',
    ],
    ...[
      '"show"',
      '"available"',
      '"command"',
      '"activity"',
      '"category"',
      '0',
      '-1',
      '1.50',
      '1e400',
      '-',
      '9'.repeat(30),
    ],
  ),
  { maxLength: 40 },
);
const xmlLike = fc.array(
  fc.constantFrom(
    ...[
      '<command>',
      '</command>',
      '<show>',
      '</show>',
      '<item/>',
      '<a b="c">',
      '</a>',
      'xa',
      '&amp;',
      '&',
      '<',
      '>',
    ],
    ...[
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?p',
      '?>',
      '<!DOCTYPE x>',
      ' ',
      '\r\n',
      '\u0000',
      '\ufeff',
      'x:',
    ],
  ),
  { maxLength: 40 },
);
const bodies = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.json({ maxDepth: 4 }),
  jsonLike.map((pieces) => `{${pieces.join('')}`),
  xmlLike.map((pieces) => `<command>${pieces.join('')}</command>`),
  jsonLike.map((pieces) => pieces.join('')),
  xmlLike.map((pieces) => pieces.join('')),
);

let server: Tested;
let port: number;
beforeAll(async () => {
  server = await tested({ release: '8.3', port: 0 });
  port = server.emulator.httpPort ?? 0;
});
afterAll(() => server.emulator.stop());

const path = '/rest/user/any@domain.com/status?api-key=API_KEY';

test('any text in any content type ends in an answer of the recorded kinds, and the reasons for it', async () => {
  await holds(
    fc.asyncProperty(bodies, fc.constantFrom(...types), async (body, type) => {
      const headers = [['Content-Type', type]] as const;
      const answer = await exchange(port, { method: 'POST', path, headers, body });
      const last = server.exchanges.at(-1);
      expect(last?.notes.map(({ code }) => code)).not.toContain('emulator-error');
      if (answer.status === 500) {
        expect(answer).toMatchObject({ headers: [['Content-length', '0']], body: '' });
        expect(last?.notes.at(-1)?.severity).toBe('error');
        return;
      }
      const form = type.includes('application/json') ? 'application/json' : 'application/xml';
      const framed = [
        ['Transfer-encoding', 'chunked'],
        ['Content-type', form],
      ];
      expect(answer).toMatchObject({ status: 200, headers: framed });
      if (form === 'application/json')
        expect(JSON.parse(answer.body).status.user).toBe('any@domain.com/tigase-external');
      else
        expect(answer.body).toMatch(
          /^<status>\n {2}<user>any@domain.com\/tigase-external<\/user>\n.*<\/status>$/s,
        );
    }),
    { numRuns: 1000 },
  );
  const answered = new Set(server.exchanges.map(({ answer }) => answer?.status));
  expect(answered).toEqual(new Set([200, 500])); // the texts reach both
});

test('what is JSON to everybody is read as the same value', async () => {
  const scalars = fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.integer(), fc.constant(null));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      scalars,
      fc.array(tie('value')),
      fc.dictionary(fc.string({ unit: 'binary' }), tie('value')),
    ),
  }));
  await holds(
    fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), value), async (activity) => {
      const answer = await server.post('any@domain.com/status', JSON.stringify({ activity }));
      expect(JSON.parse(answer.text).status.activity).toEqual(JSON.parse(JSON.stringify(activity)));
    }),
    { numRuns: 200 },
  );
});
