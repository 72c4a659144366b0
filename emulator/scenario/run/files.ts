import { readFileSync, statSync } from 'node:fs';
import { basename, join, normalize } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { UsageError } from '../../usage-error.js';
import { MAX_SCENARIO } from '../format/load-steps.js';
import { isRecording } from '../recordings/read.js';

/** A file that holds scenarios or recordings. */
export interface StoryFile {
  /** As it is named in reports: as on the command line, or from there on. */
  readonly file: string;
  readonly text: string;
  readonly kind: 'scenarios' | 'recordings';
}

/** The largest file of recordings, in bytes. */
const MAX_RECORDING = 64 * 1024 ** 2;

/** What the names of story files end with. */
export const STORY_EXTENSIONS = /\.(?:ya?ml|json)$/i;

/**
 * The files that are named: each itself, all in a folder, all that a pattern fits; each once, in this order.
 *
 * What can't be read is told, a line each, and keeps nobody from looking at the others.
 */
export async function storyFiles(
  named: readonly string[],
): Promise<{ readonly files: readonly StoryFile[]; readonly refused: readonly string[] }> {
  const refused: string[] = [];
  const files = new Map<string, StoryFile>();
  for (const name of named) {
    try {
      for (const [path, isNamed] of await pathsOf(name)) {
        if (files.has(path)) continue;
        const file = readStory(path, isNamed);
        if (file !== undefined) files.set(path, file);
      }
    } catch (failure) {
      if (failure instanceof UsageError) refused.push(failure.message);
      else if (failure instanceof Error && 'syscall' in failure)
        refused.push(`${name} can't be read: ${failure.message}`);
      else throw failure;
    }
  }
  return { files: Array.from(files.values()), refused };
}

/** The paths that a name stands for, and whether each was named itself. */
async function pathsOf(name: string): Promise<(readonly [path: string, isNamed: boolean])[]> {
  const stats = statSync(name, { throwIfNoEntry: false });
  if (stats?.isFile() === true) return [[normalize(name), true]];
  if (stats === undefined && !isDynamicPattern(name))
    throw new UsageError(`${name}: there is no such file or folder`);
  const pattern = stats?.isDirectory() === true ? '**/*.{yaml,yml,json}' : name.replaceAll('\\', '/');
  const found = await glob(pattern, {
    cwd: stats === undefined ? '.' : name,
    expandDirectories: false,
    ignore: '**/node_modules/**',
  });
  if (found.length === 0) throw new UsageError(`${name}: no file fits`);
  const inOrder = found.sort((one, other) => (one < other ? -1 : 1));
  return inOrder.map((path) => [stats === undefined ? normalize(path) : join(name, path), false] as const);
}

/** A file that was only found is passed over where it is of another kind; one that was named is a mistake. */
function readStory(file: string, isNamed: boolean): StoryFile | undefined {
  const otherKind = (what: string): undefined => {
    if (isNamed) throw new UsageError(`${file}: ${what}; scenarios and recordings are YAML or JSON`);
    return undefined;
  };
  if (!STORY_EXTENSIONS.test(file)) return otherKind('its name ends otherwise than .yaml, .yml or .json');
  const { size } = statSync(file);
  if (size > MAX_RECORDING) throw tooLarge(file, size, MAX_RECORDING);
  const bytes = readFileSync(file);
  if (bytes.includes(0)) return otherKind('it is no text');
  const text = bytes.toString('utf8');
  if (isRecording(file, text)) return { file, text, kind: 'recordings' };
  if (!isNamed && (isConfig(file) || (/\.json$/i.test(file) && !hasSteps(text)))) return undefined;
  if (size > MAX_SCENARIO) throw tooLarge(file, size, MAX_SCENARIO);
  return { file, text, kind: 'scenarios' };
}

/** The config file that is found without being named lies where stories may lie too. */
function isConfig(file: string): boolean {
  return /^tigase-emulator\.(?:ya?ml|json)$/.test(basename(file));
}

/** JSON that can't be parsed is told as a mistake where it may be meant as a scenario. */
function hasSteps(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'steps' in value;
  } catch {
    return /^\s*\{[\s\S]*"steps"\s*:\s*\[/.test(text);
  }
}

function tooLarge(file: string, size: number, most: number): UsageError {
  return new UsageError(`${file}: it has ${size} bytes, and at most ${most} are read`);
}
