import type { RunResult } from '../../result.js';

/** What was played against: `an embedded emulator, release 8.3`. */
export function targetText({ kind, url, release }: RunResult['target']): string {
  const what =
    kind === 'embedded emulator' ? 'embedded emulators' : `${kind === 'emulator' ? 'an' : 'a'} ${kind}`;
  return [
    url === undefined ? what : `${what} at ${url}`,
    ...(release === undefined ? [] : [`release ${release}`]),
  ].join(', ');
}
