/** Tells why the command ends: a line each, or JSON objects where the log is in JSON. */
export function complain(text: string, json: boolean): void {
  for (const line of text.split('\n')) {
    process.stderr.write(
      json ? `${JSON.stringify({ event: 'error', text: line })}\n` : `tigase-emulator: ${line}\n`,
    );
  }
}
