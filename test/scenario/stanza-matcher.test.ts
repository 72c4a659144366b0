import { describe, expect, test } from 'vitest';
import { matchStanza, type StanzaMatcher } from '../../emulator/scenario/match/stanza-matcher.js';
import { readXml } from '../../emulator/scenario/match/xml-node.js';
import { matcher, told, xmlMatcher } from '../support/matching.js';

const NS = 'jabber:client';

function matched(
  xml: string,
  fields: { readonly [field: string]: unknown },
  rest: Partial<StanzaMatcher> = {},
) {
  const expected = {
    path: [],
    kind: 'presence',
    fields: Object.entries(fields).map(([field, value]) => ({ field, matcher: matcher(value) })),
    xml: undefined,
    ...rest,
  } as StanzaMatcher;
  return matchStanza(expected, readXml(xml, NS), { test: 'test@domain.com' });
}

describe('a stanza', () => {
  const stanza =
    '<presence from="test@domain.com/phone" to="alice@domain.com"><show>xa</show><priority>5</priority></presence>';

  test('is of the kind that is expected, or of any', () => {
    expect(told(matched(stanza, {}))).toEqual([]);
    expect(told(matched(stanza, {}, { kind: undefined }))).toEqual([]);
    expect(told(matched(stanza, { from: 'x' }, { kind: 'message' }))).toEqual([
      'kind: expected message, found presence',
    ]);
  });

  test('has its attributes and the texts of its children matched', () => {
    expect(
      told(matched(stanza, { show: 'xa', priority: '5', status: '{absent}', type: '{absent}' })),
    ).toEqual([]);
    expect(told(matched(stanza, { show: 'dnd', status: 'Back soon', type: 'unavailable' }))).toEqual([
      'show: expected "dnd", found "xa"',
      'status: expected "Back soon", found absent',
      'type: expected "unavailable", found absent',
    ]);
  });

  test('is from any resource of a bare JID, and from that of a full one', () => {
    for (const from of [
      'test@domain.com',
      '{test}',
      'TEST@Domain.com',
      'test@domain.com/phone',
      '{test}/PHONE',
    ])
      expect(told(matched(stanza, { from }))).toEqual([]);
    for (const from of ['test@domain.co', 'domain.com', 'test@domain.com/', '{test}/home'])
      expect(told(matched(stanza, { from }))).toHaveLength(1);
    expect(told(matched(stanza, { to: '{test}' }))).toEqual([
      'to: expected "test@domain.com", found "alice@domain.com"',
    ]);
  });

  test('has addresses compared as JIDs, and all else letter by letter', () => {
    expect(told(matched(stanza, { to: 'ALICE@domain.com' }))).toEqual([]);
    expect(told(matched(stanza, { show: 'XA' }))).toEqual(['show: expected "XA", found "xa"']);
  });

  test('has texts, of which numbers are compared by their digits', () => {
    expect(told(matched(stanza, { priority: 5 }))).toEqual([]);
    expect(told(matched(stanza, { priority: 6 }))).toEqual(['priority: expected 6, found "5"']);
  });

  test('has attributes without a namespace only', () => {
    const odd = '<presence xmlns:p="urn:p" p:from="test@domain.com"/>';
    expect(told(matched(odd, { from: '{test}' }))).toEqual([
      'from: expected "test@domain.com", found absent',
    ]);
  });

  test('has children of its own namespace only', () => {
    expect(told(matched('<presence><show xmlns="other">xa</show></presence>', { show: 'xa' }))).toEqual([
      'show: expected "xa", found absent',
    ]);
  });

  test('is matched as XML as well', () => {
    const xml = xmlMatcher('<presence><show>{matches: "^x"}</show></presence>', { outer: NS });
    expect(told(matched(stanza, { priority: '5' }, { xml }))).toEqual([]);
    const other = xmlMatcher('<presence><show>dnd</show></presence>', { outer: NS });
    expect(told(matched(stanza, { priority: '6' }, { xml: other }))).toEqual([
      'priority: expected "6", found "5"',
      'presence › show: expected "dnd", found "xa"',
    ]);
  });
});
