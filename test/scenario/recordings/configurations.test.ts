import { expect, test } from 'vitest';
import type { ReleaseName } from '../../../emulator/release.js';
import { configurationOf, recordingJobs } from '../../../emulator/scenario/recordings/configurations.js';
import { readRecording } from '../../../emulator/scenario/recordings/read.js';

test.each([
  ['8.1.json', { release: '8.1' }],
  ['8.1-addresses.json', { release: '8.1' }],
  ['recorded-of-8.4.json', { release: '8.4' }],
  ['8.3-untrusted.json', { release: '8.3', trusted: [] }],
  ['8.3-open-access.json', { release: '8.3', openAccess: true }],
  ['bodies.json', { release: '8.2' }],
  ['18.1.json', { release: '8.2' }],
  ['8.10.json', { release: '8.2' }],
  ['documented.json', { release: '8.2' }],
])('%s was recorded of a server that needs %j, where the run was told 8.2', (name, options) => {
  const { apiKeys, ...others } = configurationOf(name, '8.2').options;
  expect(others).toEqual({ ...options, websocketPort: 'off', xmppPort: 'off' });
  expect(apiKeys).toHaveLength(4);
});

test('only 8.4 is sent credentials', () => {
  expect(configurationOf('8.4-untrusted').credentials).toBe('admin@domain.com:admin');
  expect(configurationOf('8.3').credentials).toBeUndefined();
});

const sequences = JSON.stringify(
  [['every'], ['8.1', '8.4'], ['8.3-untrusted', 'every', '8.3']].map((servers, index) => ({
    name: String(index),
    servers,
    exchanges: [],
  })),
);
const withoutServers = JSON.stringify([{ name: '0', exchanges: [] }]);

function jobsOf(file: string, text: string, release?: ReleaseName): string[] {
  const read = readRecording(file, text);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return recordingJobs(read, { release }).map(
    (job) => `${job.name}: ${job.sequences.map(({ name }) => name).join()}`,
  );
}

test.each<[string, string, ReleaseName | undefined, string[]]>([
  ['of servers', sequences, undefined, ['8.1: 0,1,2', '8.3: 0,2', '8.4: 0,1,2', '8.3-untrusted: 2']],
  ['of servers', sequences, '8.3', ['8.3: 0,2', '8.1: 1', '8.4: 1', '8.3-untrusted: 2']],
  [
    'of servers',
    sequences,
    'documented',
    ['documented: 0,2', '8.1: 1', '8.4: 1', '8.3-untrusted: 2', '8.3: 2'],
  ],
  ['8.1.json', withoutServers, '8.4', ['8.1: 0']],
  ['bodies.json', withoutServers, '8.4', ['8.4: 0']],
  ['bodies.json', withoutServers, undefined, ['8.3: 0']],
])('%s %j, told release %j, plays as %j', (file, text, release, jobs) => {
  expect(jobsOf(file, text, release)).toEqual(jobs);
});
