import { describe, expect, test } from 'vitest';
import { fits, match, told, xmlMatch } from '../support/matching.js';

describe('a value of JSON', () => {
  test('is expected as it stands, with its type', () => {
    expect(fits('xa', 'xa')).toBe(true);
    expect(fits(5, 5)).toBe(true);
    expect(fits(null, null)).toBe(true);
    expect(fits(5, '5')).toBe(false);
    expect(fits('5', 5)).toBe(false);
    expect(fits(null, undefined)).toBe(false);
    expect(fits(false, null)).toBe(false);
  });

  test('has at least the members that are expected, at any depth', () => {
    const found = { status: { show: 'xa', priority: 5 }, version: 1 };
    expect(fits({ status: { show: 'xa' } }, found)).toBe(true);
    expect(fits({}, found)).toBe(true);
    expect(told(match({ status: { show: 'dnd', type: 'x' } }, found))).toEqual([
      'status › show: expected "dnd", found "xa"',
      'status › type: expected "x", found absent',
    ]);
  });

  test('exactly has no others, at any depth', () => {
    expect(fits({ exactly: { a: { b: 1 } } }, { a: { b: 1 } })).toBe(true);
    expect(told(match({ exactly: { a: { b: 1 } } }, { a: { b: 1, c: 2 }, d: 3 }))).toEqual([
      'a › c: expected absent, found 2',
      'd: expected absent, found 3',
    ]);
    expect(fits({ a: { exactly: { b: 1 } } }, { a: { b: 1 }, d: 3 })).toBe(true);
  });

  test('is compared as a mapping only with a mapping', () => {
    expect(fits({ length: 2 }, 'xa')).toBe(false);
    expect(fits({ length: 1 }, [1])).toBe(false);
    expect(fits({}, null)).toBe(false);
    expect(fits({ toString: '{absent}' }, {})).toBe(true);
  });

  test('may be anything, or nothing', () => {
    expect(fits('{any}', null)).toBe(true);
    expect(fits('{any}', { a: 1 })).toBe(true);
    expect(fits({ a: '{any}' }, {})).toBe(false);
    expect(fits({ a: '{absent}' }, {})).toBe(true);
    expect(told(match({ a: '{absent}' }, { a: null }))).toEqual(['a: expected absent, found null']);
  });

  test('matches a regular expression somewhere, a number by its digits', () => {
    expect(fits({ matches: 'the' }, 'On the phone')).toBe(true);
    expect(fits({ matches: '^the' }, 'On the phone')).toBe(false);
    expect(fits({ matches: '^\\d+$' }, 42)).toBe(true);
    expect(fits({ matches: '^.$' }, '𝄞')).toBe(true);
    expect(fits({ matches: 'null' }, null)).toBe(false);
    expect(fits({ matches: 'a' }, ['a'])).toBe(false);
    expect(told(match({ matches: '^x' }, 'a'))).toEqual([': expected a text that matches ^x, found "a"']);
  });

  test('is one of several, which may be matchers themselves', () => {
    expect(fits({ 'one of': ['xa', 'dnd'] }, 'dnd')).toBe(true);
    expect(fits({ 'one of': ['xa', { matches: '^d' }] }, 'dnd')).toBe(true);
    expect(fits({ a: { 'one of': ['{absent}', null] } }, {})).toBe(true);
    expect(told(match({ 'one of': ['xa', 5] }, 'away'))).toEqual([': expected one of "xa", 5, found "away"']);
  });

  test('is within two numbers, both included, as a number or as its text', () => {
    for (const value of [0, 10, 5, '0', '10', '5.5']) expect(fits({ within: [0, 10] }, value)).toBe(true);
    for (const value of [-0.1, 10.1, '-1', '11', '', ' ', 'five', null, true, undefined])
      expect(fits({ within: [0, 10] }, value)).toBe(false);
    expect(told(match({ within: [0, 10] }, 11))).toEqual([': expected a number from 0 to 10, found 11']);
  });

  test('is kept in a variable, whole or by the first group', () => {
    expect(match({ uid: { 'captured as': 'uid' } }, { uid: 'a1' }).captures).toEqual({ uid: 'a1' });
    expect(match({ uid: { 'captured as': 'uid' } }, { uid: 7 }).captures).toEqual({ uid: '7' });
    expect(match({ 'captured as': 'whole' }, { a: [1] }).captures).toEqual({ whole: '{"a":[1]}' });
    const grouped = { matches: 'uid=(\\w+)', 'captured as': 'uid' };
    expect(match(grouped, 'x uid=a1 y').captures).toEqual({ uid: 'a1' });
    expect(match({ matches: 'a\\d', 'captured as': 'uid' }, 'x a1 y').captures).toEqual({ uid: 'x a1 y' });
    expect(match({ 'one of': [{ 'captured as': 'uid' }] }, 'a').captures).toEqual({ uid: 'a' });
  });

  test('is not kept where it does not fit', () => {
    expect(match({ matches: '^x', 'captured as': 'uid' }, 'a').captures).toEqual({});
    expect(match({ a: { 'captured as': 'a' } }, {}).captures).toEqual({});
  });

  test('is taken literally where it looks like a matcher or a variable', () => {
    expect(fits({ literally: '{any}' }, 'x')).toBe(false);
    expect(fits({ literally: '{any}' }, '{any}')).toBe(true);
    expect(fits({ literally: { matches: '{test}' } }, { matches: '{test}' }, { test: 'x' })).toBe(true);
    expect(fits({ literally: { a: 1 } }, { a: 1, b: 2 })).toBe(false);
  });

  test('is a mapping where it has other keys besides the words of matchers', () => {
    expect(fits({ matches: 'x', other: 1 }, { matches: 'x', other: 1 })).toBe(true);
  });
});

describe('a list', () => {
  test('has at least the items that are expected, in any order', () => {
    expect(fits([3, 1], [1, 2, 3])).toBe(true);
    expect(fits([], [1])).toBe(true);
    expect(told(match([4], [1]))).toEqual(['an item: expected 4, found [1]']);
  });

  test('has an item of its own for each', () => {
    expect(fits([1, 1], [1, 2])).toBe(false);
    expect(fits([1, 1], [1, 2, 1])).toBe(true);
    expect(fits(['{any}', 1], [1, 2])).toBe(true);
  });

  test('exactly has these, in this order', () => {
    expect(fits({ exactly: [1, 2] }, [1, 2])).toBe(true);
    expect(fits({ exactly: [2, 1] }, [1, 2])).toBe(false);
    expect(told(match({ exactly: [1] }, [1, 2]))).toEqual(['1: expected absent, found 2']);
    expect(told(match({ exactly: [1, 2] }, [1]))).toEqual(['1: expected 2, found absent']);
  });
});

describe('an element of XML', () => {
  const ns = 'xmlns="jabber:client"';

  test('fits itself whatever the order of its attributes, and whatever its prefixes', () => {
    expect(told(xmlMatch('<a b="1" c="2"/>', '<a c="2" b="1"/>'))).toEqual([]);
    const plain = `<presence ${ns}><show>xa</show></presence>`;
    const prefixed = '<p:presence xmlns:p="jabber:client"><p:show>xa</p:show></p:presence>';
    expect(told(xmlMatch({ exactly: plain }, prefixed))).toEqual([]);
    expect(told(xmlMatch({ exactly: prefixed }, plain))).toEqual([]);
  });

  test('is told from one of another namespace, as are attributes', () => {
    expect(told(xmlMatch(`<presence ${ns}/>`, '<presence xmlns="jabber:server"/>'))).toEqual([
      'presence: expected <presence xmlns="jabber:client">, found <presence xmlns="jabber:server">',
    ]);
    expect(told(xmlMatch('<a><b/></a>', '<a><b xmlns="other"/></a>'))).toEqual([
      'a › b: expected <b>, found absent',
    ]);
    const lang = '<a xml:lang="en"/>';
    expect(told(xmlMatch(lang, lang))).toEqual([]);
    expect(told(xmlMatch(lang, '<a lang="en"/>'))).toEqual(['a › @lang: expected "en", found absent']);
  });

  test('may have more attributes and children, in any order, unless exactly', () => {
    const found = '<a x="1" y="2"><b/><c>text</c></a>';
    expect(told(xmlMatch('<a y="2"><c>text</c></a>', found))).toEqual([]);
    expect(told(xmlMatch('<a><c>text</c><b/></a>', found))).toEqual([]);
    expect(told(xmlMatch({ exactly: '<a y="2"><b/></a>' }, found))).toEqual([
      'a › @x: expected absent, found "1"',
      'a › c: expected absent, found "<c>text</c>"'.replaceAll('"', ''),
    ]);
    expect(told(xmlMatch({ exactly: '<a x="1" y="2"><c>text</c><b/></a>' }, found))).toHaveLength(2);
  });

  test('has a child of its own for each that is expected, told by the nearest', () => {
    expect(told(xmlMatch('<a><b>1</b><b>1</b></a>', '<a><b>1</b><b>2</b></a>'))).toEqual([
      'a › b: expected "1", found "2"',
    ]);
    expect(told(xmlMatch('<a><b>{any}</b><b>1</b></a>', '<a><b>1</b><b>2</b></a>'))).toEqual([]);
  });

  test('has its text and its attributes matched by the same words', () => {
    expect(told(xmlMatch('<a b="{any}">{any}</a>', '<a b="1">text</a>'))).toEqual([]);
    expect(told(xmlMatch('<a b="{any}"/>', '<a/>'))).toEqual(['a › @b: expected any value, found absent']);
    expect(told(xmlMatch('<a b="{absent}"/>', '<a b="1"/>'))).toEqual(['a › @b: expected absent, found "1"']);
    expect(told(xmlMatch('<a>{matches: "^On"}</a>', '<a>On the phone</a>'))).toEqual([]);
    expect(told(xmlMatch('<a>{one of: [xa, dnd]}</a>', '<a>dnd</a>'))).toEqual([]);
    expect(told(xmlMatch('<a b="{within: [0, 5]}"/>', '<a b="6"/>'))).toEqual([
      'a › @b: expected a number from 0 to 5, found "6"',
    ]);
  });

  test('has no child where {absent} is its text', () => {
    expect(told(xmlMatch('<a><b>{absent}</b></a>', '<a><c/></a>'))).toEqual([]);
    expect(told(xmlMatch('<a><b>{absent}</b></a>', '<a><b>1</b></a>'))).toEqual([
      'a › b: expected absent, found <b>1</b>',
    ]);
  });

  test('has its text and its attributes kept in variables', () => {
    const { captures } = xmlMatch(
      '<a b="{captured as: b}"><c>{matches: "(\\\\d+)", captured as: c}</c></a>',
      '<a b="1"><c>no 42</c></a>',
    );
    expect(captures).toEqual({ b: '1', c: '42' });
  });

  test('has its text compared as it stands, but for white space around children', () => {
    expect(told(xmlMatch('<a> x</a>', '<a>x</a>'))).toEqual(['a: expected " x", found "x"']);
    expect(told(xmlMatch('<a>\n  <b/>\n</a>', '<a><b/></a>'))).toEqual([]);
    expect(told(xmlMatch('<a><![CDATA[<x>]]></a>', '<a>&lt;x></a>'))).toEqual([]);
  });
});

test('an element of XML that is written empty says nothing of what is in it, unless it is said exactly', () => {
  expect(told(xmlMatch('<a/>', '<a>x</a>'))).toEqual([]);
  expect(told(xmlMatch('<a><b c="1"/></a>', '<a><b c="1">x</b></a>'))).toEqual([]);
  expect(told(xmlMatch({ exactly: '<a/>' }, '<a>x</a>'))).toEqual(['a: expected "", found "x"']);
});

describe('a variable', () => {
  test('stands for its value, in texts and in regular expressions', () => {
    const variables = { test: 'test@domain.com', show: 'xa' };
    expect(fits('{test}/phone', 'test@domain.com/phone', variables)).toBe(true);
    expect(fits({ matches: '^{test}$' }, 'test@domain.com', variables)).toBe(true);
    expect(told(match('{test}', 'x', variables))).toEqual([': expected "test@domain.com", found "x"']);
    expect(told(xmlMatch('<a b="{show}">{test}</a>', '<a b="xa">test@domain.com</a>', variables))).toEqual(
      [],
    );
  });

  test('means nothing in itself, in a regular expression or in XML', () => {
    const variables = { text: 'a.(b|<c>&"' };
    expect(fits({ matches: '^{text}$' }, 'a.(b|<c>&"', variables)).toBe(true);
    expect(fits({ matches: '^{text}$' }, 'aX(b|<c>&"', variables)).toBe(false);
    expect(told(xmlMatch('<a>{text}</a>', '<a>a.(b|&lt;c>&amp;"</a>', variables))).toEqual([]);
    expect(fits('{text}', '{show}', { text: '{show}', show: 'xa' })).toBe(true);
  });

  test('is none in doubled braces', () => {
    expect(fits('{{test}}', '{test}', { test: 'x' })).toBe(true);
    expect(fits('{{any}}', '{any}')).toBe(true);
    expect(fits('{{any}}', 'x')).toBe(false);
    expect(told(xmlMatch('<a>{{test}}</a>', '<a>{test}</a>', { test: 'x' }))).toEqual([]);
  });

  test('stays as it is where it has no value', () => {
    expect(fits('{toString}', '{toString}')).toBe(true);
  });
});
