import type { Variables } from '../variables.js';
import { filled, quotedForPattern, referencesIn } from '../variables.js';

/** A text of the recording, and how it is written with the variables of the story. */
export interface Replacement {
  readonly find: string;
  /** Such as `{test}` or `nobody@{domain}`. */
  readonly template: string;
}

/** Writes texts of a recording as a scenario has them: with variables, and braces that mean themselves. */
export class Templates {
  private readonly patterns: Patterns | undefined;
  private readonly byText: ReadonlyMap<string, string>;

  constructor(
    replacements: readonly Replacement[],
    /** What the variables were while it was recorded. */
    readonly variables: Variables,
  ) {
    this.byText = new Map(replacements.map(({ find, template }) => [find, template]));
    this.patterns = patternsFor([...this.byText.keys()]);
  }

  /** The text as it is written. */
  template(text: string): string {
    const pieces = this.piecesOf(text);
    const written = pieces
      .map(({ is, text: piece }) => (is === 'template' ? piece : literal(piece)))
      .join('');
    return this.plainOf(written) === this.plain(text) ? written : literal(this.plain(text));
  }

  /** What that becomes again once the variables are filled in as they were: the text, but for spellings. */
  plain(text: string): string {
    return this.piecesOf(text)
      .map(({ is, text: piece }) => (is === 'template' ? filled(piece, this.variables) : piece))
      .join('');
  }

  /** The same for the texts in a JSON value. */
  plainDeep(value: unknown): unknown {
    if (typeof value === 'string') return this.plain(value);
    if (Array.isArray(value)) return value.map((item) => this.plainDeep(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.plainDeep(inner)]));
  }

  private plainOf(written: string): string | undefined {
    const isKnown = referencesIn(written).every((name) => Object.hasOwn(this.variables, name));
    return isKnown ? filled(written, this.variables) : undefined;
  }

  /** Braces right around a variable would make it a text: there it stays what it was. */
  private piecesOf(text: string): { readonly is: 'literal' | 'template'; readonly text: string }[] {
    if (this.patterns === undefined) return [{ is: 'literal', text }];
    const pieces: { readonly is: 'literal' | 'template'; readonly text: string }[] = [];
    let end = 0;
    for (const { 0: found, index } of withoutEscapes(text, this.patterns).matchAll(this.patterns.whole)) {
      const isBraced = text[index - 1] === '{' && text[index + found.length] === '}';
      const template = this.byText.get(found);
      if (template === undefined || isBraced) continue;
      pieces.push({ is: 'literal', text: text.slice(end, index) }, { is: 'template', text: template });
      end = index + found.length;
    }
    return [...pieces, { is: 'literal', text: text.slice(end) }];
  }
}

interface Patterns {
  /** Any of the texts, where it stands as a whole: `test@domain.com`, but not in `my-test@domain.com`. */
  readonly whole: RegExp;
  /** Any of the texts, or a character as JSON may write it, escaped. */
  readonly textOrEscape: RegExp;
}

const ESCAPE =
  '(\\\\u[dD][89abAB][\\da-fA-F]{2}\\\\u[dD][c-fC-F][\\da-fA-F]{2}|\\\\u[\\da-fA-F]{4}|\\\\[bfnrt])';

function patternsFor(texts: readonly string[]): Patterns | undefined {
  if (texts.length === 0) return undefined;
  const longestFirst = texts.toSorted((one, other) => other.length - one.length);
  const any = longestFirst.map(quotedForPattern).join('|');
  return {
    whole: new RegExp(`(?<![\\p{L}\\p{N}_.+%~-])(?:${any})(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`, 'gu'),
    textOrEscape: new RegExp(`${any}|${ESCAPE}`, 'gu'),
  };
}

/**
 * The text as long as it was, with letters or blanks in place of what is escaped around the texts, as it means a letter
 * or not: so they stand as a whole in JSON where they do in what it means.
 */
function withoutEscapes(text: string, { textOrEscape }: Patterns): string {
  if (!text.includes('\\')) return text;
  return text.replace(textOrEscape, (found, escaped?: string) => {
    if (escaped === undefined) return found;
    return (/[\p{L}\p{N}]/u.test(JSON.parse(`"${escaped}"`)) ? 'a' : ' ').repeat(escaped.length);
  });
}

/** A text whose braces mean themselves: what could be a variable or a matcher gets doubled ones. */
export function literal(text: string): string {
  return text.replace(/\{([^{}]*)\}/g, (all, inner: string, at: number) => {
    const isDoubled = text[at - 1] === '{' && text[at + all.length] === '}';
    return isDoubled || /^\s*[A-Za-z_]/.test(inner) ? `{${all}}` : all;
  });
}
