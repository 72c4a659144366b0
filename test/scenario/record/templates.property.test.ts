import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Templates } from '../../../emulator/scenario/record/templates.js';
import { holds } from '../../support/property.js';

const NAME = 'test@d1.test';
const templates = new Templates([{ find: NAME, template: '{test}' }], { test: NAME });

/** How a text stands in JSON of ASCII alone, such as Tigase's. */
const asciiJson = (text: string) =>
  JSON.stringify(text).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

test.each([
  ['{test}', ['', '\n', '\b', '\u0001', '😀', '\udc67', '"', '\u2028'], 'no letters'],
  [NAME, ['é', '\ud835\udc00', 'é\ud835\udc00', '٣'], 'letters and digits'],
])('a name is written as %s in JSON and elsewhere beside %j: %s', (written, besides, _why) => {
  for (const beside of besides)
    for (const text of [`${beside}${NAME}`, `${NAME}${beside}`]) {
      expect(templates.template(text)).toContain(written);
      expect(templates.template(asciiJson(text))).toContain(written);
    }
});

test('whether a name stands as a whole is the same in a text and in its JSON', async () => {
  const beside = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3 }),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
    fc.constantFrom('é', '\udc67', '\n', '\b', '.', '-', '٣'),
  );
  await holds(
    fc.property(beside, beside, (before, after) => {
      const text = `${before}${NAME}${after}`;
      const isNamed = templates.template(text).includes('{test}');
      expect(templates.template(asciiJson(text)).includes('{test}')).toBe(isNamed);
    }),
    { numRuns: 500 },
  );
});
