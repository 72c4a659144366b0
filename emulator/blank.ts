/** Whether a text is nothing but white space as Java's String.trim sees it: every character up to U+0020. */
export function isBlank(text: string): boolean {
  return /^[^!-\uffff]*$/.test(text);
}
