import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../emulator/scenario/report/paint.js';
import { differencesText } from '../../../emulator/scenario/report/text/difference-text.js';
import { duration } from '../../../emulator/scenario/report/text/duration.js';
import { parted, shortened } from '../../../emulator/scenario/report/text/parted.js';
import { xmlLines } from '../../../emulator/scenario/report/text/xml-lines.js';

describe('differences', () => {
  it('keep what differs, however long what is the same around it', () => {
    const same = 'x'.repeat(5000);
    const text = differencesText(
      [{ what: 'body', expected: `"${same}1${same}"`, found: `"${same}2${same}"` }],
      plain,
    );
    const around = 'x'.repeat(32);
    expect(text).toBe(`body
  - expected  …${around}1${around}…
  + found     …${around}2${around}…`);
  });

  it('are clipped in their middle where all of a long value differs', () => {
    const [, expected] = differencesText(
      [{ what: 'body', expected: `a${'b'.repeat(5000)}c`, found: 'absent' }],
      plain,
    ).split('\n');
    expect(expected).toMatch(/^ {2}- expected {2}ab+ … 4,\d+ more characters … b+c$/);
  });

  it('of several lines stay below their sign', () => {
    expect(differencesText([{ what: 'body', expected: '1\n2', found: '3' }], plain)).toBe(
      'body\n  - expected  1\n              2\n  + found     3',
    );
  });

  it('are taken apart without losing or halving a character', () => {
    const character = fc.constantFrom('a', 'b', '😀', '😁', '🀄', '𐀀');
    const text = fc.array(character, { maxLength: 8 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(text, text, (expected, found) => {
        const pair = parted(expected, found);
        expect(pair.before + pair.expected + pair.after).toBe(expected);
        expect(pair.before + pair.found + pair.after).toBe(found);
        for (const part of Object.values(pair)) expect(part.isWellFormed()).toBe(true);
        for (const part of Object.values(shortened(pair, 4))) expect(part.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('stanzas', () => {
  it.each([
    ['<a/>', '<a/>'],
    [`<a x='1>2'><b/><c y="'">t &amp; u</c></a>`, `<a x='1>2'>\n  <b/>\n  <c y="'">t &amp; u</c>\n</a>`],
    ['<a>\n <b><c/></b>\n\n</a>', '<a>\n  <b>\n    <c/>\n  </b>\n</a>'],
    ['<a>text <b><c/> <d/></b></a>', '<a>text <b><c/> <d/></b></a>'],
    ['<a> </a>', '<a> </a>'],
    ['<a><![CDATA[ <x> ]]></a>', '<a><![CDATA[ <x> ]]></a>'],
    ['<a><!-- > --><b/></a>', '<a>\n  <!-- > -->\n  <b/>\n</a>'],
    ['<?xml version="1.0"?><a><b/></a>', '<?xml version="1.0"?>\n<a>\n  <b/>\n</a>'],
    ['<a><b></a></b>', '<a><b></a></b>'],
    ['<a><b>', '<a><b>'],
    ['<iq><not well formed', '<iq><not well formed'],
    ['no XML', 'no XML'],
    ['', ''],
  ])('%j has an element a line, and nothing else changed', (xml, lines) => {
    expect(xmlLines(xml)).toBe(lines);
  });
});

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d ms read %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
