import fc from 'fast-check';

/** An element as a tree, to be written with whatever prefixes and in whatever order of attributes. */
export interface XmlTree {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly value: string;
  }[];
  readonly content: string | readonly XmlTree[];
}

const namespace = fc.constantFrom('', 'jabber:client', 'urn:one');
const text = fc.string({ unit: fc.constantFrom(...'ab &<>"\'é'), maxLength: 5 });

const attributes = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('a', 'b', 'to'), namespace, value: text }),
  { maxLength: 3, selector: ({ name, namespace: of }) => `${name} ${of}` },
);

export const xmlTree: fc.Arbitrary<XmlTree> = fc.letrec<{ tree: XmlTree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom('presence', 'show', 'x'),
    namespace,
    attributes,
    content: fc.oneof({ maxDepth: 2 }, text, fc.array(tie('tree'), { maxLength: 3 })),
  }),
})).tree;

function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** How elements are named: with a default namespace, or with prefixes. */
export type Style = 'default' | 'prefixes';

/** Writes an element; `turned` puts its attributes the other way round. */
export function written(tree: XmlTree, style: Style, turned = false): string {
  const prefixes = new Map<string, string>();
  const prefixOf = (uri: string) => {
    const prefix = prefixes.get(uri) ?? `p${prefixes.size}`;
    prefixes.set(uri, prefix);
    return `${prefix}:`;
  };
  const isPrefixed = style === 'prefixes' && tree.namespace !== '';
  const name = `${isPrefixed ? prefixOf(tree.namespace) : ''}${tree.name}`;
  const own = tree.attributes.map(
    (attribute) =>
      `${attribute.namespace === '' ? '' : prefixOf(attribute.namespace)}${attribute.name}="${escaped(attribute.value)}"`,
  );
  const declared = Array.from(prefixes, ([uri, prefix]) => `xmlns:${prefix}="${uri}"`);
  const all = [...own, ...declared, ...(isPrefixed ? [] : [`xmlns="${tree.namespace}"`])];
  const { content } = tree;
  const inner =
    typeof content === 'string'
      ? escaped(content)
      : content.map((child) => written(child, style, turned)).join('');
  return `<${[name, ...(turned ? all.reverse() : all)].join(' ')}>${inner}</${name}>`;
}
