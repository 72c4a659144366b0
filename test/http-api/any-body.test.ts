import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Tested, tested } from '../support/requests.js';

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
beforeAll(async () => {
  server = await tested({ release: '8.3' });
});

test('any text in any content type ends in an answer of the recorded kinds, and the reasons for it', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom(...types), async (body, type) => {
      const answer = await server.request
        .post('/rest/user/any@domain.com/status?api-key=API_KEY')
        .set('Content-Type', type)
        .send(Buffer.from(body));
      if (answer.status === 500) {
        expect(answer.headers['content-length']).toBe('0');
        expect(server.exchanges.at(-1)?.notes.at(-1)?.severity).toBe('error');
        return;
      }
      expect(answer.status).toBe(200);
      const form = type.includes('application/json') ? 'application/json' : 'application/xml';
      expect(answer.headers['content-type']).toBe(form);
      if (form === 'application/json') expect(answer.body.status.user).toBe('any@domain.com/tigase-external');
      else
        expect(answer.text ?? String(answer.body)).toMatch(
          /^<status>\n {2}<user>any@domain.com\/tigase-external<\/user>\n/,
        );
    }),
    { numRuns: 500 },
  );
  expect(
    server.exchanges.flatMap(({ notes }) => notes).filter(({ code }) => code === 'emulator-error'),
  ).toEqual([]);
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
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), value), async (activity) => {
      const answer = await server.post('any@domain.com/status', JSON.stringify({ activity }));
      expect(JSON.parse(answer.text).status.activity).toEqual(JSON.parse(JSON.stringify(activity)));
    }),
    { numRuns: 200 },
  );
});
