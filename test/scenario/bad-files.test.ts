import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { storyFiles } from '../../emulator/scenario/run/files.js';
import { loadPlays, toldProblems } from '../../emulator/scenario/run/load.js';
import { runCommand } from '../support/command.js';

/** Each `x.yaml` has the exact text that it must bring beside it, in `x.txt`; those in `parts` are right by themselves. */
const BAD_FILES = fileURLToPath(new URL('bad-files/', import.meta.url));
const names = readdirSync(BAD_FILES, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.yaml'))
  .sort();
const bad = names.filter((name) => !name.startsWith('parts/'));
const parts = names.filter((name) => name.startsWith('parts/'));

/** What is told of a file, with names as from its folder. */
async function told(path: string, folder: string): Promise<string> {
  const { problems } = loadPlays((await storyFiles([join(folder, path)])).files, undefined);
  return problems.length === 0 ? '' : toldProblems(problems).replaceAll(folder, '');
}

describe('a bad scenario file', () => {
  test.each(bad)('bad-files/%s brings the exact text beside it', async (name) => {
    const text = await told(name, BAD_FILES);
    expect(text).toMatch(/^[1-9]\d* mistakes? in \d+ files?; nothing was played\n$/m);
    await expect(text).toMatchFileSnapshot(join(BAD_FILES, name.replace('.yaml', '.txt')));
  });

  test.each(parts)('bad-files/%s is right by itself', async (name) => {
    expect(await told(name, BAD_FILES)).toBe('');
  });

  test.each(['check', 'run'])(
    '%s tells all mistakes of all files at once, and plays nothing',
    async (command) => {
      const run = await runCommand([command, '.'], { folder: BAD_FILES });
      const expected = new Set(
        bad.flatMap((name) => blocksOf(readFileSync(join(BAD_FILES, name.replace('.yaml', '.txt')), 'utf8'))),
      );
      expect(run).toMatchObject({ status: 2, stdout: '' });
      const found = blocksOf(run.stderr);
      expect(found.toSorted()).toEqual([...expected].sort());
      const files = new Set(found.map((block) => block.split(':', 1)[0]));
      const end = `\n${found.length} mistakes in ${files.size} files; nothing was played\n`;
      expect(run.stderr.endsWith(end)).toBe(true);
    },
  );
});

/** The mistakes of a text, without the line that counts them. */
function blocksOf(text: string): string[] {
  return text.split('\n\n').slice(0, -1);
}

describe('files that are no story', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bad-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const good = 'name: A story\nsteps:\n  - app: { gets: / }\n';
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, 'empty'));
  mkdirSync(join(folder, 'others'));
  mkdirSync(join(folder, 'found'));
  write('large.yaml', `${good}description: ${'x'.repeat(1024 ** 2)}\n`);
  write('largest.yaml', `${good}# ${'x'.repeat(1024 ** 2 - good.length - 3)}\n`);
  write('recordings.json', Buffer.alloc(64 * 1024 ** 2 + 1, ' '));
  write('binary.yaml', Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x00, 0xff]));
  write('story.txt', good);
  write('others/notes.md', '# no story');
  write('found/story.yaml', good);
  write('found/notes.md', '# no story');
  write('found/package.json', '{ "name": "no story" }');
  write('found/picture.yaml', Buffer.from([0x89, 0x50, 0x00]));
  write('large.xml', 'x'.repeat(1024 ** 2 + 1));
  write('uses-large.yaml', 'name: A story\nsteps:\n  - app: { posts: /, xml: { from file: large.xml } }\n');

  test.each([
    ['large.yaml', `large.yaml: it has ${good.length + 1024 ** 2 + 14} bytes, and at most 1048576 are read`],
    ['recordings.json', 'recordings.json: it has 67108865 bytes, and at most 67108864 are read'],
    ['binary.yaml', 'binary.yaml: it is no text; scenarios and recordings are YAML or JSON'],
    [
      'story.txt',
      'story.txt: its name ends otherwise than .yaml, .yml or .json; scenarios and recordings are YAML or JSON',
    ],
    ['none.yaml', 'none.yaml: there is no such file or folder'],
    ['empty', 'empty: no file fits'],
    ['others', 'others: no file fits'],
    ['none/*.yaml', 'none/*.yaml: no file fits'],
  ])('%s is refused', async (name, message) => {
    const { refused } = await storyFiles([join(folder, name)]);
    expect(refused.map((text) => text.replaceAll(`${folder}/`, ''))).toEqual([message]);
  });

  test('all that are refused are told at once, in the order of the command line', async () => {
    const run = await runCommand(['check', 'none.yaml', 'found', 'story.txt', 'empty'], { folder });
    expect(run).toEqual({
      status: 2,
      stdout: '',
      stderr: [
        'tigase-emulator: none.yaml: there is no such file or folder',
        'tigase-emulator: story.txt: its name ends otherwise than .yaml, .yml or .json; scenarios and recordings are YAML or JSON',
        'tigase-emulator: empty: no file fits',
        '',
      ].join('\n'),
    });
  });

  test('files that were only found are passed over where they are of another kind', async () => {
    const { files } = await storyFiles([join(folder, 'found')]);
    expect(files.map(({ file }) => file)).toEqual([join(folder, 'found/story.yaml')]);
  });

  test('the largest scenario file is read', async () => {
    expect(await told('largest.yaml', `${folder}/`)).toBe('');
  });

  test('a fixture that is too large is told where it is named', async () => {
    expect(await told('uses-large.yaml', `${folder}/`)).toBe(
      [
        'uses-large.yaml:3:40: large.xml has 1048577 bytes; at most 1048576 are read',
        '  3 |   - app: { posts: /, xml: { from file: large.xml } }',
        '    |                                        ^',
        '',
        '1 mistake in 1 file; nothing was played',
        '',
      ].join('\n'),
    );
  });

  test('a file that is named twice, or found as well, is checked once', async () => {
    const args = ['check', 'found/story.yaml', './found', 'found/*.yaml', 'found/../found/story.yaml'];
    expect(await runCommand(args, { folder })).toEqual({
      status: 0,
      stdout: '1 scenario in 1 file: no mistake\n',
      stderr: '',
    });
  });

  test('check counts scenarios, of a matrix each row', async () => {
    const more = 'name: More\nmatrix: { show: [xa, dnd] }\nsteps:\n  - app: { gets: / }\n';
    write('more.yaml', `${good}---\n${more}`);
    const run = await runCommand(['check', 'found', 'more.yaml'], { folder });
    expect(run).toEqual({ status: 0, stdout: '4 scenarios in 2 files: no mistake\n', stderr: '' });
  });
});
