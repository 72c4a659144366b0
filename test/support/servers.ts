import type { EmulatorOptions } from '../../emulator/index.js';

/** The API keys of the servers that were recorded. */
const apiKeys = [
  { key: 'test-api-key' },
  { key: 'restricted-key', paths: ['/rest/users/.*'] },
  { key: 'status-key', paths: ['/rest/user/.*/status.*'] },
  { key: 'localhost-key', hosts: ['localhost'] },
];

/** An emulator that stands in for a recorded server, and whose recordings it is held against. */
export interface RecordedServer {
  readonly title: string;
  readonly recordings: readonly string[];
  readonly options: EmulatorOptions;
  /** The admin's credentials that every request brought but those marked `noAuth`. */
  readonly credentials?: string;
}

export const recordedServers: readonly RecordedServer[] = [
  { title: '8.1', recordings: ['8.1', 'every'], options: { release: '8.1', apiKeys } },
  { title: '8.2', recordings: ['8.3', 'every'], options: { release: '8.2', apiKeys } },
  { title: '8.3', recordings: ['8.3', 'every'], options: { release: '8.3', apiKeys } },
  {
    title: '8.4',
    recordings: ['8.4', 'every'],
    options: { release: '8.4', apiKeys },
    credentials: 'admin@domain.com:admin',
  },
  {
    title: '8.3 without trust',
    recordings: ['8.3-untrusted'],
    options: { release: '8.3', apiKeys, trusted: [] },
  },
  {
    title: '8.3 with open access',
    recordings: ['8.3-open-access'],
    options: { release: '8.3', apiKeys, openAccess: true },
  },
];
