import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Path } from '../match/matcher.js';
import type { Compilation } from './compilation.js';
import type { Content } from './values.js';

/** `{ from file: PATH }`, where a value is that. */
export function fileOf(value: unknown): Content | undefined {
  const keys = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [[key, file] = []] = keys;
  return keys.length === 1 && key === 'from file' && typeof file === 'string'
    ? { 'from file': file }
    : undefined;
}

const UNREADABLE: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file beside the scenario',
  EISDIR: 'that is a folder, not a file',
  EACCES: 'this user may not read it',
};

/** The largest file that a scenario takes a body from, in bytes. */
const MAX_FILE = 1024 ** 2;

/** A text, or that of a file beside the scenario; what is wrong with the file is told. */
export function readContent(content: Content, path: Path, compilation: Compilation): string {
  if (typeof content === 'string') return content;
  const file = content['from file'];
  const whole = resolve(dirname(compilation.source.file), file);
  compilation.files.add(whole);
  try {
    const bytes = readFileSync(whole);
    if (bytes.length <= MAX_FILE) return bytes.toString('utf8');
    compilation.tell(
      [...path, 'from file'],
      `${file} has ${bytes.length} bytes; at most ${MAX_FILE} are read`,
    );
  } catch (failure) {
    const { code, message } = failure as NodeJS.ErrnoException;
    const reason = UNREADABLE[code ?? ''] ?? message;
    compilation.tell([...path, 'from file'], `${file}: ${reason}`);
  }
  return '';
}
