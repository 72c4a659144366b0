import type { CommandOption } from '../../options/start-options.js';
import { releaseNames } from '../../release.js';

/** The options of `run`. */
export const runOptions: readonly CommandOption[] = [
  { name: 'target', argument: { label: 'URL' }, help: 'the server to play against [an embedded emulator]' },
  {
    name: 'websocket',
    argument: { label: 'URL' },
    help: "the target's XMPP over WebSocket [port 5290 of its host]",
  },
  { name: 'api-key', argument: { label: 'KEY' }, help: "the target's API key [API_KEY]" },
  { name: 'auth', argument: { label: 'USER:PASSWORD' }, help: 'an admin of the target, as 8.4 asks for' },
  {
    name: 'release',
    argument: { label: 'NAME', choices: releaseNames },
    help: 'the release to emulate, or that the target is',
  },
  { name: 'config', argument: { label: 'FILE' }, help: 'config file of the embedded emulator' },
  {
    name: 'tags',
    argument: { label: 'EXPRESSION' },
    help: 'only scenarios with these tags: "smoke and not slow"',
  },
  {
    name: 'jobs',
    argument: { label: 'N' },
    help: 'how many are played at a time [the number of processors]',
  },
  { name: 'bail', help: 'stop after the first that fails' },
  { name: 'watch', help: 'play again what a saved file changes' },
  { name: 'strict', help: "fail on the emulator's warnings" },
  {
    name: 'reporter',
    argument: { label: 'NAME[=FILE]', list: true, choices: ['pretty', 'junit', 'json', 'html'] },
    help: 'pretty, junit, json or html; may be repeated [pretty]',
  },
];
