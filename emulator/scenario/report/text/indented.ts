/** Lines moved to the right; empty ones stay empty. */
export function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}
