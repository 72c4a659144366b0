import suggestions, { script } from '@bomb.sh/tab';
import type { Command } from 'commander';
import { didYouMean } from '../options/option-errors.js';
import type { CommandOption } from '../options/start-options.js';
import { UsageError } from '../usage-error.js';

const SHELLS: readonly string[] = ['bash', 'zsh', 'fish', 'powershell'];

/** What the arguments of commands may be. */
const ARGUMENTS: { readonly [command: string]: readonly string[] | 'files' } = {
  run: 'files',
  check: 'files',
  schema: ['config', 'scenario'],
  completion: SHELLS,
};

/** What tells the script that the shell shall complete names of files. */
const FILES = ':0\n';

/** Bash does not look for files where a function finds nothing, unless it is told to. */
const BASH_FILES = 'complete -o default -F __tigase_emulator_complete tigase-emulator';

/** Prints a script for a shell, which asks {@link complete} as a command line is typed. */
export function printCompletion(shell: string): void {
  if (!SHELLS.includes(shell)) throw new UsageError(`completion ${shell}: ${didYouMean(shell, SHELLS)}`);
  script(shell, 'tigase-emulator', 'tigase-emulator');
  if (shell === 'bash') console.log(BASH_FILES);
}

/** The options of each command, by its name. */
export type OptionsOf = ReadonlyMap<string, readonly CommandOption[]>;

/** Prints what may come next on a command line, of which the last word is not finished yet. */
export function complete(program: Command, options: OptionsOf, words: string[]): void {
  if (isFileNext(options, words)) {
    process.stdout.write(FILES);
    return;
  }
  for (const command of program.createHelp().visibleCommands(program)) {
    const name = command.name();
    const added = suggestions.command(name, command.description());
    for (const { name: option, help, argument } of options.get(name) ?? [])
      if (argument === undefined) added.option(option, help);
      else added.option(option, help, listing(argument.choices ?? []));
    const values = ARGUMENTS[name] ?? [];
    if (values !== 'files' && values.length > 0) added.argument('value', listing(values));
  }
  suggestions.parse(words);
}

function listing(values: readonly string[]): (suggest: (value: string, description: string) => void) => void {
  return (suggest) => {
    for (const value of values) suggest(value, '');
  };
}

function isFileNext(options: OptionsOf, words: readonly string[]): boolean {
  const [command = ''] = words;
  const own = options.get(command) ?? [];
  const [before = '', last = ''] = words.slice(-2);
  const asked = own.find(({ name, argument }) => argument !== undefined && before === `--${name}`);
  if (asked !== undefined) return asked.argument?.label === 'FILE';
  return words.length > 1 && ARGUMENTS[command] === 'files' && !last.startsWith('-');
}
