import { error, type Note, warning } from '../note.js';
import { isTrue } from './codecs/groovy-value.js';
import type { XmlCodecs } from './codecs/xml-codecs.js';
import { type Content, formOfType, readContent } from './content.js';
import type { ExchangeState } from './exchange.js';

/**
 * Reads the content of a status request: a truthy `command` in it is used instead, for JSON as well as for XML.
 * Source: recordings "json body" and "xml body".
 */
export function readStatusContent(state: ExchangeState, xml: XmlCodecs | undefined): Content {
  const read = readContent(state, xml);
  if ('failure' in read) return read;
  const form = formOfType(state.contentType);
  if (form === 'xml') noteRoot([...read.map.keys()][0] ?? '', state.notes);
  const command = read.map.get('command');
  if (command === undefined || !isTrue(command)) return read;
  return command instanceof Map ? { map: command } : { failure: commandNotAMap(form) };
}

/** A root with another name than `command` yields nothing but defaults. */
function noteRoot(root: string, notes: Note[]): void {
  if (root === 'command') return;
  const effect = root === 'status' ? 'so all of it becomes the status' : 'so Tigase uses none of its fields';
  notes.push(warning('xml-root', `XML: the root element is ${root} and not command, ${effect}`));
}

function commandNotAMap(form: 'json' | 'xml' | undefined): Note {
  return form === 'json'
    ? error('command-no-object', 'JSON: command is no object')
    : error(
        'command-no-fields',
        'XML: command has no fields: its child elements are all named item, which makes a list',
      );
}
