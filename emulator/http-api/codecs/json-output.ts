import type { GroovyMap, GroovyValue } from './groovy-value.js';

/**
 * Writes a value as Groovy's JsonOutput.prettyPrint does: a line a member, ASCII only, no newline at the end;
 * an empty list or map keeps the padding of the member that it has not.
 * Source: recordings "json status", "json activity", "fuzz json".
 */
export function writeJson(value: GroovyValue, indent: number): string {
  const text = write(value, '\n', ' '.repeat(indent));
  return /[\x7f-\uffff]/.test(text) ? text.replace(/[\x7f-\uffff]/g, escaped) : text;
}

function write(value: GroovyValue, newline: string, indent: string): string {
  if (typeof value === 'string') return JSON.stringify(value);
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
    members += `${JSON.stringify(key)}: ${write(value, inner, indent)}`;
  }
  return `{${inner}${members}${newline}}`;
}

/** What JSON.stringify leaves as it is, and Groovy escapes: everything beyond `~`, surrogates one by one. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
