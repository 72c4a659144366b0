import type { ScenarioValues } from './scenario-schema.js';

/** The values of one row of a matrix. */
export type Row = { readonly [name: string]: string | number | boolean };

/** How many rows a matrix may make. */
export const MOST_ROWS = 10_000;

/** How many rows a matrix makes. */
export function rowCount(matrix: ScenarioValues['matrix']): number {
  if (matrix === undefined) return 1;
  if (Array.isArray(matrix)) return matrix.length;
  return Object.values(matrix).reduce((product, values) => product * values.length, 1);
}

/** The names that a matrix gives values. */
export function columnsOf(matrix: ScenarioValues['matrix']): readonly string[] {
  return Array.isArray(matrix) ? matrix.flatMap((row) => Object.keys(row)) : Object.keys(matrix ?? {});
}

/** The rows of a matrix: those that are written, or each combination of the values of its columns; one without any. */
export function rowsOf(matrix: ScenarioValues['matrix']): readonly Row[] {
  if (matrix === undefined) return [{}];
  if (Array.isArray(matrix)) return matrix;
  return Object.entries(matrix).reduce<readonly Row[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
}

/** A name with the values of a row: in place of `{show}` where it has such, else behind it: `(format json, release 8.4)`. */
export function nameWithRow(name: string, row: Row): string {
  const filled = String(textWithRow(name, row));
  if (filled !== name) return filled;
  const title = Object.entries(row).map(([column, value]) => `${column} ${value}`);
  return title.length === 0 ? name : `${name} (${title.join(', ')})`;
}

/** Values with those of a row in place of `{name}`; where that is the whole text, a number stays a number. */
export function withRow(value: unknown, row: Row): unknown {
  if (typeof value === 'string') return textWithRow(value, row);
  if (Array.isArray(value)) return value.map((item) => withRow(item, row));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withRow(inner, row)]));
}

function textWithRow(text: string, row: Row): unknown {
  const whole = /^\{([\w-]+)\}$/.exec(text)?.[1];
  if (whole !== undefined && Object.hasOwn(row, whole)) return row[whole];
  return text.replace(/(?<!\{)\{([\w-]+)\}/g, (all, name: string) =>
    Object.hasOwn(row, name) ? String(row[name]) : all,
  );
}
