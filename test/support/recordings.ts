import { readdirSync, readFileSync } from 'node:fs';
import { readRecording } from '../../emulator/scenario/recordings/read.js';
import type { RecordedSequence } from '../../emulator/scenario/recordings/recording.js';

const FOLDER = new URL('../../fixtures/http/', import.meta.url);

export interface RecordedGroup {
  readonly name: string;
  readonly sequences: readonly RecordedSequence[];
}

/** Every group of recordings. */
export function recordedGroups(): RecordedGroup[] {
  return readdirSync(FOLDER).map((file) => {
    const read = readRecording(file, readFileSync(new URL(file, FOLDER), 'utf8'));
    if ('problems' in read) throw new Error(JSON.stringify(read.problems, null, 2));
    return { name: file.replace('.yaml', ''), sequences: read.sequences };
  });
}
