import type { Variables } from '../variables.js';

/** A path to a value, such as `['expect', 'json', 'status']`. */
export type Path = readonly PropertyKey[];

/**
 * What a value is expected to be: one vocabulary for JSON, for the text and the attributes of XML, and for the fields
 * of stanzas. Texts in it may hold variables until they are filled in.
 */
export type Matcher = {
  /** Where it stands in its step. */
  readonly path: Path;
  /** The variable that keeps what was found. */
  readonly capture?: string;
} & Condition;

export type Condition =
  | {
      readonly kind: 'literal';
      readonly value: string | number | boolean | null;
      /** Whether braces in it mean nothing. */
      readonly asIs?: true;
    }
  | { readonly kind: 'any' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'matches'; readonly pattern: string }
  | { readonly kind: 'one of'; readonly options: readonly Matcher[] }
  | { readonly kind: 'within'; readonly least: number; readonly most: number }
  | { readonly kind: 'object'; readonly members: readonly Member[]; readonly exact: boolean }
  | { readonly kind: 'list'; readonly items: readonly Matcher[]; readonly exact: boolean };

export interface Member {
  readonly name: string;
  readonly matcher: Matcher;
}

/** What the body of an answer is expected to be. */
export type BodyMatcher =
  | { readonly kind: 'json'; readonly path: Path; readonly matcher: Matcher }
  | { readonly kind: 'xml'; readonly path: Path; readonly matcher: XmlMatcher }
  /** The body's text against one matcher. */
  | { readonly kind: 'text'; readonly path: Path; readonly matcher: Matcher }
  /** Nothing but these bytes, in UTF-8. */
  | { readonly kind: 'bytes'; readonly path: Path; readonly text: string };

/** One value that is not as expected. */
export interface Mismatch {
  /** Where the expectation stands in its step. */
  readonly path: Path;
  /** What it is about, from the outside in, such as `['json', 'status', 'show']`. */
  readonly what: readonly string[];
  readonly expected: string;
  readonly found: string;
}

/** Matching goes on to the end, so that everything that differs is told at once; captures are what was found on the way. */
export interface Match {
  readonly mismatches: readonly Mismatch[];
  readonly captures: Variables;
}

export const noMismatch: Match = { mismatches: [], captures: {} };

export function both(matches: readonly Match[]): Match {
  return {
    mismatches: matches.flatMap(({ mismatches }) => mismatches),
    captures: Object.assign({}, ...matches.map(({ captures }) => captures)),
  };
}

/** What an element is expected to be; each text and attribute is a {@link Matcher}. */
export interface XmlMatcher {
  readonly path: Path;
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly matcher: Matcher;
  }[];
  readonly children: readonly XmlMatcher[];
  /** Of its text; an element with children has none that counts. */
  readonly text: Matcher;
  /** Whether there may be nothing besides. */
  readonly exact: boolean;
}
