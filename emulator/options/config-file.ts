import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { UsageError } from '../usage-error.js';
import type { OptionProblem } from './option-errors.js';
import { keysThatAreNone, NO_KEY, offsetOf, unknownAliases } from './yaml-places.js';

/** A config file that was read, and where in it each of its values stands. */
export interface ConfigFile {
  readonly values: { readonly [key: string]: unknown };
  /** `file:line:column` of a problem. */
  readonly placeOf: (problem: OptionProblem) => string;
}

/**
 * Reads a config file, in YAML 1.2 or JSON, which is a part of it.
 *
 * @param source what named the file, for the error message
 * @throws {@link UsageError} where there is no such file, or it does not parse, or it holds no mapping
 */
export function readConfigFile(file: string, source: string): ConfigFile {
  const text = readText(file, source);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const problems = [
    ...document.errors.map(({ message, pos }) => `${at(pos[0])}: ${withoutQuote(message)}`),
    ...unknownAliases(document).map((offset) => `${at(offset)}: ${NO_ALIAS}`),
    ...keysThatAreNone(document).map((offset) => `${at(offset)}: ${NO_KEY}`),
  ];
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  const root = document.contents;
  const values: unknown = document.toJS() ?? {};
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new UsageError(`${at(document.range[0])}: found no mapping, expected keys such as "port: 8080"`);
  }
  return {
    values: values as ConfigFile['values'],
    placeOf: ({ path, atKey }) => at(root === null ? 0 : offsetOf(root, path, atKey ? 'key' : 'value')),
  };
}

/** What the parser quotes may be a password without quotes, such as `|secret` or `!a!secret`. */
function withoutQuote(message: string): string {
  return message.replace(
    /^(Block scalar header includes extra characters|Could not resolve tag): .*$/s,
    '$1',
  );
}

const NO_ALIAS = 'there is no anchor of this name: put a text that begins with * in quotes';

function readText(file: string, source: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${source} ${file}: ${UNREADABLE[code ?? ''] ?? message}`);
  }
}

const UNREADABLE: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'that is a folder, not a file',
  EACCES: 'this user may not read it',
};
