import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { secretCalled } from '../redact.js';

/** The name that was probably meant, where one of the known is near. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(
    name.toLowerCase(),
    known.map((candidate) => candidate.toLowerCase()),
  );
  const meant = known.find((candidate) => candidate.toLowerCase() === near);
  return distance(name.toLowerCase(), near) <= Math.max(2, name.length / 3) ? meant : undefined;
}

/** `did you mean …?` where a known name is near, else all that there are. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = suggestion(name, known);
  if (meant !== undefined) return `did you mean ${meant}?`;
  return known.length === 1 ? `there is ${known[0]} alone` : `there are ${known.join(', ')}`;
}

/** What is wrong with a value in the options, and where: a path such as `['apiKeys', 0, 'paths']`. */
export interface OptionProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Whether the problem is the name of the last key of the path, rather than its value. */
  readonly atKey: boolean;
}

/** What is wrong, a line each, with its path: `apiKeys.0.paths: …`. */
export function inLines(problems: readonly OptionProblem[]): string {
  return problems
    .map(({ path, message }) =>
      path.length === 0 ? message : `${path.map(String).map(inOneLine).join('.')}: ${message}`,
    )
    .join('\n');
}

/** The problems that a schema found, an unknown key each for itself and with the one that was probably meant. */
export function problemsOf(
  error: Pick<z.ZodError, 'issues'>,
  schema: JsonSchema,
  given: unknown,
): OptionProblem[] {
  return error.issues.flatMap((issue): OptionProblem[] => {
    const { path } = issue;
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, path);
      return issue.keys.map((key) => ({
        path: [...path, key],
        atKey: true,
        message: `unknown key ${inOneLine(key)}: ${didYouMean(key, known)}`,
      }));
    }
    if (issue.code === 'invalid_union') {
      const inner = problemsWithin(issue, schema, given);
      if (inner.length > 0) return inner;
    }
    if (issue.code === 'invalid_key') {
      const key = String(path.at(-1));
      return issue.issues.map(({ message }) => ({
        path,
        atKey: true,
        message: readable(message, path, key),
      }));
    }
    const found = valueAt(given, path);
    const message = readable(issue.message, path, found, isSecret(path, found) ? kindOf : shown);
    return [{ path, atKey: false, message }];
  });
}

/** Where one of several forms was clearly meant, as keys with values, what is wrong with that one. */
function problemsWithin(
  { errors, path }: z.core.$ZodIssueInvalidUnion,
  schema: JsonSchema,
  given: unknown,
): OptionProblem[] {
  const value = valueAt(given, path);
  if (!isIndexable(value) || Array.isArray(value)) return [];
  const meant = errors.find((issues) =>
    issues.every((issue) => issue.code === 'unrecognized_keys' || issue.path.length > 0),
  );
  const issues = meant?.map((issue) => ({ ...issue, path: [...path, ...issue.path] })) ?? [];
  return issues.length === 0 ? [] : problemsOf({ issues } as Pick<z.ZodError, 'issues'>, schema, given);
}

/** Zod says `Invalid input: expected boolean, received string`; people also want to see what was there. */
function readable(
  message: string,
  path: readonly PropertyKey[],
  found: unknown,
  inWords: (value: unknown) => string = shown,
): string {
  const [, expected] =
    /^(?:Invalid \w+|Too big|Too small): (?:expected )?(.*?)(?:, received .*)?$/.exec(message) ?? [];
  if (expected === undefined) return message;
  const options = /^one of (".*")$/.exec(expected)?.[1]?.match(/[^"|]+/g);
  if (options) {
    const meant = typeof found === 'string' ? suggestion(found, options) : undefined;
    const rest = meant === undefined ? `, expected one of ${options.join(', ')}` : `: did you mean ${meant}?`;
    if (found !== undefined) return `found ${inWords(found)}${rest}`;
  }
  const name = String(path.at(-1) ?? 'it');
  const wanted = PLAIN_WORDS[expected] ?? expected.replace(/^number to be >=(-?\d+)$/, 'a number from $1 on');
  return found === undefined
    ? `${name} is missing: expected ${wanted}`
    : `found ${inWords(found)}, expected ${wanted}`;
}

/** Whether what was found at a path is a password or a key, or may hold some. */
function isSecret(path: readonly PropertyKey[], found: unknown): boolean {
  const last = path.at(-1);
  if (last === undefined && typeof found === 'string') return true;
  return isSecretKey(last) || isAmongSecrets(path) || holdsSecret(found);
}

/** Whether a path leads to the accounts or keys of an emulator, or to one of them; accounts of stories are names. */
function isAmongSecrets(path: readonly PropertyKey[]): boolean {
  const place = path.findIndex((key) => key === 'accounts' || key === 'apiKeys');
  const isOfEmulator = place === 0 || path[place - 1] === 'emulator';
  return place >= 0 && isOfEmulator && path.length - place <= 2;
}

function isSecretKey(key: PropertyKey | undefined): boolean {
  return typeof key === 'string' && (key === 'key' || secretCalled(key) !== undefined);
}

function holdsSecret(value: unknown): boolean {
  if (!isIndexable(value)) return false;
  return Object.entries(value).some(([key, inner]) => isSecretKey(key) || holdsSecret(inner));
}

/** What kind of value was found, where the value itself must not be seen. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'a text', number: 'a number', object: 'keys with values' }[typeof value as string] ??
    String(value)
  );
}

/** Zod's names of types, for people who write YAML. */
const PLAIN_WORDS: { readonly [name: string]: string } = {
  array: 'a list, such as [a, b]',
  'array to have >=1 items': 'a list with at least one item',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'keys with values, such as { key: value }',
  record: 'keys with values, such as { key: value }',
  string: 'a text',
};

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (isIndexable(value) ? value[String(key)] : undefined), given);
}

function isIndexable(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

/** The part of a JSON Schema that leads to inner schemas. */
export interface JsonSchema {
  readonly title?: string;
  readonly properties?: { readonly [key: string]: JsonSchema };
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
}

/** The keys that the object at a path may have. */
function knownKeys(schema: JsonSchema, path: readonly PropertyKey[]): string[] {
  const found = path.reduce<JsonSchema | undefined>((outer, key) => outer && innerSchema(outer, key), schema);
  const alternatives = [found, ...(found?.anyOf ?? [])];
  return alternatives.flatMap((alternative) => Object.keys(alternative?.properties ?? {}));
}

function innerSchema(
  { properties, items, additionalProperties }: JsonSchema,
  key: PropertyKey,
): JsonSchema | undefined {
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return properties?.[String(key)] ?? items ?? others;
}

/** A key as it stands where it is told of; in quotes where it holds what would break the line. */
function inOneLine(key: string): string {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(key) ? JSON.stringify(key) : key;
}
