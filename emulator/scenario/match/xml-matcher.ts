import type { Variables } from '../variables.js';
import { assigned } from './assignment.js';
import { matchValue } from './match-value.js';
import { both, type Match, noMismatch, type Path, type XmlMatcher } from './matcher.js';
import { type MatcherProblem, readMatcher } from './read-matcher.js';
import { ABSENT, shownValue } from './shown.js';
import { readXml, type XmlElement, XmlError } from './xml-node.js';

export interface XmlExpectation {
  readonly text: string;
  readonly exact: boolean;
  /** The namespace that holds outside of the element. */
  readonly outer: string;
}

/** Reads an expectation that is written as XML; `undefined` where it is none, which is a problem then. */
export function readXmlMatcher(
  { text, exact, outer }: XmlExpectation,
  path: Path,
  problems: MatcherProblem[],
): XmlMatcher | undefined {
  try {
    return matcherOf(readXml(text, outer), exact, path, problems);
  } catch (failure) {
    if (!(failure instanceof XmlError)) throw failure;
    problems.push({ path, message: `no XML: ${failure.message}` });
    return undefined;
  }
}

function matcherOf(element: XmlElement, exact: boolean, path: Path, problems: MatcherProblem[]): XmlMatcher {
  const { name, namespace, attributes, children, text } = element;
  return {
    path,
    name,
    namespace,
    attributes: attributes.map(({ value, ...attribute }) => ({
      ...attribute,
      matcher: readMatcher(value, path, problems),
    })),
    children: children.map((child) => matcherOf(child, exact, path, problems)),
    text: readMatcher(text, path, problems),
    exact,
  };
}

/** Holds an element against what was expected of it: names with namespaces, attributes, children, text. */
export function matchXml(
  matcher: XmlMatcher,
  element: XmlElement,
  what: readonly string[],
  variables: Variables,
): Match {
  const here = [...what, matcher.name];
  if (matcher.name !== element.name || matcher.namespace !== element.namespace) {
    const names = [shownName(matcher), shownName(element)] as const;
    return {
      mismatches: [{ path: matcher.path, what: here, expected: names[0], found: names[1] }],
      captures: {},
    };
  }
  return both([
    ...matchAttributes(matcher, element, here, variables),
    matchText(matcher, element, here, variables),
    matcher.exact
      ? matchAllChildren(matcher, element, here, variables)
      : matchSomeChildren(matcher, element, here, variables),
  ]);
}

function shownName({ name, namespace }: { readonly name: string; readonly namespace: string }): string {
  return namespace === '' ? `<${name}>` : `<${name} xmlns=${JSON.stringify(namespace)}>`;
}

function matchAttributes(
  matcher: XmlMatcher,
  element: XmlElement,
  what: readonly string[],
  variables: Variables,
): Match[] {
  const find = (list: XmlElement['attributes'], name: string, namespace: string) =>
    list.find((one) => one.name === name && one.namespace === namespace);
  const matches = matcher.attributes.map(({ name, namespace, matcher: expected }) => {
    const value = find(element.attributes, name, namespace)?.value;
    return matchValue(expected, { value, what: [...what, `@${name}`], variables, isText: true });
  });
  if (!matcher.exact) return matches;
  const others = element.attributes.filter(
    ({ name, namespace }) =>
      !matcher.attributes.some((one) => one.name === name && one.namespace === namespace),
  );
  return [
    ...matches,
    ...others.map(({ name, value }) => surplus(matcher, [...what, `@${name}`], shownValue(value))),
  ];
}

/**
 * An element that is written empty says nothing of what is in it, unless nothing else may be; and white space around
 * children never does. Any other text is compared as it stands.
 */
function matchText(
  { text, children, exact }: XmlMatcher,
  element: XmlElement,
  what: readonly string[],
  variables: Variables,
): Match {
  const blank = text.kind === 'literal' && typeof text.value === 'string' && text.value.trim() === '';
  if (blank && (!exact || children.length > 0 || element.children.length > 0)) return noMismatch;
  return matchValue(text, { value: element.text, what, variables, isText: true });
}

function isAbsent({ text }: XmlMatcher): boolean {
  return text.kind === 'absent';
}

function matchSomeChildren(
  matcher: XmlMatcher,
  element: XmlElement,
  what: readonly string[],
  variables: Variables,
): Match {
  const wanted = matcher.children.filter((child) => !isAbsent(child));
  const matchOf = (child: XmlMatcher, found: XmlElement) => matchXml(child, found, what, variables);
  const partners = assigned(wanted.length, element.children.length, (one, other) => {
    const [child, found] = [wanted[one], element.children[other]];
    return child !== undefined && found !== undefined && matchOf(child, found).mismatches.length === 0;
  });
  const taken = new Set(partners);
  const free = element.children.filter((_, index) => !taken.has(index));
  return both([
    ...wanted.map((child, index) => {
      const partner = element.children[partners[index] ?? -1];
      return partner === undefined ? nearest(child, free, what, variables) : matchOf(child, partner);
    }),
    ...matcher.children
      .filter(isAbsent)
      .flatMap((child) =>
        element.children
          .filter((found) => found.name === child.name && found.namespace === child.namespace)
          .map((found) => surplus(child, [...what, child.name], shownElement(found))),
      ),
  ]);
}

/** How a child that has no partner differs from the nearest of its name. */
function nearest(
  child: XmlMatcher,
  free: readonly XmlElement[],
  what: readonly string[],
  variables: Variables,
): Match {
  const matches = free
    .filter(({ name, namespace }) => name === child.name && namespace === child.namespace)
    .map((found) => matchXml(child, found, what, variables))
    .sort((one, other) => one.mismatches.length - other.mismatches.length);
  const [least] = matches;
  if (least !== undefined) return least;
  const expected = shownName(child);
  return {
    mismatches: [{ path: child.path, what: [...what, child.name], expected, found: ABSENT }],
    captures: {},
  };
}

function matchAllChildren(
  matcher: XmlMatcher,
  element: XmlElement,
  what: readonly string[],
  variables: Variables,
): Match {
  if (matcher.text.kind === 'any') return noMismatch;
  const wanted = matcher.children.filter((child) => !isAbsent(child));
  return both([
    ...wanted.map((child, index) => {
      const found = element.children[index];
      return found === undefined
        ? nearest(child, [], what, variables)
        : matchXml(child, found, what, variables);
    }),
    ...element.children
      .slice(wanted.length)
      .map((found) => surplus(matcher, [...what, found.name], shownElement(found))),
  ]);
}

function surplus({ path }: XmlMatcher, what: readonly string[], found: string): Match {
  return { mismatches: [{ path, what, expected: ABSENT, found }], captures: {} };
}

function shownElement({ name, text, children }: XmlElement): string {
  if (children.length > 0) return `<${name}>…</${name}>`;
  return text === '' ? `<${name}/>` : `<${name}>${text}</${name}>`;
}
