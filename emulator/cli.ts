#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { complain } from './complaint.js';
import { start } from './start.js';
import { startOptions } from './start-options.js';
import type { Flags } from './start-settings.js';
import { UsageError } from './usage-error.js';

/** What the command exits with. */
const OK = 0;
const USAGE = 2;

const program = new Command('tigase-emulator')
  .description('A Tigase for tests: the HTTP API, exact to the byte, from one command.')
  .version(packageJson.version)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'tigase-emulator: ')) });

const startCommand = program.command('start').description('serve until stopped').exitOverride();
for (const { name, argument, help } of startOptions) {
  const flag = `--${name}${argument === undefined ? '' : ` <${argument.label}>`}`;
  const option = new Option(flag, help);
  if (argument?.list === true) option.argParser((value: string, before: string[] = []) => [...before, value]);
  startCommand.addOption(option);
}
startCommand.addHelpText(
  'after',
  `
Each option is also read from the environment (--api-key as
TIGASE_EMULATOR_API_KEY, lists with commas) and from the config file.
Flags win over the environment, the environment over the file.

Examples:
  tigase-emulator start
  tigase-emulator start --release 8.4 --port 0 --log json
  tigase-emulator start --domain example.org --account alice@example.org:secret
`,
);
startCommand.action((flags: Flags) => start(dashed(flags)));

program
  .command('schema')
  .argument('<of>', 'config')
  .description('print a JSON Schema for editors')
  .exitOverride()
  .action(async (of: string) => {
    if (of !== 'config') throw new UsageError(`schema ${of}: there is a schema of: config`);
    const { configJsonSchema } = await import('./options.js');
    process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  });

/** Commander names options in camel case; everywhere else they have their own names. */
function dashed(flags: Flags): Flags {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/** Whether the log is to be in JSON, as far as that can be told where an option is wrong. */
function wantsJson(args: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  if (args.includes('--log')) return args[args.indexOf('--log') + 1] === 'json';
  return args.includes('--log=json') || environment.TIGASE_EMULATOR_LOG === 'json';
}

try {
  await program.parseAsync();
} catch (failure) {
  if (failure instanceof CommanderError) process.exitCode = failure.exitCode === 0 ? OK : USAGE;
  else if (failure instanceof UsageError) {
    complain(failure.message, wantsJson(process.argv, process.env));
    process.exitCode = USAGE;
  } else throw failure;
}
