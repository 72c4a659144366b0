import { basename } from 'node:path';
import type { EmulatorOptions } from '../../options/emulator-options.js';
import { type ReleaseName, releaseNames } from '../../release.js';
import type { RecordedSequence, RecordingFile } from './recording.js';

/** The API keys of the servers that were recorded. */
const apiKeys = [
  { key: 'test-api-key' },
  { key: 'restricted-key', paths: ['/rest/users/.*'] },
  { key: 'status-key', paths: ['/rest/user/.*/status.*'] },
  { key: 'localhost-key', hosts: ['localhost'] },
];

/** An emulator that stands in for a server that was recorded. */
export interface Configuration {
  /** Such as `8.4` or `8.3-untrusted`. */
  readonly name: string;
  readonly options: EmulatorOptions;
  /** The admin's `user:password`, which every request brought but those marked `noAuth`. */
  readonly credentials?: string;
}

/** Sequences that play in order on one server, which no other job has used. */
export interface RecordingJob extends Configuration {
  readonly file: string;
  readonly sequences: readonly RecordedSequence[];
}

/**
 * What plays a file of recordings: a job for each server that was recorded. A release that a file names is its own;
 * the one that the run was told is for recordings that name none.
 */
export function recordingJobs(
  { file, sequences }: RecordingFile,
  { release }: { readonly release?: ReleaseName | undefined } = {},
): RecordingJob[] {
  const jobs = new Map<
    string,
    { readonly configuration: Configuration; readonly sequences: RecordedSequence[] }
  >();
  for (const sequence of sequences) {
    for (const configuration of configurationsOf(sequence, file, release)) {
      const job = jobs.get(configuration.name) ?? { configuration, sequences: [] };
      jobs.set(configuration.name, job);
      if (job.sequences.at(-1) !== sequence) job.sequences.push(sequence);
    }
  }
  return Array.from(jobs.values(), (job) => ({ ...job.configuration, file, sequences: job.sequences }));
}

/** The releases that were recorded. */
const RECORDED = ['8.1', '8.3', '8.4'] as const;

function configurationsOf(
  { servers }: RecordedSequence,
  file: string,
  told: ReleaseName | undefined,
): Configuration[] {
  if (servers === undefined) return [configurationOf(basename(file), told)];
  const every = told === undefined ? RECORDED : [told];
  return servers
    .flatMap((server) => (server === 'every' ? every : [server]))
    .map((name) => configurationOf(name));
}

/**
 * The emulator for a recorded server, by a name that tells its release, and whether it was `untrusted` or had
 * `open-access`: `8.3-untrusted`, `8.4-addresses.json`.
 *
 * @param told the release where the name tells none; 8.3 unless given
 */
export function configurationOf(name: string, told: ReleaseName = '8.3'): Configuration {
  const named = /(?<![\d.])8\.\d+/.exec(name)?.[0];
  const release = releaseNames.find((known) => known === (named ?? name)) ?? told;
  const untrusted = name.includes('untrusted');
  const openAccess = name.includes('open-access');
  return {
    name: `${release}${untrusted ? '-untrusted' : ''}${openAccess ? '-open-access' : ''}`,
    options: {
      release,
      apiKeys,
      websocketPort: 'off',
      xmppPort: 'off',
      ...(untrusted && { trusted: [] }),
      ...(openAccess && { openAccess }),
    },
    ...(release === '8.4' && { credentials: 'admin@domain.com:admin' }),
  };
}
