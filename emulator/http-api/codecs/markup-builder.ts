import { create } from 'xmlbuilder2';
import type { GroovyValue } from './groovy-value.js';

/**
 * What stands in for an empty string while xmlbuilder2 prints: Tigase writes an absent value as `<show />` and
 * an empty one as `<show></show>`, xmlbuilder2 both as the former. Escaped text can't hold a comment, so no
 * value is ever mistaken for it.
 */
const EMPTY = '<!---->';

/** A name that XML allows and that can't be mistaken for another one's stand-in. */
const PLAIN_NAME = /^[A-Za-z][\w.-]*$/;

const PRINTED = {
  headless: true,
  prettyPrint: true,
  indent: '  ',
  newline: '\n',
  spaceBeforeSlash: true,
} as const;

/** The part of xmlbuilder2's DOM that is used here. */
interface XmlNode {
  appendChild(child: XmlNode): XmlNode;
  removeChild(child: XmlNode): XmlNode;
}
interface XmlDocument extends XmlNode {
  createElement(name: string): XmlNode;
  createTextNode(text: string): XmlNode;
  createComment(text: string): XmlNode;
}

/**
 * Writes values as Groovy's MarkupBuilder does: two spaces a level, `&`, `<` and `>` escaped and quotes not, no
 * declaration, no newline at the end. A list's members are elements named `item`.
 * Source: recordings "xml status", "xml activity", "fuzz xml". Names are not checked, as MarkupBuilder does not
 * check them: a JSON body may bring any key.
 */
export class MarkupBuilder {
  /** One document for all that is written: making a new one takes half as long as filling it. */
  private readonly builder = create();
  private readonly document = this.builder.node as unknown as XmlDocument;

  write(root: string, value: GroovyValue): string {
    const odd: string[] = [];
    const element = this.element(root, value, odd);
    this.document.appendChild(element);
    const printed = this.builder.end(PRINTED);
    this.document.removeChild(element);
    const complete = printed.includes(EMPTY) ? printed.replaceAll(/>\n *<!---->\n *<\//g, '></') : printed;
    if (odd.length === 0) return complete;
    return complete.replaceAll(
      /<(\/?)_(\d+)/g,
      (_, slash: string, index: string) => `<${slash}${odd[Number(index)]}`,
    );
  }

  /** An element; a name that is not plain gets a stand-in, and goes to the end of `odd`. */
  private element(name: string, value: GroovyValue, odd: string[]): XmlNode {
    const { document } = this;
    const element = document.createElement(PLAIN_NAME.test(name) ? name : `_${odd.push(name) - 1}`);
    if (value === '') element.appendChild(document.createComment(''));
    else if (Array.isArray(value)) {
      for (const item of value) element.appendChild(this.element('item', item, odd));
    } else if (value instanceof Map) {
      for (const [key, item] of value) element.appendChild(this.element(key, item, odd));
    } else if (value !== null) {
      // xmlbuilder2 escapes no & that begins an entity
      element.appendChild(document.createTextNode(String(value).replaceAll('&', '&amp;')));
    }
    return element;
  }
}
