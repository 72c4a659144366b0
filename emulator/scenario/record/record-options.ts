import type { CommandOption } from '../../options/start-options.js';

/** The options of `record`. */
export const recordOptions: readonly CommandOption[] = [
  {
    name: 'target',
    argument: { label: 'URL' },
    help: 'server that gets the requests, such as http://localhost:8080',
  },
  { name: 'out', argument: { label: 'FILE' }, help: 'scenario to write, a new file' },
  { name: 'host', argument: { label: 'ADDRESS' }, help: 'address to listen on [127.0.0.1]' },
  { name: 'port', argument: { label: 'N' }, help: 'port to listen on; 0: any free one [8081]' },
];
