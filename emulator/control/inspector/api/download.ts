/** Hands a text to the browser as a file. */
export function download(name: string, text: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(text);
  link.download = name;
  link.click();
  // The browser reads it after this turn of the event loop; a minute is more than it needs.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
