import { filled, quotedForPattern, type Variables } from '../variables.js';
import { assigned } from './assignment.js';
import { both, type Condition, type Match, type Matcher, noMismatch } from './matcher.js';
import { ABSENT, shownCondition, shownValue } from './shown.js';

/** What a matcher is held against, and what that is called. */
export interface Found {
  /** `undefined` where there is none. */
  readonly value: unknown;
  /** From the outside in. */
  readonly what: readonly string[];
  readonly variables: Variables;
  /** Whether it can only be a text: then an expected 5 is the text `5`. */
  readonly isText?: true;
  /** How a literal text is compared with a found one; exactly unless given. */
  readonly isSameText?: (expected: string, found: string) => boolean;
}

/** Holds a value against what was expected of it. */
export function matchValue(matcher: Matcher, found: Found): Match {
  const match = matchCondition(matcher, found);
  if (matcher.capture === undefined || match.mismatches.length > 0) return match;
  return both([match, { mismatches: [], captures: { [matcher.capture]: captured(matcher, found) } }]);
}

/** What a variable keeps: the first group of a regular expression that has one, else the whole. */
function captured(matcher: Matcher, { value, variables }: Found): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  if (matcher.kind !== 'matches') return text;
  return patternOf(matcher.pattern, variables).exec(text)?.[1] ?? text;
}

function matchCondition(matcher: Matcher, found: Found): Match {
  const { value, variables } = found;
  switch (matcher.kind) {
    case 'any':
      return value === undefined ? mismatch(matcher, found) : noMismatch;
    case 'absent':
      return value === undefined ? noMismatch : mismatch(matcher, found);
    case 'literal':
      return isLiteral(matcher, found) ? noMismatch : mismatch(matcher, found);
    case 'matches': {
      const text = typeof value === 'number' ? String(value) : value;
      const matches = typeof text === 'string' && patternOf(matcher.pattern, variables).test(text);
      return matches ? noMismatch : mismatch(matcher, found);
    }
    case 'within': {
      const number = numberOf(value);
      return number >= matcher.least && number <= matcher.most ? noMismatch : mismatch(matcher, found);
    }
    case 'one of': {
      const fitting = matcher.options
        .map((option) => matchValue(option, found))
        .find(({ mismatches }) => mismatches.length === 0);
      return fitting ?? mismatch(matcher, found);
    }
    case 'object':
      return matchObject(matcher, found);
    case 'list':
      return matchList(matcher, found);
  }
}

function isLiteral(
  matcher: Condition & { readonly kind: 'literal' },
  { value, variables, isSameText, isText }: Found,
): boolean {
  const expected =
    typeof matcher.value === 'string' && matcher.asIs !== true
      ? filled(matcher.value, variables)
      : matcher.value;
  if (isText === true && expected !== null && typeof value === 'string')
    return isSameText?.(String(expected), value) ?? String(expected) === value;
  return value === expected;
}

/** A number, or the number that a text is; NaN where it is none. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

export function patternOf(pattern: string, variables: Variables): RegExp {
  return new RegExp(filled(pattern, variables, quotedForPattern), 'u');
}

function matchObject(matcher: Matcher & { readonly kind: 'object' }, found: Found): Match {
  const { value } = found;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return mismatch(matcher, found);
  const members = value as { readonly [name: string]: unknown };
  const matches = matcher.members.map(({ name, matcher: member }) => {
    const inner = Object.hasOwn(members, name) ? members[name] : undefined;
    return matchValue(member, { ...found, value: inner, what: [...found.what, name] });
  });
  const known = new Set(matcher.members.map(({ name }) => name));
  const others = matcher.exact ? Object.keys(members).filter((name) => !known.has(name)) : [];
  return both([
    ...matches,
    ...others.map((name) => surplus(matcher, [...found.what, name], shownValue(members[name]))),
  ]);
}

function matchList(matcher: Matcher & { readonly kind: 'list' }, found: Found): Match {
  const { value } = found;
  if (!Array.isArray(value)) return mismatch(matcher, found);
  const at = (index: number | undefined, name: number): Found => ({
    ...found,
    value: index === undefined ? undefined : value[index],
    what: [...found.what, String(name)],
  });
  if (matcher.exact) {
    const matches = matcher.items.map((item, index) => matchValue(item, at(index, index)));
    const others = value.slice(matcher.items.length);
    return both([
      ...matches,
      ...others.map((other, index) =>
        surplus(matcher, [...found.what, String(matcher.items.length + index)], shownValue(other)),
      ),
    ]);
  }
  const matchOf = (item: number, index: number) => {
    const expected = matcher.items[item];
    return expected === undefined ? noMismatch : matchValue(expected, at(index, item));
  };
  const partners = assigned(
    matcher.items.length,
    value.length,
    (item, index) => matchOf(item, index).mismatches.length === 0,
  );
  return both(
    partners.map((index, item) => {
      if (index !== undefined) return matchOf(item, index);
      const expected = matcher.items[item];
      return expected === undefined
        ? noMismatch
        : mismatch(expected, { ...found, value, what: [...found.what, 'an item'] });
    }),
  );
}

function mismatch(matcher: Matcher, { value, what, variables }: Found): Match {
  const found = value === undefined ? ABSENT : shownValue(value);
  return {
    mismatches: [{ path: matcher.path, what, expected: shownCondition(matcher, variables), found }],
    captures: {},
  };
}

function surplus({ path }: Matcher, what: readonly string[], found: string): Match {
  return { mismatches: [{ path, what, expected: ABSENT, found }], captures: {} };
}
