import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { type Block, blocksOf, PagePlayer } from '../support/page-player.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const installed = inject('installed');

const inFolder = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
const WRITTEN = ['README.md', ...inFolder('docs')].filter((page) => page !== 'docs/releases.md');
const PAGES = [
  ...WRITTEN,
  'docs/releases.md',
  ...inFolder('docs/reference'),
  'CONTRIBUTING.md',
  'CHANGELOG.md',
];

/** What another test holds, or what is a picture rather than code. */
const HELD_ELSEWHERE: { readonly [page: string]: (block: Block) => boolean } = {
  'docs/scenarios.md': ({ language }) => language === 'yaml', // test/docs/scenarios.test.ts
  'docs/architecture.md': ({ language }) => language === '',
};

const playedOf = (page: string) => blocksOf(read(page)).filter((block) => !HELD_ELSEWHERE[page]?.(block));

describe.each(WRITTEN.filter((page) => playedOf(page).length > 0))('%s', (page) => {
  const blocks = playedOf(page);

  test('comes true, block by block', async () => {
    const player = await PagePlayer.open(installed);
    try {
      for (const [index, block] of blocks.entries()) {
        try {
          await player.play(block, blocks[index + 1]);
        } catch (failure) {
          throw new Error(`${page}:${block.line}: ${(failure as Error).message}`);
        }
      }
      if (page === 'docs/ci.md') await playCi(player);
    } finally {
      await player.close();
    }
  });
});

/** The files of docs/ci.md are run as CI servers and containers would. */
async function playCi(player: PagePlayer): Promise<void> {
  const file = (name: string) => readFile(join(player.folder, name), 'utf8');
  const report = join(player.folder, 'report.xml');
  const github = parse(await file('.github/workflows/tigase.yml'));
  const gitlab = parse(await file('.gitlab-ci.yml'));
  const scripts: string[][] = [
    github.jobs['contract-tests'].steps.flatMap(({ run }: { run?: string }) => run ?? []),
    gitlab['contract-tests'].script,
  ];
  for (const script of scripts) {
    await writeFile(report, '');
    for (const command of script) await player.command(command);
    expect(await readFile(report, 'utf8')).toContain('<testcase');
  }
  const dockerfile = await file('Dockerfile');
  const instruction = (name: string) =>
    new RegExp(`^${name}.*?(\\[.*\\])$`, 'm').exec(dockerfile)?.[1] ?? '[]';
  expect(dockerfile).toMatch(/^RUN npm install --global tigase-emulator$/m);
  const quoted = (words: string[]) => words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const [, host] = /^ENV (TIGASE_EMULATOR_HOST=\S+)$/m.exec(dockerfile) ?? [];
  const command = `env ${host} TIGASE_EMULATOR_HOST=127.0.0.1 ${JSON.parse(instruction('CMD')).join(' ')}`;
  await player.command(`${command}\n`);
  await player.command(quoted(JSON.parse(instruction('HEALTHCHECK'))));
  const compose = parse(await file('compose.yaml'));
  const exposed = /^EXPOSE (.*)$/m.exec(dockerfile)?.[1]?.split(' ') ?? [];
  expect(compose.services.tigase.ports).toEqual(exposed.map((port) => `${port}:${port}`));
}

test("scenarios/documentation.sh plays the documentation's examples", async () => {
  const player = await PagePlayer.open(installed);
  try {
    await player.command('npm ci && npm start\n');
    await player.command('sh scenarios/documentation.sh http://localhost:8080');
    expect(player.output.match(/"success": true|<success>true/g)).toHaveLength(4);
    expect(player.output).toContain('"resource":"calendar"');
  } finally {
    await player.close();
  }
});

test('the pages that npm run docs writes are what the code says', async () => {
  const generator: string = '../../build/reference.mjs';
  const { pages } = await import(generator);
  for (const [file, text] of Object.entries(await pages())) expect(read(file), file).toBe(text);
});

describe.each(PAGES)('the links of %s', (page) => {
  const links = Array.from(read(page).matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link);
  const own = links.filter((link) => !/^https?:/.test(link));

  test('lead somewhere', () => {
    for (const link of own) {
      const [path = '', heading] = link.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(ROOT, file)), `${page} → ${link}`).toBe(true);
      if (heading === undefined) continue;
      const headings = Array.from(read(file).matchAll(/^#+ (.*)$/gm), ([, text = '']) =>
        text
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      expect(headings, `${page} → ${link}`).toContain(heading);
    }
  });
});

test('every page of docs/ is one click from the README', () => {
  const links = Array.from(read('README.md').matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link);
  for (const page of [...inFolder('docs'), ...inFolder('docs/reference')]) expect(links).toContain(page);
});
