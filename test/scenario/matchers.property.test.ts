import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assigned } from '../../emulator/scenario/match/assignment.js';
import { readTags } from '../../emulator/scenario/run/tags.js';
import { type JsonPath, json, leavesOf, membersOf, plainText, withValueAt } from '../support/json-values.js';
import { fits, match, told, xmlMatch } from '../support/matching.js';
import { holds } from '../support/property.js';
import { written, type XmlTree, xmlTree } from '../support/xml-trees.js';

/** A value, and one of the places in it that are asked for. */
function place(placesIn: (value: Parameters<typeof leavesOf>[0]) => JsonPath[]) {
  return json.chain((value) => {
    const places = placesIn(value);
    return fc.record({
      value: fc.constant(value),
      path: places.length === 0 ? fc.constant(undefined) : fc.constantFrom(...places),
    });
  });
}

describe('whatever the value of JSON', () => {
  test('it fits itself: at least, exactly and literally', async () => {
    await holds(
      fc.property(json, (value) => {
        expect(told(match(value, value))).toEqual([]);
        expect(told(match({ exactly: value }, value))).toEqual([]);
      }),
    );
    await holds(
      fc.property(fc.jsonValue(), (value) => {
        expect(told(match({ literally: value }, value))).toEqual([]);
      }),
    );
  });

  test('it fits at least what a member was left out of, and neither exactly nor the other way round', async () => {
    await holds(
      fc.property(place(membersOf), ({ value, path }) => {
        fc.pre(path !== undefined);
        const less = withValueAt(value, path, undefined);
        expect(fits(less, value)).toBe(true);
        expect(told(match({ exactly: less }, value))).toHaveLength(1);
        expect(fits({ literally: less }, value)).toBe(false);
        expect(fits(value, less)).toBe(false);
      }),
    );
  });

  test('a leaf that is changed is the one mismatch, and its paths lead there', async () => {
    await holds(
      fc.property(place(leavesOf), fc.constantFrom('exactly', 'literally'), ({ value, path }, word) => {
        fc.pre(path !== undefined);
        const { mismatches } = match({ [word]: value }, withValueAt(value, path, 'changed'));
        expect(mismatches).toHaveLength(1);
        const [mismatch] = mismatches;
        expect(mismatch?.what).toEqual(path.map(String));
        expect(mismatch?.found).toBe('"changed"');
        expect(mismatch?.path).toEqual(path.length === 0 ? [] : [word, ...path]);
      }),
    );
  });

  test('a leaf that is changed does not fit at least either', async () => {
    await holds(
      fc.property(place(leavesOf), ({ value, path }) => {
        fc.pre(path !== undefined);
        expect(fits(value, withValueAt(value, path, 'changed'))).toBe(false);
      }),
    );
  });

  test('its lists fit in any order, and exactly only in theirs', async () => {
    const lists = fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 6 });
    await holds(
      fc.property(lists, fc.integer({ min: 1, max: 5 }), (list, by) => {
        const turned = list.map((_, index) => list[(index + by) % list.length]);
        expect(fits(list, turned)).toBe(true);
        expect(fits({ exactly: list }, turned)).toBe(by % list.length === 0);
      }),
    );
  });
});

describe('whatever the element', () => {
  const style = fc.constantFrom('default', 'prefixes');

  test('it fits itself, however it is written', async () => {
    await holds(
      fc.property(xmlTree, style, style, fc.boolean(), (tree, one, other, turned) => {
        const [expectation, found] = [written(tree, one), written(tree, other, turned)];
        expect(told(xmlMatch(expectation, found))).toEqual([]);
        expect(told(xmlMatch({ exactly: expectation }, found))).toEqual([]);
      }),
    );
  });

  test('it does not fit one of another namespace, at any depth', async () => {
    await holds(
      fc.property(xmlTree, fc.nat(), style, (tree, which, one) => {
        const count = sizeOf(tree);
        const found = written(withNamespace(tree, which % count, 'urn:other'), one);
        expect(told(xmlMatch(written(tree, one), found))).not.toEqual([]);
      }),
    );
  });
});

function childrenOf({ content }: XmlTree): readonly XmlTree[] {
  return typeof content === 'string' ? [] : content;
}

function sizeOf(tree: XmlTree): number {
  return childrenOf(tree).reduce((sum, child) => sum + sizeOf(child), 1);
}

/** A copy in which one element, counted from the outside in, is of another namespace. */
function withNamespace(tree: XmlTree, which: number, namespace: string): XmlTree {
  if (which === 0) return { ...tree, namespace };
  let left = which - 1;
  const content = childrenOf(tree).map((child) => {
    const size = sizeOf(child);
    const changed = left >= 0 && left < size ? withNamespace(child, left, namespace) : child;
    left -= size;
    return changed;
  });
  return { ...tree, content };
}

describe('whatever fits what', () => {
  /** As many partners as there can be, by trying everything. */
  function most(table: readonly (readonly boolean[])[], taken: readonly number[] = []): number {
    const [row, ...rows] = table;
    if (row === undefined) return 0;
    const partners = row.flatMap((fitting, index) => (fitting && !taken.includes(index) ? [index] : []));
    return Math.max(most(rows, taken), ...partners.map((partner) => 1 + most(rows, [...taken, partner])));
  }

  test('as many as possible get a partner of their own that fits', async () => {
    const table = fc
      .integer({ min: 0, max: 5 })
      .chain((width) =>
        fc.array(fc.array(fc.boolean(), { minLength: width, maxLength: width }), { maxLength: 5 }),
      );
    await holds(
      fc.property(table, (rows) => {
        const partners = assigned(
          rows.length,
          rows[0]?.length ?? 0,
          (one, other) => rows[one]?.[other] === true,
        );
        expect(partners).toHaveLength(rows.length);
        const pairs = [...partners.entries()].filter(([, partner]) => partner !== undefined);
        expect(new Set(pairs.map(([, partner]) => partner)).size).toBe(pairs.length);
        for (const [one, partner] of pairs) expect(rows[one]?.[partner ?? -1]).toBe(true);
        expect(pairs).toHaveLength(most(rows));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('whatever the value of a variable', () => {
  test('it fits itself, in texts, in regular expressions and in XML', async () => {
    await holds(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.string({ unit: fc.constantFrom(...'a{}[]()|\\^$.*+?/-') }),
        ),
        (value) => {
          expect(told(match('{v}', value, { v: value }))).toEqual([]);
          expect(told(match({ matches: '^{v}$' }, value, { v: value }))).toEqual([]);
          expect(fits({ matches: '^{v}$' }, `${value}x`, { v: value })).toBe(false);
        },
      ),
    );
    await holds(
      fc.property(plainText, (value) => {
        const found = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        expect(told(xmlMatch('<a>{v}</a>', `<a>${found}</a>`, { v: value }))).toEqual([]);
      }),
    );
  });
});

describe('whatever the expression of tags', () => {
  type Expression =
    | { readonly tag: string }
    | { readonly not: Expression }
    | { readonly and: readonly [Expression, Expression] }
    | { readonly or: readonly [Expression, Expression] };

  const names = ['a', 'b', 'notable', 'order', 'and-more'];
  const expression: fc.Arbitrary<Expression> = fc.letrec<{ it: Expression }>((tie) => ({
    it: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.record({ tag: fc.constantFrom(...names) }),
      fc.record({ not: tie('it') }),
      fc.record({ and: fc.tuple(tie('it'), tie('it')) }),
      fc.record({ or: fc.tuple(tie('it'), tie('it')) }),
    ),
  })).it;

  function selects(of: Expression, tags: ReadonlySet<string>): boolean {
    if ('tag' in of) return tags.has(of.tag);
    if ('not' in of) return !selects(of.not, tags);
    if ('and' in of) return of.and.every((each) => selects(each, tags));
    return of.or.some((each) => selects(each, tags));
  }

  /** As it is written, with no more parentheses than it needs; `outer` binds as strongly as what is around it. */
  function text(of: Expression, outer = 0): string {
    if ('tag' in of) return of.tag;
    if ('not' in of) return `not ${text(of.not, 3)}`;
    const [word, binds, [one, other]] =
      'and' in of ? (['and', 2, of.and] as const) : (['or', 1, of.or] as const);
    const plain = `${text(one, binds)} ${word} ${text(other, binds)}`;
    return outer > binds ? `(${plain})` : plain;
  }

  test('it selects what it says, for any tags', async () => {
    await holds(
      fc.property(expression, fc.subarray(names), (of, tags) => {
        expect(readTags(text(of))(new Set(tags))).toBe(selects(of, new Set(tags)));
      }),
      { numRuns: 500 },
    );
  });
});
