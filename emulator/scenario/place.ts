/** A spot in a file, as people look it up. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The whole line, without its end. */
  readonly text: string;
}

/** `file:line:column`. */
export function placeName({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** How much of a long line is shown before and after the column, in characters. */
const BEFORE = 60;
const AFTER = 60;

/** The line with a caret below the column, each line indented by two spaces; of a long line what is near. */
export function excerpt({ line, column, text }: Place): string {
  const number = String(line);
  const from = text.length > BEFORE + AFTER ? Math.max(0, column - 1 - BEFORE) : 0;
  const to = text.length > BEFORE + AFTER ? column - 1 + AFTER : text.length;
  const start = from > 0 ? '…' : '';
  const shown = `${start}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
  const before = `${start}${text.slice(from, column - 1)}`.replace(/[^\t]/g, ' '); // tabs stay, so that the caret stands right
  return `  ${number} | ${shown}\n  ${' '.repeat(number.length)} | ${before}^`;
}
