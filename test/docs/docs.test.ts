import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOptions, variableOf } from '../../emulator/start-options.js';
import { hearing, type ServingCommand, serveCommand } from '../support/command.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const shell = (command: string) => promisify(execFile)('sh', ['-c', command], { cwd: ROOT });

/** The code blocks of a page in a language, in order. */
const blocks = (page: string, language: string) =>
  Array.from(read(page).matchAll(/^```(\w*)\n(.*?)\n^```$/gms))
    .filter(([, named]) => named === language)
    .map(([, , code = '']) => code);

describe('what README shows', () => {
  let command: ServingCommand;
  const folder = mkdtempSync(join(tmpdir(), 'tigase-emulator-'));
  beforeAll(async () => {
    command = await serveCommand(['--port', '0'], { folder });
  });
  afterAll(() => command.stop());
  const here = (text: string) => text.replaceAll('localhost:8080', `127.0.0.1:${command.port}`);

  test("the documentation's example is answered as printed", async () => {
    const curl = blocks('README.md', 'sh').find((block) => block.includes('On the phone')) ?? '';
    const { stdout } = await shell(here(curl));
    expect(stdout).toBe(blocks('README.md', 'json')[0]);
  });

  test('the resource is set in XML, and removed', async () => {
    const curls = blocks('README.md', 'sh').find((block) => block.includes('In a meeting')) ?? '';
    const { stdout } = await shell(here(curls));
    expect(stdout).toContain('<user>test@domain.com/calendar</user>');
    expect(stdout).toMatch(/"available": "false".*"success": true/s);
  });

  test('a verification that does not hold says what came nearest, as printed', async () => {
    const curl = blocks('README.md', 'sh').find((block) => block.includes('_emulator/verify')) ?? '';
    const { stdout } = await shell(here(curl));
    const [printed = ''] = blocks('README.md', '').filter((block) => block.startsWith('expected exactly'));
    const withoutIds = (text: string) => text.replace(/#\d+/g, '#');
    const { status, detail } = JSON.parse(stdout);
    expect(status).toBe(422);
    const [, nearest = ''] = /^(.*?came "xa")/s.exec(detail) ?? [];
    expect(withoutIds(nearest)).toBe(withoutIds(printed));
  });

  test('the options are those of the help', () => {
    const listed = read('README.md').match(/TIGASE_EMULATOR_\w+/g) ?? [];
    expect(new Set(listed)).toEqual(new Set(startOptions.map(variableOf)));
  });

  test('the mistake is logged as printed', async () => {
    const curl = blocks('README.md', 'sh').find((block) => block.includes('busy')) ?? '';
    const { stdout } = await shell(here(curl));
    expect(stdout).toBe('');
    const [printed = ''] = blocks('README.md', '').filter((block) => block.includes('json-syntax'));
    const [line] = await command.said(/.*json-syntax.*(?=\n)/);
    const { notes } = JSON.parse(line) as {
      notes: { severity: string; code: string; text: string }[];
    };
    expect(notes.map(({ severity, code, text }) => `${severity} ${code}: ${text}`)).toEqual([printed]);
  });

  test('the listening line has the printed keys', () => {
    const [printed = ''] = blocks('README.md', '').filter((block) => block.includes('listening'));
    expect(Object.keys(JSON.parse(command.lines()[0] ?? ''))).toEqual(Object.keys(JSON.parse(printed)));
  });

  test('the config file is taken as it stands', async () => {
    const file = join(folder, 'readme.yaml');
    writeFileSync(file, blocks('README.md', 'yaml').find((block) => block.includes('clusterNode')) ?? '');
    const configured = await serveCommand(['--config', file, '--port', '0'], { folder });
    expect(await configured.stop()).toBe(0);
  });

  test('a contact sees what is set and removed, as printed', async () => {
    const [printed = ''] = blocks('README.md', '').filter((block) => block.includes('is xa'));
    const [start = ''] = blocks('README.md', 'sh').filter((block) => block.includes('examples/'));
    const curls =
      blocks('README.md', 'sh').find((block) => /On the phone.*"available":"false"/s.test(block)) ?? '';
    const [file = ''] = start.match(/examples\S+/) ?? [];
    const service = `ws://127.0.0.1:${command.websocketPort}`;
    const contact = spawn(process.execPath, [file, 'alice@domain.com', 'alice', service], { cwd: ROOT });
    const { said } = hearing(contact, contact.stdout);
    await said(/^connected as alice@domain.com\/\d+-tigase-\d+; Ctrl-C ends it\n/);
    await shell(here(curls));
    await said(new RegExp(`\n${printed}\n`));
    contact.kill('SIGINT');
    expect(await once(contact, 'exit')).toEqual([0, null]);
  });

  test('the library needs no client to see it', async () => {
    const [example = ''] = blocks('README.md', 'js');
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', example], {
      cwd: ROOT,
    });
    expect(stdout).toBe('On the phone\n');
  });

  test('a fault is added, and answers once in place of Tigase', async () => {
    const curls = blocks('README.md', 'sh').find((block) => block.includes('_emulator/faults')) ?? '';
    const { stdout } = await shell(here(curls));
    const [printed = ''] = blocks('README.md', '').filter((block) => block.includes('maintenance'));
    expect(stdout).toBe(`{"id":"fault-1"}${printed}`);
    const left = await fetch(`http://127.0.0.1:${command.port}/_emulator/faults`);
    expect(await left.json()).toEqual([]);
  });

  describe('the first scenario', () => {
    const told = (text: string) =>
      text
        .replace(/ {2}[\d.]+ m?s$/m, '  TIME')
        .replace(/\([\d.]+ s\)/, '(TIME)')
        .trim();
    const play = (story: string) => {
      writeFileSync(join(folder, 'on-the-phone.yaml'), story);
      const run = `cd '${folder}' && '${process.execPath}' '${ROOT}dist/cli.js' run on-the-phone.yaml || true`;
      return shell(`NO_COLOR=1; export NO_COLOR; ${run}`);
    };
    const story = () => blocks('README.md', 'yaml').find((block) => block.startsWith('name:')) ?? '';
    const printed = (words: string) => blocks('README.md', '').find((block) => block.includes(words)) ?? '';

    test('passes as printed', async () => {
      const { stdout } = await play(story());
      expect(told(stdout)).toBe(told(printed('✓ A contact')));
    });

    test('fails as printed, where alice expects another text', async () => {
      const { stdout } = await play(story().replace(/(receives.*)On the phone/, '$1On a call'));
      expect(told(stdout)).toContain(told(printed('✗ A contact')));
    });
  });

  test('an account is made, and listed for an admin', async () => {
    const curls = blocks('README.md', 'sh').find((block) => block.includes('carol')) ?? '';
    const { stdout } = await shell(here(curls));
    expect(stdout).toContain('"jid": "carol@domain.com"');
    expect(stdout).toContain('<item>carol@domain.com</item>');
  });

  test("the story of the documentation's examples plays", async () => {
    const { stdout } = await shell(`sh scenarios/documentation.sh http://127.0.0.1:${command.port}`);
    expect(stdout.match(/"success": true|<success>true/g)).toHaveLength(4);
    expect(stdout).toContain('"resource":"calendar"');
  });
});

test('docs/notes.md lists every code that there is, and no other', () => {
  const files = readdirSync(join(ROOT, 'emulator'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const source = files.map((name) => read(join('emulator', name))).join('\n');
  const listed = Array.from(
    read('docs/notes.md').matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) +\|/gm),
    ([, codes = '']) => codes.match(/[a-z-]+/g) ?? [],
  ).flat();
  for (const code of listed)
    expect(
      source.includes(`'${code.replace(/^stream-(?!not-open)/, '')}'`) || /^api-key-/.test(code),
      code,
    ).toBe(true);
  const used = Array.from(
    source.matchAll(/\b(?:error|warning|info)\(\s*'([a-z]+(?:-[a-z]+)+)'/g),
    ([, code]) => code,
  );
  expect(used.length).toBeGreaterThan(20);
  for (const code of used) expect(listed).toContain(code);
});
