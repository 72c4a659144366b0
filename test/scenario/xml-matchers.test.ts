import { describe, expect, test } from 'vitest';
import { readXml, XmlError } from '../../emulator/scenario/match/xml-node.js';
import { told, xmlMatch } from '../support/matching.js';

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

describe('an element of XML, said exactly,', () => {
  test('has no attribute of another namespace besides', () => {
    expect(told(xmlMatch({ exactly: '<a b="1"/>' }, '<a b="1" p:b="2" xmlns:p="urn:p"/>'))).toEqual([
      'a › @b: expected absent, found "2"',
    ]);
  });

  test('has its children and no others, in this order', () => {
    expect(told(xmlMatch({ exactly: '<a><b/><c/></a>' }, '<a><b/></a>'))).toEqual([
      'a › c: expected <c>, found absent',
    ]);
    expect(told(xmlMatch({ exactly: '<a><b/></a>' }, '<a><b/><c><d/></c><e/><f>x</f></a>'))).toEqual([
      'a › c: expected absent, found <c>…</c>',
      'a › e: expected absent, found <e/>',
      'a › f: expected absent, found <f>x</f>',
    ]);
    expect(told(xmlMatch({ exactly: '<a><b/><c>{absent}</c></a>' }, '<a><b/></a>'))).toEqual([]);
  });

  test('may hold anything where it says {any}', () => {
    expect(told(xmlMatch({ exactly: '<a>{any}</a>' }, '<a><b/>x</a>'))).toEqual([]);
  });

  test('has texts around children that nobody looks at', () => {
    expect(told(xmlMatch({ exactly: '<a><b/></a>' }, '<a>x<b/></a>'))).toEqual([]);
    expect(told(xmlMatch({ exactly: '<a/>' }, '<a>x<b/></a>'))).toEqual([
      'a › b: expected absent, found <b/>',
    ]);
    expect(told(xmlMatch({ exactly: '<a><b/></a>' }, '<a>x</a>'))).toEqual([
      'a › b: expected <b>, found absent',
    ]);
  });
});

describe('what is in XML is text', () => {
  test('so that numbers are compared by their digits', () => {
    expect(told(xmlMatch('<a b="{one of: [5, x]}">{one of: [true, 7]}</a>', '<a b="5">true</a>'))).toEqual(
      [],
    );
    expect(told(xmlMatch('<a>{one of: [~]}</a>', '<a>null</a>'))).toEqual([
      'a: expected one of null, found "null"',
    ]);
    expect(told(xmlMatch('<a b="{one of: [~]}"/>', '<a/>'))).toEqual([
      'a › @b: expected one of null, found absent',
    ]);
  });

  test('which white space around the element is no part of, and CDATA is', () => {
    expect(readXml('\n <a><![CDATA[<x>]]> y</a>\n')).toMatchObject({ name: 'a', text: '<x> y' });
    expect(readXml('<a/>', 'jabber:client')).toMatchObject({ namespace: 'jabber:client' });
  });

  test.each([
    ['<a>', 'line 1, column 4: unclosed tag: a'],
    ['<a>\n  </b>', 'line 2, column 7: unexpected close tag'],
    [`<a>${'\n'.repeat(11)}</b></a>`, 'line 12, column 5: unexpected close tag'],
    ['x', 'line 1, column 2: text data outside of root node.'],
    ['<p:a/>', 'line 1, column 7: unbound namespace prefix: "p"'],
  ])('or no XML: %s', (text, message) => {
    expect(() => readXml(text)).toThrow(XmlError);
    expect(() => readXml(text)).toThrow(message);
  });
});

test('XML nests 200 levels and no deeper', () => {
  const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
  expect(readXml(nested(200)).name).toBe('a');
  expect(() => readXml(nested(201))).toThrow('it nests deeper than 200 levels');
});

test('an element of XML has the name that is expected', () => {
  expect(told(xmlMatch('<a/>', '<b/>'))).toEqual(['a: expected <a>, found <b>']);
});

test('a child of XML that must not be there may be there in another namespace', () => {
  expect(told(xmlMatch('<a><b>{absent}</b></a>', '<a><b xmlns="urn:other"/></a>'))).toEqual([]);
});

test('of the children that do not fit the nearest is told', () => {
  const found = '<a><c x="1" y="1"/><b x="2" y="2"/><b x="1" y="2"/></a>';
  expect(told(xmlMatch('<a><b x="1" y="1"/></a>', found))).toEqual(['a › b › @y: expected "1", found "2"']);
});

test('an element of XML that is written empty says nothing of what is in it, unless it is said exactly', () => {
  expect(told(xmlMatch('<a/>', '<a>x</a>'))).toEqual([]);
  expect(told(xmlMatch('<a><b c="1"/></a>', '<a><b c="1">x</b></a>'))).toEqual([]);
  expect(told(xmlMatch({ exactly: '<a/>' }, '<a>x</a>'))).toEqual(['a: expected "", found "x"']);
});
