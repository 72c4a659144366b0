import { describe, expect, test } from 'vitest';
import { fits, match, mistakesIn, told, xmlMatch } from '../support/matching.js';

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

describe('an expectation that does not fit is told', () => {
  test('with mappings and lists in its words', () => {
    expect(told(match({ a: 1, b: { matches: '^x' } }, 5))).toEqual([
      ': expected { "a": 1, "b": a text that matches ^x }, found 5',
    ]);
    expect(told(match([1, 'x'], 5))).toEqual([': expected [1, "x"], found 5']);
    expect(told(match({ 'one of': ['{absent}', '{any}', null] }, 5))).toEqual([]);
    expect(told(match({ 'one of': ['{absent}', null] }, 5))).toEqual([
      ': expected one of absent, null, found 5',
    ]);
  });

  test('with the values of its variables, unless it is literal', () => {
    expect(told(match('{t}', 'x', { t: 'y' }))).toEqual([': expected "y", found "x"']);
    expect(told(match({ literally: '{t}' }, 'x', { t: 'y' }))).toEqual([': expected "{t}", found "x"']);
  });
});

describe('a mistake in an expectation is told where it is', () => {
  test.each<[string, unknown, string]>([
    [
      'a word without a colon',
      { a: '{matches ^x}' },
      'a: {matches ^x} has no colon: did you mean { matches: ^x }?',
    ],
    [
      'what YAML does not read',
      '{ one of: [x }',
      ": { one of: [x } can't be read: write {one of: …}, as in YAML",
    ],
    [
      'two conditions',
      { matches: 'x', within: [0, 1] },
      ": matches and within can't stand together: choose one",
    ],
    [
      'a name that is none',
      { 'captured as': '1x' },
      'captured as: found "1x", expected the name of a variable: letters, digits and _, such as uid',
    ],
    [
      'a name with more than that',
      { 'captured as': 'x-y' },
      'captured as: found "x-y", expected the name of a variable: letters, digits and _, such as uid',
    ],
    [
      'a name that is no text',
      { a: { 'captured as': 5 } },
      'a › captured as: found 5, expected the name of a variable: letters, digits and _, such as uid',
    ],
    [
      'a pattern that is no text',
      { matches: 5 },
      'matches: found 5, expected a regular expression, such as "^On the"',
    ],
    ['a pattern that is none', { matches: '(' }, 'matches: "(" is no regular expression: Unterminated group'],
    [
      'a pattern that is none with u',
      { matches: '\\-' },
      'matches: "\\\\-" is no regular expression: Invalid escape',
    ],
    ['no list of options', { 'one of': 'xa' }, 'one of: found "xa", expected a list, such as [xa, dnd]'],
    ['no options', { 'one of': [] }, 'one of: found [], expected a list, such as [xa, dnd]'],
    [
      'a mistake in an option',
      { 'one of': [1, { within: 1 }] },
      'one of › 1 › within: found 1, expected the least and the most, such as [0, 10]',
    ],
    ['a limit', { within: [0] }, 'within: found [0], expected the least and the most, such as [0, 10]'],
    [
      'no least',
      { within: [null, 1] },
      'within: found [null,1], expected the least and the most, such as [0, 10]',
    ],
    [
      'a text',
      { within: [0, '1'] },
      'within: found [0,"1"], expected the least and the most, such as [0, 10]',
    ],
    [
      'a limit the other way',
      { within: ['a', 1] },
      'within: found ["a",1], expected the least and the most, such as [0, 10]',
    ],
    [
      'limits that hold nothing',
      { within: [2, 1] },
      'within: found [2,1], expected the least and the most, such as [0, 10]',
    ],
    [
      'a mistake in what must be exact',
      { exactly: { a: { matches: 1 } } },
      'exactly › a › matches: found 1, expected a regular expression, such as "^On the"',
    ],
  ])('%s', (_, expectation, mistake) => {
    expect(mistakesIn(expectation)).toEqual([mistake]);
  });

  test.each<[unknown]>([
    ['{ within: [1, 1] }'],
    ['{matches: "^{test}$"}'],
    ['x {matches nothing}'],
    ['{matches x} and more'],
    ['{matcheso x}'],
    ['{one of: [a, "{b}"]}'],
    ['{ { matches x } }'],
    [{ 'captured as': 'a_1' }],
  ])('and in %j there is none', (expectation) => {
    expect(mistakesIn(expectation)).toEqual([]);
  });

  test('a text with more around its braces is a text', () => {
    expect(fits('a {matches: "^a"}', 'a {matches: "^a"}')).toBe(true);
    expect(fits('{matches: "^a"} b', '{matches: "^a"} b')).toBe(true);
    expect(fits('{matches: "^a"}', 'abc')).toBe(true);
    expect(fits('{matches: "^a"}', '{matches: "^a"}')).toBe(false);
  });

  test('variables in a text of the form {…} are what they stand for', () => {
    const variables = { x: 'one', long_name: 'two' };
    expect(fits('{one of: [{x}, {long_name}]}', 'one', variables)).toBe(true);
    expect(fits('{one of: [{x}, {long_name}]}', 'two', variables)).toBe(true);
    expect(fits('{one of: [{x}, {long_name}]}', 'x', variables)).toBe(false);
    expect(fits('{one of: [[{x}], null, 5]}', ['one'], variables)).toBe(true);
    expect(fits('{one of: [[{x}], null, 5]}', null, variables)).toBe(true);
    expect(fits('{one of: [{ a: {x} }]}', { a: 'one', b: 2 }, variables)).toBe(true);
    expect(fits('{exactly: { a: {x} }}', { a: 'one', b: 2 }, variables)).toBe(false);
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
    expect(told(match({ exactly: [1] }, [1, 2, 3]))).toEqual([
      '1: expected absent, found 2',
      '2: expected absent, found 3',
    ]);
    expect(told(match({ exactly: [1, 2] }, [1]))).toEqual(['1: expected 2, found absent']);
  });
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
