import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reporter } from '../../../emulator/scenario/report/reporter.js';
import { parseReporterSpec } from '../../../emulator/scenario/report/reporter-spec.js';
import { createReporters, type ReportIo } from '../../../emulator/scenario/report/reporters.js';
import { UsageError } from '../../../emulator/usage-error.js';
import { everything, failing, passing, run } from './samples.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Streams that keep what is written. */
function streams(stderr: { isTTY?: boolean; columns?: number } = {}) {
  const written = { stdout: '', stderr: '' };
  const io: ReportIo = {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text), ...stderr },
    environment: {},
    folder,
  };
  return { io, written };
}

function reporters(texts: readonly string[], io = streams().io): Promise<Reporter> {
  return createReporters(texts.map(parseReporterSpec), io);
}

function play(reporter: Reporter): void {
  reporter.started?.(everything.scenarios.length);
  for (const scenario of everything.scenarios) reporter.scenarioStarted?.(scenario);
  for (const scenario of everything.scenarios) reporter.scenarioEnded?.(scenario);
  reporter.finished(everything);
}

const isRoot = process.getuid?.() === 0;

describe('--reporter', () => {
  it('takes a name, or a name and a file', () => {
    expect(parseReporterSpec('html')).toEqual({ name: 'html', file: undefined });
    expect(parseReporterSpec('junit=a=b/c.xml')).toEqual({ name: 'junit', file: 'a=b/c.xml' });
  });

  it.each([
    ['junti', '--reporter junti: no reporter junti, did you mean junit?'],
    ['HTML=a', '--reporter HTML=a: no reporter HTML, did you mean html?'],
    ['spreadsheet', '--reporter spreadsheet: no reporter spreadsheet, there are pretty, junit, json, html'],
    ['=a.xml', '--reporter =a.xml: no reporter "", there are pretty, junit, json, html'],
    ['junit=', '--reporter junit=: no file after =, expected such as junit=report.xml'],
  ])('%s is refused', (text, message) => {
    expect(() => parseReporterSpec(text)).toThrow(new UsageError(message));
  });

  it.each([
    [
      ['pretty', 'json'],
      '--reporter pretty, --reporter json: both write to standard output: give one a file, such as --reporter json=report.json',
    ],
    [
      ['html=a.html', 'html', 'html'],
      '--reporter html, --reporter html: both write to standard output: give one a file, such as --reporter html=report.html',
    ],
    [
      ['json=out/a', 'junit=./out/../out/a'],
      '--reporter json=out/a, --reporter junit=./out/../out/a: both write to the same file: give each its own',
    ],
    [['json=.'], "--reporter json=.: can't write .: it is a folder"],
    [
      ['json=file/a.json'],
      "--reporter json=file/a.json: can't write file/a.json: a part of its path is no folder",
    ],
    [
      ['json=file/a/b.json'],
      "--reporter json=file/a/b.json: can't write file/a/b.json: a part of its path is no folder",
    ],
  ])('%j are refused before anything is played', async (texts, message) => {
    writeFileSync(join(folder, 'file'), '');
    await expect(reporters(texts)).rejects.toThrow(new UsageError(message));
  });

  it('is refused where a link leads to the same file', async () => {
    writeFileSync(join(folder, 'a'), '');
    symlinkSync(join(folder, 'a'), join(folder, 'b'));
    await expect(reporters(['json=a', 'junit=b'])).rejects.toThrow('both write to the same file');
  });

  it.skipIf(isRoot)('is refused where there is no permission', async () => {
    mkdirSync(join(folder, 'closed'));
    chmodSync(join(folder, 'closed'), 0o500);
    await expect(reporters(['json=closed/a'])).rejects.toThrow(
      new UsageError("--reporter json=closed/a: can't write closed/a: no permission"),
    );
  });
});

describe('reports', () => {
  it('are pretty and on standard output where none is asked for', async () => {
    const { io, written } = streams();
    play(await reporters([], io));
    expect(written.stdout).toContain('1 passed, 3 failed, 1 skipped (1.2 s)\n');
    expect(written.stderr).toBe('');
  });

  it('go into files, whose folders are made, beside the one on standard output', async () => {
    const { io, written } = streams();
    play(await reporters(['json', 'junit=new/folder/a.xml', 'html=a.html', 'pretty=a.txt'], io));
    expect(JSON.parse(written.stdout).counts).toEqual({ passed: 1, failed: 3, skipped: 1 });
    expect(readFileSync(join(folder, 'new/folder/a.xml'), 'utf8')).toMatch(/^<\?xml[\s\S]*<\/testsuites>\n$/);
    expect(readFileSync(join(folder, 'a.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toMatch(
      /^scenarios\/status.yaml\n[\s\S]*\(1\.2 s\)\n$/,
    );
  });

  it('replace an old one in one stroke, at the end, and leave nothing else behind', async () => {
    writeFileSync(join(folder, 'a.json'), 'old');
    const reporter = await reporters(['json=a.json']);
    reporter.scenarioEnded?.(passing);
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old');
    reporter.finished(run([passing]));
    expect(JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')).counts.passed).toBe(1);
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  it('follow a link instead of replacing it', async () => {
    writeFileSync(join(folder, 'a.json'), 'old');
    symlinkSync('a.json', join(folder, 'latest.json'));
    play(await reporters(['json=latest.json']));
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toContain('"counts"');
  });

  it.skipIf(!existsSync('/dev/null'))('can go to a device, which stays one', async () => {
    play(await reporters(['json=/dev/null']));
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  it('are all written, even where one can’t be in the end', async () => {
    const reporter = await reporters(['json=gone/a.json', 'junit=a.xml']);
    rmSync(join(folder, 'gone'), { recursive: true });
    expect(() => reporter.finished(everything)).toThrow(
      /^--reporter json=gone\/a\.json: can't write gone\/a\.json: /,
    );
    expect(existsSync(join(folder, 'a.xml'))).toBe(true);
  });
});

describe('the progress line', () => {
  const CLEAR = '\r\u001b[2K';

  it('says on a terminal which scenario is waited for, and goes at the end', async () => {
    const { io, written } = streams({ isTTY: true, columns: 40 });
    const reporter = await createReporters([], io);
    const one = { ...passing, name: 'One' };
    const other = { ...failing, name: 'A name that is much too long for 40 columns' };
    reporter.started?.(2);
    reporter.scenarioStarted?.(one);
    reporter.scenarioStarted?.(other);
    reporter.scenarioEnded?.(one);
    reporter.scenarioEnded?.(other);
    reporter.finished(run([one, other]));
    expect(written.stderr.split(CLEAR)).toEqual([
      '',
      'playing 1 of 2: One…',
      '',
      'playing 1 of 2: One…',
      '',
      'playing 2 of 2: A name that is much to…',
      '',
    ]);
  });

  it('is never written anywhere else', async () => {
    const { io, written } = streams({ columns: 40 });
    play(await createReporters([], io));
    expect(written.stderr).toBe('');
  });
});
