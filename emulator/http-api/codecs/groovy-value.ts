import { BigDecimal } from './big-decimal.js';

/** What Groovy makes of JSON or XML. Integers are Java ints and longs; a map keeps the order of its keys. */
export type GroovyValue = null | boolean | string | bigint | BigDecimal | GroovyValue[] | GroovyMap;
export type GroovyMap = Map<string, GroovyValue>;

/**
 * Groovy's idea of truth: null, false, a number whose double value is 0, and whatever is empty are false.
 * Source: the Groovy documentation, "The Groovy Truth"; recordings "json available", "json priority".
 */
export function isTrue(value: GroovyValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value !== 0n;
  if (typeof value === 'string' || Array.isArray(value)) return value.length > 0;
  return value instanceof BigDecimal ? !value.isZeroAsDouble() : value.size > 0;
}

/**
 * The text that Java's `String.valueOf` gives: `[1, 2]`, `{a=1, b=null}`, strings bare at any depth.
 * Source: recordings "json status", "json show".
 */
export function javaText(value: GroovyValue): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (value instanceof Map)
    return `{${Array.from(value, ([key, item]) => `${key}=${javaText(item)}`).join(', ')}}`;
  return String(value);
}
