import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BodyError } from '../../emulator/http-api/codecs/body-error.js';
import type { GroovyValue } from '../../emulator/http-api/codecs/groovy-value.js';
import { writeJson } from '../../emulator/http-api/codecs/json-output.js';
import { readJson } from '../../emulator/http-api/codecs/json-slurper.js';
import { MarkupBuilder } from '../../emulator/http-api/codecs/markup-builder.js';
import { readXml } from '../../emulator/http-api/codecs/xml-slurper.js';
import { holds } from '../support/property.js';
import { mutated } from '../support/random-bytes.js';
import { strictProblem } from '../support/strict-xml.js';
import { written, type XmlTree, xmlTree } from '../support/xml-trees.js';

const nastyJson = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\\u12',
  'nul',
  '-',
  '.',
  'e',
  '1e400',
  '\0',
  '\u2028',
  '//',
  '/*',
];
const nastyXml = [
  '<',
  '>',
  '</',
  '/>',
  '&',
  '&#0;',
  '&x;',
  "'",
  '=',
  '<!--',
  ']]>',
  '<![CDATA[',
  '<?',
  '<!DOCTYPE',
  'xmlns:',
  '\0',
  '\ufffe',
];

/** What a reader makes of a text, or the mistake that it tells of. */
function outcome<Value>(read: () => Value): { readonly value: Value } | { readonly mistake: BodyError } {
  try {
    return { value: read() };
  } catch (failure) {
    if (failure instanceof BodyError) return { mistake: failure };
    throw failure;
  }
}

function expectPlace({ line, column }: BodyError, text: string): void {
  const lines = text.split(/\r\n|\r|\n/);
  expect(line).toBeGreaterThanOrEqual(1);
  expect(line).toBeLessThanOrEqual(lines.length);
  expect(column).toBeGreaterThanOrEqual(0);
}

test('JSON that is written is read again as the same, and is ASCII', async () => {
  await holds(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { noNullPrototype: true }),
      (value) => {
        const { value: read } = readJson(JSON.stringify(value));
        const again = writeJson(read, 4);
        expect(again).toMatch(/^[\n -~]*$/);
        expect(writeJson(readJson(again).value, 4)).toBe(again);
      },
    ),
  );
});

test('hardly JSON is read, or refused where it is wrong', async () => {
  const texts = mutated(
    fc.json({ maxDepth: 4 }).map((text) => Buffer.from(`{"a":${text}}`)),
    nastyJson,
  );
  await holds(
    fc.property(texts.map(String), (text) => {
      const read = outcome(() => readJson(text));
      if ('mistake' in read) expectPlace(read.mistake, text);
    }),
    { numRuns: 500 },
  );
});

/** What Tigase makes of an element, by the rules that are written at readXml. */
function readOf({ content }: XmlTree): GroovyValue {
  if (typeof content === 'string') return /^[\0- ]*$/.test(content) ? '' : content;
  return content.length === 0 ? '' : new Map(content.map((child) => [child.name, readOf(child)]));
}

test('XML is read the same whatever prefixes it has, attributes ignored', async () => {
  await holds(
    fc.property(xmlTree, fc.constantFrom('default', 'prefixes'), fc.boolean(), (tree, style, turned) => {
      expect(readXml(written(tree, style, turned))).toEqual({ root: tree.name, value: readOf(tree) });
    }),
  );
});

test('hardly XML is read where it is well-formed, or refused where it is wrong', async () => {
  const texts = mutated(
    xmlTree.map((tree) => Buffer.from(written(tree, 'prefixes'))),
    nastyXml,
  );
  await holds(
    fc.property(texts.map(String), (text) => {
      const read = outcome(() => readXml(text));
      if ('mistake' in read) expectPlace(read.mistake, text);
      else expect(strictProblem(text)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('XML that is written of any text is well-formed where XML can hold the text, and read as the same', async () => {
  const text = fc.string({ unit: 'grapheme' }).filter((one) => /^[\t\n -\ud7ff\ue000-\ufffd]*$/u.test(one));
  await holds(
    fc.property(fc.dictionary(fc.constantFrom('show', 'status', 'a'), text, { minKeys: 1 }), (fields) => {
      const values = new Map(Object.entries(fields));
      const { value } = readXml(new MarkupBuilder().write('status', values));
      const blank = (one: string) => (/^[\0- ]*$/.test(one) ? '' : one);
      expect(value).toEqual(new Map(Array.from(values, ([name, one]) => [name, blank(one)])));
    }),
  );
});
