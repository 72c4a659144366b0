import {
  type Document,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  stringify,
  visit,
} from 'yaml';

/** How long lines may be, in characters. */
const WIDTH = 110;

/** What YAML has to escape, and what people could not see. */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
  /[\0-\x08\x0b-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff9-\uffff]|\p{Surrogate}/u;

/** What of that stands in double quotes as it is, unless it is escaped afterwards. */
const UNESCAPED = /[\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff9-\uffff]/g;

/** The library folds long texts between any two UTF-16 units: in the middle of such characters, which are lost then. */
const BEYOND_BMP = /[\u{10000}-\u{10ffff}]/u;

/** A document as people write it: what fits on a line stands on one. */
export function yamlText(document: Document): string {
  let lineWidth = WIDTH;
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && BEYOND_BMP.test(node.value)) lineWidth = 0;
      if (typeof node.value === 'string' && HIDDEN.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  if (isCollection(document.contents)) layOut(document.contents as Node, 0);
  return document
    .toString({ lineWidth, singleQuote: true, flowCollectionPadding: true })
    .replace(UNESCAPED, (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Puts on a line of its own each collection that has room there. */
function layOut(node: Node, indent: number): void {
  if (isSeq<Node>(node)) for (const item of node.items) place(item, indent + 2, indent + 2);
  if (isMap<Node, Node>(node))
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key) || pair.value === null) continue;
      if (indent === 0)
        layOut(pair.value, indent + 2); // the parts of a file stay open
      else place(pair.value, indent + String(pair.key.value).length + 2, indent + 2);
    }
}

function place(node: Node, column: number, indent: number): void {
  if (!isCollection(node)) return;
  const value: unknown = node.toJSON();
  const line = stringify(value, { collectionStyle: 'flow', lineWidth: 0, singleQuote: true }).trimEnd();
  const isStep = isMap(node) && node.items.length === 1 && node.has('app'); // written as `- app: …`
  node.flow = !isStep && !line.includes('\n') && !hasLines(value) && column + line.length <= WIDTH;
  if (!node.flow) layOut(node as Node, indent);
}

function hasLines(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\n');
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(hasLines);
}
