import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../usage-error.js';

/** What is wrong with a file, for the person who named it. */
const UNWRITABLE: { readonly [code: string]: string } = {
  EACCES: 'no permission',
  EEXIST: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'its name is too long',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'no permission',
  EROFS: 'the disk is read-only',
};

/** A file that a report goes to. */
export interface ReportFile {
  /** Where it really is, links followed. */
  readonly path: string;
  /**
   * Writes the whole report, in one stroke: whoever reads the file meanwhile finds the old report or the new one.
   *
   * @throws {@link UsageError} naming the file
   */
  write(text: string): void;
}

/**
 * Makes sure that a report can be written, before anything is played for it. Folders that are missing are made.
 *
 * @param option - what asked for the file, for errors
 * @param folder - where relative names begin
 * @throws {@link UsageError} naming the file
 */
export function prepareReportFile(option: string, file: string, folder: string): ReportFile {
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (failure) {
      const { code = '', message } = failure as NodeJS.ErrnoException;
      throw new UsageError(`${option}: can't write ${file}: ${UNWRITABLE[code] ?? message}`);
    }
  };
  const path = attempt(() => prepared(resolve(folder, file)));
  return { path, write: (text) => attempt(() => writeWhole(path, text)) };
}

function prepared(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    accessSync(path, constants.W_OK);
  }
  accessSync(dirname(path), constants.W_OK);
  return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
}

function writeWhole(path: string, text: string): void {
  if (existsSync(path) && !statSync(path).isFile()) {
    writeFileSync(path, text); // a device or a pipe, such as /dev/null, must not be replaced by a file
    return;
  }
  const beside = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (failure) {
    rmSync(beside, { force: true });
    throw failure;
  }
}
