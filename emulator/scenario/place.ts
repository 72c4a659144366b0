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

/** The line with a caret below the column, each line indented by two spaces. */
export function excerpt({ line, column, text }: Place): string {
  const number = String(line);
  const before = text.slice(0, column - 1).replace(/[^\t]/g, ' '); // tabs stay, so that the caret stands right
  return `  ${number} | ${text}\n  ${' '.repeat(number.length)} | ${before}^`;
}
