import type { GroovyMap, GroovyValue } from './groovy-value.js';

/**
 * Writes a value as Groovy's JsonOutput.prettyPrint does: a line a member, ASCII only, no newline at the end;
 * an empty list or map keeps the padding of the member that it has not.
 * Source: recordings "json status", "json activity", "fuzz json".
 */
export function writeJson(value: GroovyValue, indent: number): string {
  const pieces: string[] = []; // joined at once, they make a flat string, which is written faster than one in parts
  write(pieces, value, '\n', ' '.repeat(indent));
  return pieces.join('');
}

function write(pieces: string[], value: GroovyValue, newline: string, indent: string): void {
  if (typeof value === 'string') pieces.push(quoted(value));
  else if (value instanceof Map) writeMap(pieces, value, newline, indent);
  else if (Array.isArray(value)) writeList(pieces, value, newline, indent);
  else pieces.push(String(value));
}

function writeMap(pieces: string[], map: GroovyMap, newline: string, indent: string): void {
  const inner = newline + indent;
  let before = '{';
  for (const [key, value] of map) {
    pieces.push(before, inner, quoted(key), ': ');
    write(pieces, value, inner, indent);
    before = ',';
  }
  if (map.size === 0) pieces.push('{', inner);
  pieces.push(newline, '}');
}

function writeList(pieces: string[], list: readonly GroovyValue[], newline: string, indent: string): void {
  const inner = newline + indent;
  let before = '[';
  for (const value of list) {
    pieces.push(before, inner);
    write(pieces, value, inner, indent);
    before = ',';
  }
  if (list.length === 0) pieces.push('[', inner);
  pieces.push(newline, ']');
}

/** Every character beyond `~` is escaped too, surrogates one by one; `/` is not. */
function quoted(text: string): string {
  return isPlain(text) ? `"${text}"` : JSON.stringify(text).replace(/[\x7f-\uffff]/g, escaped);
}

/** Whether nothing in a text needs an escape. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || code === 0x22 || code === 0x5c) return false;
  }
  return true;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
