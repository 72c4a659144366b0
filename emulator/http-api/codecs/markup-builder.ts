import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import type { GroovyValue } from './groovy-value.js';

/**
 * What stands in for an empty string while xmlbuilder2 prints: Tigase writes an absent value as `<show />` and
 * an empty one as `<show></show>`, xmlbuilder2 both as the former. Escaped text can't hold a comment, so no
 * value is ever mistaken for it.
 */
const EMPTY = '<!---->';

/** A name that xmlbuilder2 takes and that can't be mistaken for another one's stand-in. */
const PLAIN_NAME = /^[A-Za-z][\w.-]*$/;

/**
 * Writes a value as Groovy's MarkupBuilder does: two spaces a level, `&`, `<` and `>` escaped and quotes not,
 * no declaration, no newline at the end. A list's members are elements named `item`.
 * Source: recordings "xml status", "xml activity", "fuzz xml". Names are not checked, as MarkupBuilder does not
 * check them: a JSON body may bring any key.
 */
export function writeXml(root: string, value: GroovyValue): string {
  const names: string[] = [];
  const document = create();
  append(document, root, value, names);
  const printed = document.end({
    headless: true,
    prettyPrint: true,
    indent: '  ',
    newline: '\n',
    spaceBeforeSlash: true,
  });
  const withEmpty = printed.includes(EMPTY) ? printed.replaceAll(/\s*<!---->\s*/g, '') : printed;
  return names.length === 0
    ? withEmpty
    : withEmpty.replaceAll(
        /<(\/?)_(\d+)/g,
        (_, slash: string, index: string) => `<${slash}${names[Number(index)]}`,
      );
}

function append(parent: XMLBuilder, name: string, value: GroovyValue, names: string[]): void {
  const element = parent.ele(PLAIN_NAME.test(name) ? name : `_${names.push(name) - 1}`);
  if (value === null) return;
  if (value === '') element.com('');
  else if (Array.isArray(value)) for (const item of value) append(element, 'item', item, names);
  else if (value instanceof Map) for (const [key, item] of value) append(element, key, item, names);
  else element.txt(String(value).replaceAll('&', '&amp;')); // xmlbuilder2 escapes no & that begins an entity
}
