import fc from 'fast-check';

/** Values of JSON and the places in them, for tests of the matchers. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Texts without braces, which mean something in expectations. */
export const plainText = fc.string({ unit: fc.constantFrom(...'ab 1&<>"\'é𝄞\n'), maxLength: 6 });

const leaf = fc.oneof(plainText, fc.integer(), fc.boolean(), fc.constant(null));
const name = fc.constantFrom('a', 'b', 'status', 'show', '0', 'exact');

/** Any value whose texts and names mean nothing in expectations; small, so that counterexamples are read easily. */
export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

export type JsonPath = readonly (string | number)[];

function isMapping(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function childrenOf(value: Json): (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => [index, item]);
  return isMapping(value) ? Object.entries(value) : [];
}

/** Where a value has texts, numbers and the like. */
export function leavesOf(value: Json, path: JsonPath = []): JsonPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  return childrenOf(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

/** Where mappings have members, at any depth. */
export function membersOf(value: Json, path: JsonPath = []): JsonPath[] {
  return childrenOf(value).flatMap(([key, child]) => [
    ...(isMapping(value) ? [[...path, key]] : []),
    ...membersOf(child, [...path, key]),
  ]);
}

/** A copy in which the value at a path is another one; `undefined` leaves the member out. */
export function withValueAt(value: Json, [key, ...path]: JsonPath, other: Json | undefined): Json {
  if (key === undefined) return other ?? null;
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === key ? withValueAt(item, path, other) : item));
  const members = Object.entries(isMapping(value) ? value : {}).flatMap(
    ([member, inner]): [string, Json][] => {
      if (member !== key) return [[member, inner]];
      if (path.length === 0 && other === undefined) return [];
      return [[member, withValueAt(inner, path, other)]];
    },
  );
  return Object.fromEntries(members);
}
