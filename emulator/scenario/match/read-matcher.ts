import { parse } from 'yaml';
import { withoutVariables } from '../variables.js';
import type { Condition, Matcher, Path } from './matcher.js';

/** What is wrong with an expectation, and where in its step. */
export interface MatcherProblem {
  readonly path: Path;
  readonly message: string;
}

/** The words of the vocabulary that take a value, each a key of `{ word: value }`. */
const WORDS = ['matches', 'one of', 'within', 'exactly', 'literally', 'captured as'] as const;

type Word = (typeof WORDS)[number];

/**
 * Reads an expectation as YAML has it: a value stands for itself, and of a mapping and a list for "at least this".
 *
 * - `{any}`, `{absent}`: any value at all; none
 * - `{ matches: PATTERN }`: a text that the regular expression matches somewhere
 * - `{ one of: [VALUE, …] }`: one of these
 * - `{ within: [LEAST, MOST] }`: a number, or a text that is one
 * - `{ exactly: VALUE }`: no members or items besides these
 * - `{ literally: VALUE }`: exactly this value, whatever it looks like
 * - `{ captured as: NAME }`, alone or with one of the others: the variable keeps what was found
 */
export function readMatcher(value: unknown, path: Path, problems: MatcherProblem[], exact = false): Matcher {
  return { path, ...readCondition(value, path, problems, exact) };
}

type Read = Condition & { readonly capture?: string };

function readCondition(value: unknown, path: Path, problems: MatcherProblem[], exact: boolean): Read {
  if (typeof value === 'string') return readText(value, path, problems);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null)
    return { kind: 'literal', value };
  if (Array.isArray(value)) {
    const items = value.map((item, index) => readMatcher(item, [...path, index], problems, exact));
    return { kind: 'list', items, exact };
  }
  const mapping = Object(value) as { readonly [key: string]: unknown };
  const words = wordsOf(mapping);
  if (words !== undefined) return readWords(words, mapping, path, problems);
  const members = Object.entries(mapping).map(([name, member]) => ({
    name,
    matcher: readMatcher(member, [...path, name], problems, exact),
  }));
  return { kind: 'object', members, exact };
}

/**
 * A text of the form `{…}` is an expectation as a mapping is: so it can stand in XML, and needs no quotes where YAML
 * reads a mapping from it.
 */
function readText(text: string, path: Path, problems: MatcherProblem[]): Read {
  if (text === '{any}') return { kind: 'any' };
  if (text === '{absent}') return { kind: 'absent' };
  const inner = /^\{\s*(.+?)\s*\}$/s.exec(text)?.[1];
  const unmarked = WORDS.find((word) => inner?.startsWith(`${word} `) === true && !inner.includes(':'));
  if (unmarked !== undefined)
    problems.push({
      path,
      message: `${text} has no colon: did you mean { ${unmarked}: ${inner?.slice(unmarked.length + 1)} }?`,
    });
  const word = WORDS.find((one) => inner?.startsWith(`${one}:`) === true);
  if (inner === undefined || word === undefined) return { kind: 'literal', value: text };
  try {
    // variables are braces too: inside such a text they would be mappings
    const mapping: unknown = parse(`{${inner.replace(/\{([^{}\s][^{}:]*)\}/g, '\u0001$1\u0002')}}`);
    return readCondition(restored(mapping), path, problems, false);
  } catch {
    problems.push({ path, message: `${text} can't be read: write {${word}: …}, as in YAML` });
    return { kind: 'any' };
  }
}

function restored(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0001', '{').replaceAll('\u0002', '}');
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restored(inner)]));
}

/** The words of a mapping, where all its keys are; `undefined` where it is just a mapping. */
function wordsOf(mapping: { readonly [key: string]: unknown }): readonly Word[] | undefined {
  const keys = Object.keys(mapping);
  const words = WORDS.filter((word) => keys.includes(word));
  return words.length > 0 && words.length === keys.length ? words : undefined;
}

function readWords(
  words: readonly Word[],
  mapping: { readonly [key: string]: unknown },
  path: Path,
  problems: MatcherProblem[],
): Read {
  const conditions = words.filter((word) => word !== 'captured as');
  if (conditions.length > 1)
    problems.push({ path, message: `${conditions.join(' and ')} can't stand together: choose one` });
  const [word] = conditions;
  const condition: Read =
    word === undefined ? { kind: 'any' } : readWord(word, mapping[word], [...path, word], problems);
  if (!words.includes('captured as')) return condition;
  const capture = mapping['captured as'];
  if (isVariableName(capture)) return { ...condition, capture };
  problems.push({
    path: [...path, 'captured as'],
    message: `found ${JSON.stringify(capture)}, expected the name of a variable: letters, digits and _, such as uid`,
  });
  return condition;
}

function readWord(
  word: Exclude<Word, 'captured as'>,
  value: unknown,
  path: Path,
  problems: MatcherProblem[],
): Read {
  const wrong = (expected: string): Read => {
    problems.push({ path, message: `found ${JSON.stringify(value)}, expected ${expected}` });
    return { kind: 'any' };
  };
  switch (word) {
    case 'matches':
      if (typeof value !== 'string') return wrong('a regular expression, such as "^On the"');
      return readPattern(value, path, problems);
    case 'one of':
      if (!Array.isArray(value) || value.length === 0) return wrong('a list, such as [xa, dnd]');
      return {
        kind: 'one of',
        options: value.map((option, index) => readMatcher(option, [...path, index], problems)),
      };
    case 'within': {
      const [least, most]: readonly unknown[] = Array.isArray(value) ? value : [];
      const are = typeof least === 'number' && typeof most === 'number' && least <= most;
      return are ? { kind: 'within', least, most } : wrong('the least and the most, such as [0, 10]');
    }
    case 'exactly':
      return readCondition(value, path, problems, true);
    case 'literally':
      return readLiterally(value, path);
  }
}

function readLiterally(value: unknown, path: Path): Condition {
  if (Array.isArray(value)) {
    const items = value.map((item, index) => ({
      path: [...path, index],
      ...readLiterally(item, [...path, index]),
    }));
    return { kind: 'list', items, exact: true };
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => ({
      name,
      matcher: { path: [...path, name], ...readLiterally(member, [...path, name]) },
    }));
    return { kind: 'object', members, exact: true };
  }
  return { kind: 'literal', value: value as string | number | boolean | null, asIs: true };
}

function readPattern(pattern: string, path: Path, problems: MatcherProblem[]): Condition {
  try {
    new RegExp(withoutVariables(pattern), 'u');
    return { kind: 'matches', pattern };
  } catch (failure) {
    const reason = (failure as Error).message.replace(/^.*\/u?: /s, '');
    problems.push({ path, message: `${JSON.stringify(pattern)} is no regular expression: ${reason}` });
    return { kind: 'any' };
  }
}

/** Whether a value can name a variable. */
export function isVariableName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z_]\w*$/.test(value);
}
