import { SaxesParser } from 'saxes';

/** An element, with its namespace in place of its prefix. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  /** All but the declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Its own text and CDATA, without that of its children. */
  readonly text: string;
}

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** A text is no XML. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
}

/** How deep an element may nest. */
const MAX_DEPTH = 200;

type Building = { -readonly [key in keyof XmlElement]: XmlElement[key] } & { children: XmlElement[] };

/**
 * Reads one element, with regard to namespaces.
 *
 * @param outer - the namespace that holds outside of it
 * @throws {@link XmlError} saying what is wrong, and where in the text
 */
export function readXml(text: string, outer = ''): XmlElement {
  const parser = new SaxesParser({ xmlns: true, additionalNamespaces: { '': outer } });
  const open: Building[] = [];
  let root: XmlElement | undefined;
  let problem: string | undefined;
  parser.on('error', (failure) => {
    problem ??= failure.message.replace(
      /^(\d+):(\d+): /,
      (_, line, column) => `line ${line}, column ${Number(column) + 1}: `,
    );
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (open.length >= MAX_DEPTH) throw new XmlError(`it nests deeper than ${MAX_DEPTH} levels`);
    const element: Building = {
      name: local,
      namespace: uri,
      attributes: Object.values(attributes)
        .filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
        .map(({ local: name, uri: namespace, value }) => ({ name, namespace, value })),
      children: [],
      text: '',
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (more: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  try {
    parser.write(text.trim()).close();
  } catch (failure) {
    problem ??= (failure as Error).message;
  }
  if (problem !== undefined || root === undefined) throw new XmlError(problem ?? 'there is no element');
  return root;
}
