import type { GroovyMap, GroovyValue } from './groovy-value.js';

const SHORT: { readonly [character: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * Writes a value as Groovy's JsonOutput.prettyPrint does: a line a member, ASCII only, no newline at the end;
 * an empty list or map keeps the padding of the member that it has not.
 * Source: recordings "json status", "json activity", "fuzz json".
 */
export function writeJson(value: GroovyValue, indent: number): string {
  return write(value, '\n', ' '.repeat(indent));
}

function write(value: GroovyValue, newline: string, indent: string): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) {
    const inner = newline + indent;
    return `[${inner}${value.map((item) => write(item, inner, indent)).join(`,${inner}`)}${newline}]`;
  }
  if (value instanceof Map) return writeMap(value, newline, indent);
  return String(value);
}

function writeMap(map: GroovyMap, newline: string, indent: string): string {
  const inner = newline + indent;
  let members = '';
  for (const [key, value] of map) {
    if (members !== '') members += `,${inner}`;
    members += `${quoted(key)}: ${write(value, inner, indent)}`;
  }
  return `{${inner}${members}${newline}}`;
}

/** Every character outside 0x20 to 0x7E is escaped, surrogates one by one; `/` is not. */
function quoted(text: string): string {
  const safe = /[^ !#-[\]-~]/.test(text) ? text.replace(/[^ !#-[\]-~]/g, escaped) : text;
  return `"${safe}"`;
}

function escaped(character: string): string {
  return SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
