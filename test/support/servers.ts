import { type Configuration, configurationOf } from '../../emulator/scenario/recordings/configurations.js';

/** An emulator that stands in for a recorded server, and whose recordings it is held against. */
export interface RecordedServer extends Pick<Configuration, 'options' | 'credentials'> {
  readonly title: string;
  readonly recordings: readonly string[];
}

export const recordedServers: readonly RecordedServer[] = [
  { title: '8.1', recordings: ['8.1', 'every'], ...configurationOf('8.1') },
  { title: '8.2', recordings: ['8.3', 'every'], ...configurationOf('8.2') },
  { title: '8.3', recordings: ['8.3', 'every'], ...configurationOf('8.3') },
  { title: '8.4', recordings: ['8.4', 'every'], ...configurationOf('8.4') },
  { title: '8.3 without trust', recordings: ['8.3-untrusted'], ...configurationOf('8.3-untrusted') },
  { title: '8.3 with open access', recordings: ['8.3-open-access'], ...configurationOf('8.3-open-access') },
];
