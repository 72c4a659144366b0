import { error, type Note, warning } from '../note.js';
import { BodyError } from './codecs/body-error.js';
import type { GroovyMap, GroovyValue } from './codecs/groovy-value.js';
import { readJson } from './codecs/json-slurper.js';
import type { XmlCodecs } from './codecs/xml-codecs.js';
import type { ExchangeState } from './exchange.js';

/** The content of a request, or the reason for which Tigase reads none and fails. */
export type Content = { readonly map: GroovyMap } | { readonly failure: Note };

/**
 * Whether a body is content, and in which form: the type must hold `/json` or `/xml` in lower case; it is JSON
 * when `json` stands anywhere in it, else XML. Source: recordings "content type" and "content type 2".
 */
export function formOfType(contentType: string): 'json' | 'xml' | undefined {
  if (!contentType.includes('/json') && !contentType.includes('/xml')) return undefined;
  return contentType.includes('json') ? 'json' : 'xml';
}

/**
 * Reads a request's body as Tigase does, into a map; what XML brings is `{root name: its children}`.
 * Source: recordings "body", "json body", "xml body", "account json body" and "account xml body".
 */
export function readContent(state: ExchangeState, xml: XmlCodecs | undefined): Content {
  const { contentType, body, notes } = state;
  const form = formOfType(contentType);
  if (form === undefined || body === undefined) return { failure: noContent(state, form) };
  try {
    const value = form === 'json' || xml === undefined ? jsonValue(body, notes) : xmlValue(xml, body);
    return value instanceof Map ? { map: value } : { failure: notAMap(form) };
  } catch (failure) {
    if (!(failure instanceof BodyError)) throw failure;
    const { code, message, line, column } = failure;
    return { failure: { ...error(code, message), line, column } };
  }
}

function jsonValue(text: string, notes: Note[]): GroovyValue {
  const { value, end } = readJson(text);
  if (end < text.length && text.slice(end).trim() !== '') {
    notes.push(
      warning(
        'json-rest-ignored',
        `JSON: what follows the first value, from character ${end + 1} on, is ignored`,
      ),
    );
  }
  return value;
}

function xmlValue({ readXml }: XmlCodecs, text: string): GroovyValue {
  const { root, value } = readXml(text);
  return value instanceof Map ? new Map([[root, value]]) : value;
}

function noContent({ contentType }: ExchangeState, form: string | undefined): Note {
  if (contentType === '') {
    return error(
      'no-content-type',
      'The request has no Content-Type, so Tigase reads no body. Send application/json or application/xml',
    );
  }
  if (form === undefined) {
    return error(
      'content-type-not-read',
      `Content-Type ${contentType} holds neither /json nor /xml in lower case, so Tigase reads no body. Send application/json or application/xml`,
    );
  }
  return error(
    'no-content-length',
    'The request has no Content-Length above 0, so Tigase reads no body; it does not read chunked requests',
  );
}

function notAMap(form: 'json' | 'xml'): Note {
  return form === 'json'
    ? error('json-no-object', 'JSON: the body is no object')
    : error(
        'xml-no-fields',
        'XML: the root element has no child elements, or only ones named item, which make a list',
      );
}

/** Whether a body is a form, in which Tigase looks for the API key (recording "form with api key"). */
export function isForm(contentType: string): boolean {
  return contentType.startsWith('application/x-www-form-urlencoded');
}
