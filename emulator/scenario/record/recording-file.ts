import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../usage-error.js';

/** What keeps a file from being written, for the person who named it. */
const UNWRITABLE: { readonly [code: string]: string } = {
  EACCES: 'this user may not write there',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'its folder does not take files',
  ENOSPC: 'the disk is full',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
};

/** The file that a recording goes to. */
export class RecordingFile {
  private constructor(readonly path: string) {}

  /**
   * Makes sure that a new file can be written, before anything is recorded for it.
   *
   * @throws {@link UsageError} naming the option, the file and the remedy
   */
  static prepare(file: string): RecordingFile {
    const path = resolve(file);
    const folder = dirname(path);
    if (existsSync(path)) {
      const is = statSync(path).isDirectory() ? 'is a folder' : 'exists already, and is not written over';
      throw new UsageError(`--out ${file} ${is}: name a new file, or move that one away`);
    }
    if (!existsSync(folder))
      throw new UsageError(`--out ${file}: there is no folder ${folder}: make it, or name another`);
    if (!statSync(folder).isDirectory())
      throw new UsageError(`--out ${file}: ${folder} is no folder: name another file`);
    const recording = new RecordingFile(path);
    try {
      rmSync(recording.writeBeside(''));
    } catch (failure) {
      throw new UsageError(`--out ${file} can't be written: ${unwritable(failure)}: name another file`);
    }
    return recording;
  }

  /** Writes the whole file in one stroke, so that a crash leaves the old text or the new one. */
  write(text: string): void {
    renameSync(this.writeBeside(text), this.path);
  }

  private writeBeside(text: string): string {
    const beside = `${this.path}.${randomUUID().slice(0, 8)}.tmp`;
    try {
      writeFileSync(beside, text, { flag: 'wx' });
    } catch (failure) {
      rmSync(beside, { force: true });
      throw failure;
    }
    return beside;
  }
}

/** Why a file could not be written, in a clause. */
export function unwritable(failure: unknown): string {
  const { code = '', message } = failure as NodeJS.ErrnoException;
  return UNWRITABLE[code] ?? message;
}
