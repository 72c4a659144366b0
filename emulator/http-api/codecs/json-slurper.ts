import { BigDecimal } from './big-decimal.js';
import { BodyError, MAX_DEPTH, placeOf } from './body-error.js';
import type { GroovyMap, GroovyValue } from './groovy-value.js';
import { javaLong } from './java-long.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

const ESCAPES: { readonly [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

export interface JsonReading {
  readonly value: GroovyValue;
  /** Where reading ended; whatever follows is ignored. */
  readonly end: number;
}

/**
 * Reads one JSON value as Groovy 3's JsonSlurper does, leniencies included: commas that lead, trail or double
 * in objects, an object that the end of the text closes, raw control characters in strings, leading zeros.
 * Source: recordings "json body", "fuzz json" and "fuzz broken json"; each rule below names what shows it.
 *
 * @throws {@link BodyError} `json-syntax` or `body-too-deep`, with line and column
 */
export function readJson(text: string): JsonReading {
  const reader = new JsonReader(text);
  const value = reader.readValue();
  return { value, end: reader.position };
}

class JsonReader {
  position = 0;
  /**
   * The reader's current character. It is looked up when white space is skipped, and not any more at the end of
   * the text, where it stays what it was last: the first character of the last string, number or literal, or the
   * last bracket of a nested object. That is why `{"a":{}` is an object, and `{"a":1` an error ("fuzz broken json").
   */
  private current = -1;
  private depth = 0;

  constructor(private readonly text: string) {}

  readValue(): GroovyValue {
    this.skipWhiteSpace();
    switch (this.current) {
      case QUOTE:
        return this.readString();
      case OPEN_BRACE:
        return this.nested(() => this.readObject());
      case OPEN_BRACKET:
        return this.nested(() => this.readArray());
      case 0x74:
        return this.readLiteral('true', true);
      case 0x66:
        return this.readLiteral('false', false);
      case 0x6e:
        return this.readLiteral('null', null);
      default:
        if (this.current === MINUS || isDigit(this.current)) return this.readNumber();
        throw this.expected('a value');
    }
  }

  private nested<Value>(read: () => Value): Value {
    if (++this.depth > MAX_DEPTH)
      throw this.error('body-too-deep', `JSON: nested deeper than ${MAX_DEPTH} levels`);
    const value = read();
    this.depth--;
    return value;
  }

  /** Commas are separators that may also lead, trail or double; a member starts only at `"` ("json body"). */
  private readObject(): GroovyMap {
    const map: GroovyMap = new Map();
    this.position++;
    for (; this.position < this.text.length; this.position++) {
      this.skipWhiteSpace();
      if (this.current === QUOTE) this.readMember(map);
      if (this.current === CLOSE_BRACE) {
        this.position++;
        return map;
      }
      if (this.current !== COMMA) throw this.expected('"," or "}"');
    }
    return map; // the text ended right after "{" or a comma: the object ends quietly
  }

  private readMember(map: GroovyMap): void {
    const key = this.readString();
    this.skipWhiteSpace();
    if (this.current !== COLON) throw this.expected('":"');
    this.position++;
    const value = this.readValue();
    this.skipWhiteSpace();
    map.set(key, value); // the last of two equal keys wins, at the place of the first
  }

  /** Commas need values around them, and an array must end ("fuzz broken json"). */
  private readArray(): GroovyValue[] {
    const list: GroovyValue[] = [];
    this.position++;
    this.skipWhiteSpace();
    if (this.current === CLOSE_BRACKET) {
      this.position++;
      return list;
    }
    while (this.position < this.text.length - 1) {
      list.push(this.readValue());
      if (this.position >= this.text.length) break;
      // Without white space the current character is not looked up: `{"a":[{}]` ends its outer object too.
      if (this.text.charCodeAt(this.position) <= SPACE) this.skipWhiteSpace();
      const next = this.text.charCodeAt(this.position);
      if (next !== COMMA && next !== CLOSE_BRACKET) throw this.expected('"," or "]"');
      this.position++;
      if (next === CLOSE_BRACKET) return list;
    }
    throw this.expected('"," or "]"', this.text.length);
  }

  private readLiteral<Value>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.position)) throw this.expected(word);
    this.position += word.length;
    return value;
  }

  /** A string that never ends runs to the end of the text; control characters may stand in it as they are. */
  private readString(): string {
    const { text } = this;
    const start = this.position + 1;
    let end = start;
    let escaped = false;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        escaped = true;
        end++;
      }
    }
    if (end > text.length) throw this.expected('an escape', text.length);
    this.position = Math.min(end + 1, text.length);
    return escaped ? this.unescape(start, end) : text.slice(start, end);
  }

  private unescape(start: number, end: number): string {
    const { text } = this;
    let result = '';
    let from = start;
    for (let at = text.indexOf('\\', from); at >= 0 && at < end; at = text.indexOf('\\', from)) {
      result += text.slice(from, at);
      const letter = text.charAt(at + 1);
      from = at + 2;
      if (letter === 'u') {
        if (at + 5 >= end) continue; // a \u too close to the string's end is dropped, its digits stay
        result += String.fromCharCode(this.readHex(at + 2));
        from += 4;
      } else {
        const meant = ESCAPES[letter];
        if (meant === undefined) throw this.expected('one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX', at);
        result += meant;
      }
    }
    return result + text.slice(from, end);
  }

  /** Four hexadecimal digits, the first of which may be a sign, as Java's Integer.parseInt allows. */
  private readHex(at: number): number {
    const digits = this.text.slice(at, at + 4);
    if (!/^(?:[\da-f]{4}|[+-][\da-f]{3})$/i.test(digits)) throw this.expected('four hexadecimal digits', at);
    return Number.parseInt(digits, 16) & 0xffff;
  }

  /** Digits, one dot, and `e E + -` anywhere, up to white space or `, } ]` ("json priority", "fuzz broken json"). */
  private readNumber(): bigint | BigDecimal {
    const { text } = this;
    const start = this.position;
    let at = this.current === MINUS ? start + 1 : start;
    let whole = true;
    let dotted = false;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (isDigit(code)) continue;
      if (code <= SPACE || code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET) break;
      if (!(code === DOT ? !dotted : 'eE+-'.includes(text.charAt(at)))) throw this.expected('a number', at);
      if (code === DOT) dotted = true;
      whole = false;
    }
    this.position = at;
    const written = text.slice(start, at);
    if (whole && written !== '-') return javaLong(written);
    const number = BigDecimal.parse(written);
    if (number === undefined) throw this.expected('a number', start);
    return number;
  }

  /** White space is any character up to U+0020. At the text's end the current character stays as it was. */
  private skipWhiteSpace(): void {
    const { text } = this;
    if (this.position >= text.length) return;
    this.current = text.charCodeAt(this.position);
    if (this.current > SPACE) return;
    while (this.position < text.length - 1 && text.charCodeAt(this.position) <= SPACE) this.position++;
    this.current = text.charCodeAt(this.position);
  }

  private expected(what: string, at = this.position): BodyError {
    const found = at < this.text.length ? `found ${JSON.stringify(this.text.charAt(at))}` : 'the text ended';
    return this.error('json-syntax', `JSON: expected ${what}, but ${found}`, at);
  }

  private error(code: BodyError['code'], message: string, at = this.position): BodyError {
    const { line, column } = placeOf(this.text, Math.min(at, this.text.length));
    return new BodyError(code, `${message} at line ${line}, column ${column}`, line, column);
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
