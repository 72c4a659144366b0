import { isMap, isSeq, type Node } from 'yaml';

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
