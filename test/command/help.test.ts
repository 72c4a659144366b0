import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../support/command.js';

const folder = tmpdir();
const COMMANDS = ['start', 'run', 'check', 'record', 'schema', 'completion'];

describe('the help', () => {
  test('lists every command', async () => {
    const { stdout, status } = await runCommand(['--help'], { folder });
    expect(status).toBe(0);
    expect(stdout.match(/^ {2}[a-z]+(?= )/gm)?.map((name) => name.trim())).toEqual([...COMMANDS, 'help']);
  });

  test.each(COMMANDS)('of %s fits 80 columns and shows examples', async (command) => {
    const { stdout } = await runCommand([command, '--help'], { folder });
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(new RegExp(`\nExamples?:\n(?: .*tigase-emulator ${command}.*\n)+`));
  });
});

describe('completion', () => {
  const complete = async (...words: string[]) => {
    const { stdout, status } = await runCommand(['complete', '--', ...words], { folder });
    expect(status).toBe(0);
    const lines = stdout.trim().split('\n');
    return { values: lines.slice(0, -1).map((line) => line.split('\t')[0]), directive: lines.at(-1) };
  };
  const NO_FILES = ':4';
  const FILES = ':0';

  test('knows commands, options, and what they may be', async () => {
    expect(await complete('')).toEqual({ values: [...COMMANDS, 'help'], directive: NO_FILES });
    expect((await complete('st')).values).toEqual(['start']);
    expect((await complete('start', '--web')).values).toEqual(['--websocket-port']);
    expect((await complete('start', '--release', '')).values).toEqual([
      'documented',
      '8.1',
      '8.2',
      '8.3',
      '8.4',
    ]);
    expect((await complete('start', '--log', 'j')).values).toEqual(['json']);
    expect((await complete('run', 'scenarios', '--reporter', '')).values).toEqual([
      'pretty',
      'junit',
      'json',
      'html',
    ]);
    expect((await complete('schema', '')).values).toEqual(['config', 'scenario']);
  });

  test.each([
    ['run', ''],
    ['run', '--bail', 'scen'],
    ['check', 'a.yaml', ''],
    ['start', '--config', ''],
    ['record', '--out', 'rec'],
  ])('leaves files to the shell: %s %s', async (...words) => {
    expect(await complete(...words)).toEqual({ values: [], directive: FILES });
  });

  test.each(['bash', 'zsh', 'fish'])('has a script that %s takes', async (shell) => {
    const { stdout } = await runCommand(['completion', shell], { folder });
    expect(stdout).toContain('tigase-emulator complete --');
    const there = await promisify(execFile)('sh', ['-c', `command -v ${shell}`]).catch(() => undefined);
    if (there !== undefined) {
      const checked = promisify(execFile)(shell, ['-n', '-c', stdout]);
      expect((await checked).stderr).toBe('');
    }
  });

  test('of another shell is told to be none', async () => {
    const { stderr, status } = await runCommand(['completion', 'bsh'], { folder });
    expect(stderr).toBe('tigase-emulator: completion bsh: did you mean bash?\n');
    expect(status).toBe(2);
  });
});
