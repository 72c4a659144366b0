#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { complain } from './complaint.js';
import { recordOptions } from './scenario/record/record-options.js';
import { runOptions } from './scenario/run/run-options.js';
import { start } from './start.js';
import { type CommandOption, startOptions } from './start-options.js';
import type { Flags } from './start-settings.js';

/** What the command exits with. */
const OK = 0;
const USAGE = 2;
const UNREACHABLE = 3;

const program = new Command('tigase-emulator')
  .description('A Tigase for tests: the HTTP API, exact to the byte, from one command.')
  .version(packageJson.version)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'tigase-emulator: ')) });

const startCommand = program.command('start').description('serve until stopped').exitOverride();
addOptions(startCommand, startOptions);
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

const runCommand = program
  .command('run')
  .argument('<stories...>', 'files, folders or patterns')
  .description('play scenarios and recordings')
  .exitOverride();
addOptions(runCommand, runOptions);
runCommand.addHelpText(
  'after',
  `
Examples:
  tigase-emulator run scenarios
  tigase-emulator run scenarios --tags "smoke and not slow" --reporter junit=report.xml
  tigase-emulator run scenarios --target http://tigase.test:8080 --api-key KEY
`,
);
runCommand.action(async (stories: string[], flags: Flags) => {
  const { run } = await import('./stories.js');
  await run(stories, dashed(flags));
});

program
  .command('check')
  .argument('<stories...>', 'files, folders or patterns')
  .description('check scenario files without playing them')
  .exitOverride()
  .action(async (stories: string[]) => {
    const { check } = await import('./stories.js');
    await check(stories);
  });

const recordCommand = program
  .command('record')
  .description('stand between a client and a server, and write what passes as a scenario')
  .exitOverride();
addOptions(recordCommand, recordOptions);
recordCommand.addHelpText(
  'after',
  `
Example:
  tigase-emulator record --target http://tigase.test:8080 --out recorded.yaml
`,
);
recordCommand.action(async (flags: Flags) => {
  const { record } = await import('./stories.js');
  await record(flags);
});

program
  .command('schema')
  .argument('<of>', 'config or scenario')
  .description('print a JSON Schema for editors')
  .exitOverride()
  .action(async (of: string) => {
    const { schemaOf } = await import('./stories.js');
    process.stdout.write(`${JSON.stringify(schemaOf(of), null, 2)}\n`);
  });

function addOptions(command: Command, options: readonly CommandOption[]): void {
  for (const { name, argument, help } of options) {
    const flag = `--${name}${argument === undefined ? '' : ` <${argument.label}>`}`;
    const option = new Option(flag, help);
    if (argument?.list === true)
      option.argParser((value: string, before: string[] = []) => [...before, value]);
    command.addOption(option);
  }
}

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

/** Errors are known by their codes: their classes may come from another bundle. */
function hasCode(failure: unknown, code: string): failure is Error {
  return failure instanceof Error && 'code' in failure && failure.code === code;
}

// Whoever reads the output may have seen enough, as `head` has.
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  if (failure.code === 'EPIPE') process.exit();
  throw failure;
});

try {
  await program.parseAsync();
} catch (failure) {
  if (failure instanceof CommanderError) process.exitCode = failure.exitCode === 0 ? OK : USAGE;
  else if (hasCode(failure, 'USAGE')) {
    complain(failure.message, wantsJson(process.argv, process.env));
    process.exitCode = USAGE;
  } else if (hasCode(failure, 'TARGET')) {
    complain(failure.message, false);
    process.exitCode = UNREACHABLE;
  } else throw failure;
}
