import { SaxesParser as Parser, type SaxesParser } from 'saxes';
import { NAME_RE as FOURTH_EDITION_NAME } from 'xmlchars/xml/1.0/ed4.js';
import { isBlank } from '../../blank.js';
import { BodyError, MAX_DEPTH } from './body-error.js';
import type { GroovyValue } from './groovy-value.js';

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: [name: string, value: GroovyValue][];
}

export interface XmlReading {
  /** The root's local name. */
  readonly root: string;
  readonly value: GroovyValue;
}

/**
 * Reads XML as Tigase does: namespace-aware and well-formed, without a DOCTYPE; attributes are ignored and
 * elements known by their local names. Children become a map in which the last of a name wins, or a list where
 * all of them are named `item`; an element without element children is its text, or an empty string where that
 * is blank; beside element children text is ignored.
 * Source: recordings "xml body", "xml status", "fuzz xml" and "fuzz broken xml".
 *
 * @throws {@link BodyError} `xml-syntax` or `body-too-deep`, with line and column
 */
export function readXml(text: string): XmlReading {
  const parser: SaxesParser<{ xmlns: true }> = new Parser({ xmlns: true });
  const fail = (message: string, code: BodyError['code'] = 'xml-syntax'): never => {
    const { line, column } = parser;
    throw new BodyError(code, `XML: ${message} at line ${line}, column ${column + 1}`, line, column + 1);
  };
  const checkName = (name: string) => {
    if (!FOURTH_EDITION_NAME.test(name))
      fail(`${JSON.stringify(name)} is no name in XML 1.0 before its fifth edition`);
  };
  const open: OpenElement[] = [];
  let reading: XmlReading | undefined;
  let version = '1.0';

  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')));
  parser.on('doctype', () => fail('a DOCTYPE is not allowed'));
  parser.on('xmldecl', (declaration) => {
    version = declaration.version ?? version;
    if (version !== '1.0' && version !== '1.1') fail(`version ${version} is not known`);
  });
  const addText = (piece: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', ({ name, local, attributes }) => {
    if (version === '1.0') {
      // saxes reads the fifth edition, Java's parser the fourth
      checkName(name);
      for (const attribute in attributes) checkName(attribute);
    }
    if (open.length >= MAX_DEPTH) fail(`nested deeper than ${MAX_DEPTH} levels`, 'body-too-deep');
    open.push({ name: local, text: '', children: [] });
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    const value = elementValue(element);
    const parent = open.at(-1);
    if (parent === undefined) reading = { root: element.name, value };
    else parent.children.push([element.name, value]);
  });

  if (text.startsWith('\ufeff')) fail('a byte order mark is not allowed'); // saxes would skip it
  parser.write(text).close();
  return reading ?? fail('there is no root element');
}

function elementValue({ text, children }: OpenElement): GroovyValue {
  if (children.length === 0) return isBlank(text) ? '' : text;
  if (children.every(([name]) => name === 'item')) return children.map(([, value]) => value);
  return new Map(children);
}
