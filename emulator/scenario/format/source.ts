import {
  type Document,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
  visit,
} from 'yaml';
import { keysThatAreNone, NO_KEY, offsetOf, unknownAliases } from '../../options/yaml-places.js';
import type { Path } from '../match/matcher.js';
import { type Place, placeName } from '../place.js';
import { yamlHint } from './yaml-hint.js';

/** Something in a file that is wrong, and what would be right. */
export interface Problem {
  readonly place: Place;
  readonly message: string;
}

/** Each problem once: one of a matrix is the same in each of its rows, one of a part in each story that plays it. */
export function distinct(problems: readonly Problem[]): Problem[] {
  const byText = problems.map(
    (problem) => [`${placeName(problem.place)}: ${problem.message}`, problem] as const,
  );
  return Array.from(new Map(byText).values());
}

/** One YAML document of a file, as plain values, and where each of them stands. */
export interface Source {
  readonly file: string;
  readonly values: unknown;
  /** Where a value stands, or its key; where it is missing, what should hold it. */
  placeOf(path: Path, at?: 'value' | 'key'): Place;
}

/** How many times an alias may be used, so that a small file can't become a huge one. */
const MAX_ALIASES = 100;

/** Reads the YAML documents of a file, or tells why they can't be read. */
export function readSources(
  file: string,
  text: string,
): { readonly sources: readonly Source[]; readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = placesIn(file, text, lines);
  if ('empty' in documents) return { sources: [], problems: [emptyProblem(placeAt)] };
  const problems: Problem[] = [];
  const sources: Source[] = [];
  for (const document of documents) {
    const [first] = document.errors; // others are mostly what comes of it
    if (first !== undefined) {
      const place = placeAt(first.pos[0]);
      const hint = yamlHint(first, place.text);
      problems.push({
        place,
        message: `no YAML: ${sentence(first.message)}${hint === '' ? '' : ` (${hint})`}`,
      });
    }
    const root: Node | null = document.contents;
    if (document.errors.length > 0 || root === null || isEmpty(root)) continue;
    replaceReferences(document);
    const noKeys = keysThatAreNone(document);
    problems.push(...noKeys.map((offset) => ({ place: placeAt(offset), message: NO_KEY })));
    if (noKeys.length > 0) continue;
    try {
      const values: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      JSON.stringify(values); // throws where an alias stands inside of what it names
      sources.push({
        file,
        values,
        placeOf: (path, at = 'value') => placeAt(offsetOf(document.contents ?? root, path, at)),
      });
    } catch (failure) {
      problems.push({
        place: placeAt(unknownAliases(document)[0] ?? root.range?.[0] ?? 0),
        message: `no YAML: ${sentence((failure as Error).message)}`,
      });
    }
  }
  if (problems.length === 0 && sources.length === 0) problems.push(emptyProblem(placeAt));
  return { sources, problems };
}

function isEmpty(contents: Node): boolean {
  return isScalar(contents) && contents.value === null;
}

function emptyProblem(placeAt: (offset: number) => Place): Problem {
  return { place: placeAt(0), message: 'the file is empty: a scenario has a name and steps' };
}

function sentence(message: string): string {
  return message.split('\n')[0] ?? message;
}

function placesIn(file: string, text: string, lines: LineCounter): (offset: number) => Place {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    const [start = 0, end = text.length + 1] = lines.lineStarts.slice(Math.max(line - 1, 0), line + 1);
    const lineText = text.slice(start, end).replace(/\r?\n$/, '');
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), text: lineText };
  };
}

/** `{test}` without quotes is a mapping to YAML, though nobody who writes it means one. */
function replaceReferences(document: Document): void {
  visit(document, {
    Map(_, node) {
      const [pair, ...others] = node.items as Pair[];
      if (node.flow !== true || others.length > 0 || pair?.value !== null || !isScalar(pair.key)) return;
      const reference = new Scalar(`{${String(pair.key)}}`);
      if (node.range) reference.range = node.range;
      return reference;
    },
  });
}
