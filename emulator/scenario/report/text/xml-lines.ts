/** A comment, CDATA or a tag, as it stands. Values of attributes can't hold a `<` (XML 1.0, production 10). */
const PIECE = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<(?:[^<>"']|"[^"<]*"|'[^'<]*')*>/g;

interface Branch {
  readonly open: string;
  readonly children: (Branch | string)[];
  close: string;
  /** Whether there is text in it, which must not be moved. */
  mixed: boolean;
}

/**
 * XML with an element a line. Nothing but white space is changed, and none where there is text beside it: quotes,
 * entities and the order of attributes stay as they came. What is no well-nested XML stays whole.
 */
export function xmlLines(xml: string): string {
  const root: Branch = { open: '', children: [], close: '', mixed: false };
  const open = [root];
  let end = 0;
  for (const { 0: piece, index } of xml.matchAll(PIECE)) {
    addText(open, xml.slice(end, index));
    end = index + piece.length;
    if (!add(open, piece)) return xml;
  }
  addText(open, xml.slice(end));
  return open.length > 1 || root.mixed
    ? xml
    : elements(root)
        .map((child) => printed(child, ''))
        .join('\n');
}

function addText(open: readonly Branch[], text: string): void {
  const branch = open.at(-1);
  if (branch === undefined || text === '') return;
  branch.children.push(text);
  if (/\S/.test(text)) branch.mixed = true;
}

/** Adds a tag or the like to the innermost element; false where an end fits no start. */
function add(open: Branch[], piece: string): boolean {
  const branch = open.at(-1);
  if (branch === undefined) return false;
  if (piece.startsWith('</')) {
    if (branch.open === '' || nameOf(piece) !== nameOf(branch.open)) return false;
    branch.close = piece;
    open.pop();
    return true;
  }
  if (piece.startsWith('<![')) branch.mixed = true;
  const child: Branch = { open: piece, children: [], close: '', mixed: false };
  branch.children.push(child);
  if (!/^<[!?]|\/>$/.test(piece)) open.push(child);
  return true;
}

function nameOf(tag: string): string | undefined {
  return /^<\/?([^\s/>]*)/.exec(tag)?.[1];
}

function elements({ children }: Branch): Branch[] {
  return children.filter((child) => typeof child !== 'string');
}

function printed(branch: Branch, indent: string): string {
  const inner = elements(branch);
  if (branch.mixed || inner.length === 0) return asItStands(branch);
  const lines = inner.map((child) => `\n${indent}  ${printed(child, `${indent}  `)}`);
  return `${branch.open}${lines.join('')}\n${indent}${branch.close}`;
}

function asItStands({ open, children, close }: Branch): string {
  const inner = children.map((child) => (typeof child === 'string' ? child : asItStands(child)));
  return `${open}${inner.join('')}${close}`;
}
