#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { complain } from '../complaint.js';
import { type CommandOption, startOptions } from '../options/start-options.js';
import type { Flags } from '../options/start-settings.js';
import { recordOptions } from '../scenario/record/record-options.js';
import { runOptions } from '../scenario/run/run-options.js';
import { start } from './start.js';

/** What the command exits with. */
const OK = 0;
const USAGE = 2;
const UNREACHABLE = 3;

const program = new Command('tigase-emulator')
  .description('A Tigase XMPP server for tests: its HTTP API, exact to the byte.')
  .version(packageJson.version)
  .showSuggestionAfterError()
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'tigase-emulator: ')) });

/** The options of each command. */
const options = new Map<string, readonly CommandOption[]>();

command('start', 'serve until stopped', startOptions)
  .addHelpText(
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
  )
  .action((flags: Flags) => start(dashed(flags)));

command('run', 'play scenarios and recordings', runOptions)
  .argument('<stories...>', 'files, folders or patterns')
  .addHelpText(
    'after',
    `
Examples:
  tigase-emulator run scenarios
  tigase-emulator run scenarios --tags "smoke and not slow"
  tigase-emulator run scenarios --reporter pretty --reporter junit=report.xml
  tigase-emulator run scenarios --target http://tigase.test:8080 --api-key KEY
`,
  )
  .action(async (stories: string[], flags: Flags) => {
    const { run } = await import('./stories.js');
    await run(stories, dashed(flags));
  });

command('check', 'check scenario files without playing them')
  .argument('<stories...>', 'files, folders or patterns')
  .addHelpText(
    'after',
    `
Examples:
  tigase-emulator check scenarios
  tigase-emulator check "tests/**/*.yaml"
`,
  )
  .action(async (stories: string[]) => {
    const { check } = await import('./stories.js');
    await check(stories);
  });

command('record', 'write what passes to a server as a scenario', recordOptions)
  .addHelpText(
    'after',
    `
It stands between a client and a server: point the client at its port.

Example:
  tigase-emulator record --target http://tigase.test:8080 --out recorded.yaml
`,
  )
  .action(async (flags: Flags) => {
    const { record } = await import('./stories.js');
    await record(flags);
  });

command('schema', 'print a JSON Schema for editors')
  .argument('<of>', 'config or scenario')
  .addHelpText(
    'after',
    `
Examples:
  tigase-emulator schema config > tigase-emulator.schema.json
  tigase-emulator schema scenario > scenario.schema.json
`,
  )
  .action(async (of: string) => {
    const { schemaOf } = await import('./stories.js');
    process.stdout.write(`${JSON.stringify(schemaOf(of), null, 2)}\n`);
  });

command('completion', 'print a script that completes commands in a shell')
  .argument('<shell>', 'bash, zsh, fish or powershell')
  .addHelpText(
    'after',
    `
Examples:
  source <(tigase-emulator completion bash)
  source <(tigase-emulator completion zsh)
  tigase-emulator completion fish | source
`,
  )
  .action(async (shell: string) => {
    const { printCompletion } = await import('./completion.js');
    printCompletion(shell);
  });

// What the script calls with all that was typed so far.
program
  .command('complete', { hidden: true })
  .argument('[words...]')
  .action(async (words: string[]) => {
    const { complete } = await import('./completion.js');
    complete(program, options, words);
  });

/** A command with its options. */
function command(name: string, description: string, own: readonly CommandOption[] = []): Command {
  const added = program.command(name).description(description).exitOverride();
  for (const option of own) added.addOption(flagOf(option));
  options.set(name, own);
  return added;
}

function flagOf({ name, argument, help }: CommandOption): Option {
  const option = new Option(`--${name}${argument === undefined ? '' : ` <${argument.label}>`}`, help);
  if (argument?.list === true) option.argParser((value: string, before: string[] = []) => [...before, value]);
  return option;
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
