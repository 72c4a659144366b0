import { LineCounter, parseDocument } from 'yaml';

/** Where a text stops being JSON, as far as that can be told; engines have texts of their own for it. */
export function jsonProblem(text: string): string {
  const lines = new LineCounter();
  const [first] = parseDocument(text, { lineCounter: lines, prettyErrors: false }).errors;
  if (first === undefined) return 'no JSON';
  const { line, col } = lines.linePos(first.pos[0]);
  return `no JSON from line ${line}, column ${col} on`;
}
