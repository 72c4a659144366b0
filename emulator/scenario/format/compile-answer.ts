import type { BodyMatcher, Matcher, Path } from '../match/matcher.js';
import { readMatcher } from '../match/read-matcher.js';
import { readXmlMatcher } from '../match/xml-matcher.js';
import type { AnswerMatcher } from '../scenario.js';
import type { Compilation } from './compilation.js';
import { fileOf, readContent } from './content.js';
import { jsonProblem } from './json-problem.js';
import type { AnswerValue } from './request-verbs.js';
import type { Content } from './values.js';

/** Reads what an answer is expected to be; unless it says otherwise, of a 2xx status. */
export function compileAnswer(value: AnswerValue, path: Path, compilation: Compilation): AnswerMatcher {
  if (value === 'no answer') return { kind: 'no answer', path };
  const given =
    typeof value === 'number' ? { status: value } : typeof value === 'string' ? { status: 200 } : value;
  const matcher = (key: 'status' | 'reason' | 'json' | 'text'): Matcher | undefined =>
    given[key as 'status'] === undefined
      ? undefined
      : compilation.matcher(given[key as 'status'], [...path, key]);
  return {
    kind: 'answer',
    path,
    status: matcher('status') ?? { path, kind: 'within', least: 200, most: 299 },
    reason: matcher('reason'),
    headers: Object.entries(given.headers ?? {}).map(([name, header]) => ({
      name,
      matcher: compilation.matcher(header, [...path, 'headers', name]),
    })),
    body: bodyMatchers(given, path, compilation),
    success: typeof value === 'string' ? value === 'success' : undefined,
  };
}

function bodyMatchers(
  given: {
    readonly json?: unknown;
    readonly xml?: unknown;
    readonly text?: unknown;
    readonly bytes?: Content | undefined;
  },
  path: Path,
  compilation: Compilation,
): BodyMatcher[] {
  const matchers: BodyMatcher[] = [];
  if (given.json !== undefined) {
    const here = [...path, 'json'];
    const file = fileOf(given.json);
    const value = file === undefined ? given.json : parsedJson(file, here, compilation);
    matchers.push({
      kind: 'json',
      path: here,
      matcher: readMatcher(value, here, compilation.matcherProblems),
    });
  }
  if (given.xml !== undefined) {
    const xml = compileXml(given.xml, [...path, 'xml'], '', compilation);
    if (xml !== undefined) matchers.push({ kind: 'xml', path: [...path, 'xml'], matcher: xml });
  }
  if (given.text !== undefined) {
    const here = [...path, 'text'];
    matchers.push({ kind: 'text', path: here, matcher: compilation.matcher(given.text, here) });
  }
  if (given.bytes !== undefined) {
    const here = [...path, 'bytes'];
    matchers.push({ kind: 'bytes', path: here, text: readContent(given.bytes, here, compilation) });
  }
  return matchers;
}

function parsedJson(content: Content, path: Path, compilation: Compilation): unknown {
  const text = readContent(content, path, compilation);
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    compilation.tell([...path, 'from file'], jsonProblem(text));
    return null;
  }
}

/** XML as a text, from a file, or either of them under `exactly`. */
export function compileXml(
  value: unknown,
  path: Path,
  outer: string,
  compilation: Compilation,
): ReturnType<typeof readXmlMatcher> {
  const exactly =
    typeof value === 'object' && value !== null && 'exactly' in value ? value.exactly : undefined;
  const written = exactly ?? value;
  const here = exactly === undefined ? path : [...path, 'exactly'];
  const text = typeof written === 'string' ? written : readFile(written);
  if (text !== undefined)
    return readXmlMatcher({ text, exact: exactly !== undefined, outer }, here, compilation.matcherProblems);
  compilation.tell(
    here,
    'found no XML: expected a text such as <status/>, { exactly: XML } or { from file: PATH }',
  );
  return undefined;

  function readFile(content: unknown): string | undefined {
    const file = fileOf(content);
    return file === undefined ? undefined : readContent(file, here, compilation);
  }
}
