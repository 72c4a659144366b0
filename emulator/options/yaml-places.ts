import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, visit } from 'yaml';

/**
 * Where the value at a path stands in a document, or its key: how many characters from the beginning. Where it is
 * missing, what should hold it.
 */
export function offsetOf(root: Node, path: readonly PropertyKey[], at: 'value' | 'key'): number {
  let node: Node | null = root;
  let offset = root.range?.[0] ?? 0;
  for (const [index, step] of path.entries()) {
    const found = childOf(node, step);
    if (found === undefined) break;
    const isLast = index === path.length - 1;
    const wanted = isLast && at === 'key' ? (found.key ?? found.value) : (found.value ?? found.key);
    offset = wanted?.range?.[0] ?? offset;
    node = found.value;
  }
  return offset;
}

function childOf(
  node: Node | null,
  step: PropertyKey,
): { readonly key: Node | null; readonly value: Node | null } | undefined {
  if (isSeq<Node>(node)) {
    const value = node.items[Number(step)];
    return value === undefined ? undefined : { key: null, value };
  }
  if (!isMap<Node, Node | null>(node)) return undefined;
  const pair = node.items.find(({ key }) => String(key) === String(step));
  return pair === undefined ? undefined : { key: pair.key, value: pair.value };
}

/** Where aliases stand that no anchor before them has the name of. */
export function unknownAliases(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) offsets.push(offsetOf(alias, [], 'value'));
    },
  });
  return offsets;
}

/** What is wrong with {@link keysThatAreNone}. */
export const NO_KEY = 'a mapping or a list can not be a key: write a key and ":" before it';

/** Where a mapping or a list is the key of a mapping, as YAML allows: all of its text would be the key's name. */
export function keysThatAreNone(document: Document): number[] {
  const offsets: number[] = [];
  visit(document, {
    Pair(_, { key }) {
      const meant = isAlias(key) ? key.resolve(document) : key;
      if (isNode(key) && meant !== undefined && !isScalar(meant)) offsets.push(offsetOf(key, [], 'value'));
    },
  });
  return offsets;
}
