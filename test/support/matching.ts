import { matchValue } from '../../emulator/scenario/match/match-value.js';
import type { Match, Matcher, Mismatch, XmlMatcher } from '../../emulator/scenario/match/matcher.js';
import { type MatcherProblem, readMatcher } from '../../emulator/scenario/match/read-matcher.js';
import { matchXml, readXmlMatcher } from '../../emulator/scenario/match/xml-matcher.js';
import { readXml } from '../../emulator/scenario/match/xml-node.js';
import type { Variables } from '../../emulator/scenario/variables.js';

/** An expectation, as it is written in a scenario. */
export function matcher(expectation: unknown): Matcher {
  const problems: MatcherProblem[] = [];
  const read = readMatcher(expectation, [], problems);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return read;
}

/** What is wrong with an expectation: where in it, and what. */
export function mistakesIn(expectation: unknown): string[] {
  const problems: MatcherProblem[] = [];
  readMatcher(expectation, [], problems);
  return problems.map(({ path, message }) => `${path.join(' › ')}: ${message}`);
}

/** What comes of holding a value against an expectation. */
export function match(expectation: unknown, value: unknown, variables: Variables = {}): Match {
  return matchValue(matcher(expectation), { value, what: [], variables });
}

export function fits(expectation: unknown, value: unknown, variables: Variables = {}): boolean {
  return match(expectation, value, variables).mismatches.length === 0;
}

/** An expectation that is written as XML. */
export function xmlMatcher(text: string, { exact = false, outer = '' } = {}): XmlMatcher {
  const problems: MatcherProblem[] = [];
  const read = readXmlMatcher({ text, exact, outer }, [], problems);
  if (read === undefined || problems.length > 0)
    throw new Error(problems.map(({ message }) => message).join('\n'));
  return read;
}

/** What comes of holding an element against an expectation; `exactly` goes for all of it. */
export function xmlMatch(
  expectation: string | { readonly exactly: string },
  found: string,
  variables: Variables = {},
): Match {
  const isExact = typeof expectation !== 'string';
  const text = isExact ? expectation.exactly : expectation;
  return matchXml(xmlMatcher(text, { exact: isExact }), readXml(found), [], variables);
}

/** A mismatch in a line: `status › show: expected "xa", found absent`. */
export function told({ mismatches }: Match): string[] {
  return mismatches.map(
    ({ what, expected, found }: Mismatch) => `${what.join(' › ')}: expected ${expected}, found ${found}`,
  );
}
