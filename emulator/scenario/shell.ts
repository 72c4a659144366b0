import type { Replacement } from '../redact.js';

/** A secret's variable between zero bytes, which neither URLs nor texts of a shell can hold; {@link quoted} writes it. */
export const VARIABLE: Replacement = (secret) => `\0${secret}\0`;

/** A text as one word of a shell, with the variables in it open. */
export function quoted(text: string): string {
  const quotes = `'${text.replaceAll("'", `'\\''`)}'`;
  return quotes
    .replace(/\0(\w+)\0/g, `'"$$$1"'`)
    .replace(/''$/, '')
    .replace(/^''(?=.)/, '');
}
