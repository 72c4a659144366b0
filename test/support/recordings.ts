import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { WireRequest, WireResponse } from './wire.js';

const FOLDER = new URL('../../fixtures/http/', import.meta.url);

/** Exchanges that share state, as fixtures/README.md describes them. */
export interface RecordedSequence {
  readonly name: string;
  readonly servers: readonly string[];
  readonly exchanges: readonly { readonly request: WireRequest; readonly response: WireResponse }[];
}

export interface RecordedGroup {
  readonly name: string;
  readonly sequences: readonly RecordedSequence[];
}

/** Every group of recordings. */
export function recordedGroups(): RecordedGroup[] {
  return readdirSync(FOLDER).map((file) => ({
    name: file.replace('.yaml', ''),
    sequences: parse(readFileSync(new URL(file, FOLDER), 'utf8')) as RecordedSequence[],
  }));
}
