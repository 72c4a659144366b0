import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommand } from '../support/command.js';
import { FAILS, outcomes, story, storyFolder } from '../support/stories.js';

describe('--tags', () => {
  const stories = () =>
    storyFolder({
      'a.yaml': story({ name: 'Smoke', tags: '[smoke]' }),
      'b.yaml': story({ name: 'Slow smoke', tags: '[smoke, slow]' }),
      'c.yaml': story({ name: 'Slow', tags: '[slow]' }),
      'd.yaml': story({ name: 'Untagged' }),
    });

  test.each([
    ['smoke', ['Smoke', 'Slow smoke']],
    ['smoke and slow', ['Slow smoke']],
    ['smoke and not slow', ['Smoke']],
    ['not (smoke or slow)', ['Untagged']],
    ['not smoke and slow or smoke and not slow', ['Smoke', 'Slow']],
  ])('%s selects %j', async (tags, names) => {
    const args = ['run', '.', '--tags', tags, '--reporter', 'json'];
    const { status, stdout } = await runCommand(args, { folder: stories() });
    expect(status).toBe(0);
    expect(outcomes(stdout).map(([name]) => name)).toEqual(names);
  });

  test('that select nothing are a 2, with the tags that there are', async () => {
    const run = await runCommand(['run', '.', '--tags', 'smok'], { folder: stories() });
    expect(run).toEqual({
      status: 2,
      stdout: '',
      stderr: 'tigase-emulator: --tags does not select one of the 4 scenarios: their tags are slow, smoke\n',
    });
  });

  test('that select nothing where nothing has tags say so', async () => {
    const folder = storyFolder({ 'a.yaml': story({ name: 'A' }), 'b.yaml': story({ name: 'B' }) });
    const { status, stderr } = await runCommand(['run', '.', '--tags', 'smoke'], { folder });
    expect([status, stderr]).toEqual([
      2,
      'tigase-emulator: --tags does not select one of the 2 scenarios: none has tags\n',
    ]);
  });
});

describe('a wrong option of run is a 2, and nothing is played', () => {
  test.each([
    [
      ['--tags', 'a and'],
      '--tags "a and": expected a tag, not or ( at character 6, as in "smoke and not slow"',
    ],
    [
      ['--tags', 'a b'],
      '--tags "a b": expected and, or, or the end at character 3, as in "smoke and not slow"',
    ],
    [['--tags', '(a'], '--tags "(a": expected and, or, or ) at character 3, as in "smoke and not slow"'],
    [
      ['--tags', 'a)'],
      '--tags "a)": expected and, or, or the end at character 2, as in "smoke and not slow"',
    ],
    [
      ['--tags', 'or a'],
      '--tags "or a": expected a tag, not or ( at character 1, as in "smoke and not slow"',
    ],
    [['--tags', ''], '--tags "": expected a tag, not or ( at character 1, as in "smoke and not slow"'],
    [['--jobs', '0'], '--jobs: found "0", expected a number from 1 on'],
    [['--jobs', '-1'], '--jobs: found "-1", expected a number from 1 on'],
    [['--jobs', '1.5'], '--jobs: found "1.5", expected a number from 1 on'],
    [['--jobs', 'many'], '--jobs: found "many", expected a number from 1 on'],
    [['--release', '9'], '--release: "9" is no release: write one of documented, 8.1, 8.2, 8.3, 8.4'],
    [['--config', 'none.yaml'], '--config none.yaml: there is no such file'],
    [
      ['--target', 'ftp://tigase.test'],
      '--target: found "ftp://tigase.test", expected a URL such as http://localhost:8080',
    ],
    [
      ['--target', 'http://tigase.test', '--websocket', 'http://tigase.test:5290'],
      '--websocket: found "http://tigase.test:5290", expected a URL such as ws://localhost:5290',
    ],
    [
      ['--target', 'http://tigase.test', '--auth', 'admin:secret'],
      '--auth: expected the JID and the password of an admin, such as admin@domain.com:secret',
    ],
    [['--auth', 'admin@domain.com:secret'], '--auth goes with --target, the server that is played against'],
    [['--websocket', 'ws://a'], '--websocket goes with --target, the server that is played against'],
    [['--reporter', 'junti'], '--reporter junti: no reporter junti, did you mean junit?'],
    [
      ['--reporter', 'json', '--reporter', 'junit'],
      '--reporter json, --reporter junit: both write to standard output: give one a file, such as --reporter junit=report.xml',
    ],
    [['--reporter', 'json=.'], "--reporter json=.: can't write .: it is a folder"],
    [
      ['--jobs', 'x', '--tags', '(', '--release', '9'],
      [
        '--tags "(": expected a tag, not or ( at character 2, as in "smoke and not slow"',
        'tigase-emulator: --jobs: found "x", expected a number from 1 on',
        'tigase-emulator: --release: "9" is no release: write one of documented, 8.1, 8.2, 8.3, 8.4',
      ].join('\n'),
    ],
    [['--bial'], "unknown option '--bial'\n(Did you mean --bail?)"],
  ])('%j', async (options, message) => {
    const folder = storyFolder({ 'one.yaml': story({ name: 'One' }) });
    expect(await runCommand(['run', 'one.yaml', ...options], { folder })).toEqual({
      status: 2,
      stdout: '',
      stderr: `tigase-emulator: ${message}\n`,
    });
  });

  test('stories are missing', async () => {
    const folder = storyFolder({});
    const { status, stderr } = await runCommand(['run'], { folder });
    expect([status, stderr]).toEqual([2, "tigase-emulator: missing required argument 'stories'\n"]);
  });
});

describe('the environment', () => {
  const stories = () =>
    storyFolder({
      'a.yaml': story({ name: 'A', tags: '[smoke]', step: FAILS }),
      'b.yaml': story({ name: 'B', tags: '[slow]', step: 'show: sleepy' }),
      'c.yaml': story({ name: 'C', tags: '[smoke]' }),
    });

  test('chooses tags, jobs, reporters, and whether to bail out', async () => {
    const folder = stories();
    const environment = {
      TIGASE_EMULATOR_TAGS: 'smoke',
      TIGASE_EMULATOR_JOBS: '1',
      TIGASE_EMULATOR_BAIL: 'true',
      TIGASE_EMULATOR_REPORTER: 'json,html=report.html',
    };
    const { status, stdout } = await runCommand(['run', '.'], { folder, environment });
    expect(status).toBe(1);
    expect(outcomes(stdout)).toEqual([
      ['A', 'failed'],
      ['C', 'skipped'],
    ]);
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
  });

  test('chooses the release and strictness', async () => {
    const folder = stories();
    const environment = { TIGASE_EMULATOR_RELEASE: '8.1', TIGASE_EMULATOR_STRICT: '1' };
    const { stdout } = await runCommand(['run', 'b.yaml', '--reporter', 'json'], { folder, environment });
    expect(JSON.parse(stdout).target).toEqual({ kind: 'embedded emulator', release: '8.1' });
    expect(outcomes(stdout)).toEqual([['B', 'failed']]);
  });

  test('gives way to flags', async () => {
    const folder = stories();
    const environment = {
      TIGASE_EMULATOR_TAGS: 'slow',
      TIGASE_EMULATOR_JOBS: '0',
      TIGASE_EMULATOR_RELEASE: '8.1',
      TIGASE_EMULATOR_REPORTER: 'html=report.html',
    };
    const args = '--tags smoke --jobs 2 --release 8.4 --reporter json'.split(' ');
    const { stdout } = await runCommand(['run', '.', ...args], { folder, environment });
    expect(outcomes(stdout).map(([name]) => name)).toEqual(['A', 'C']);
    expect(JSON.parse(stdout).target.release).toBe('8.4');
    expect(existsSync(join(folder, 'report.html'))).toBe(false);
  });

  test('counts as silent where it is empty', async () => {
    const environment = { TIGASE_EMULATOR_TAGS: '', TIGASE_EMULATOR_JOBS: '', TIGASE_EMULATOR_BAIL: '' };
    const { stdout } = await runCommand(['run', '.', '--reporter', 'json'], {
      folder: stories(),
      environment,
    });
    expect(outcomes(stdout)).toHaveLength(3);
  });

  test('is named where it is wrong', async () => {
    const environment = { TIGASE_EMULATOR_JOBS: 'x', TIGASE_EMULATOR_BAIL: 'maybe' };
    const { status, stderr } = await runCommand(['run', '.'], { folder: stories(), environment });
    expect([status, stderr.split('\n')]).toEqual([
      2,
      [
        'tigase-emulator: TIGASE_EMULATOR_JOBS: found "x", expected a number from 1 on',
        'tigase-emulator: TIGASE_EMULATOR_BAIL: found "maybe", expected true or false',
        '',
      ],
    ]);
  });
});

describe('--reporter', () => {
  test('writes several reports of one run, to files and to stdout', async () => {
    const folder = storyFolder({
      'a.yaml': story({ name: 'Works as told' }),
      'b.yaml': story({ name: 'Fails <of course>', step: FAILS }),
    });
    const reporters = ['pretty', 'junit=out/report.xml', 'json=out/report.json', 'html=out/report.html'];
    const args = ['run', '.', ...reporters.flatMap((reporter) => ['--reporter', reporter])];
    const { status, stdout } = await runCommand(args, { folder });
    expect(status).toBe(1);
    expect(stdout).toContain('✗ Fails <of course>');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['report.html', 'report.json', 'report.xml']);
    const [html, json, xml] = ['html', 'json', 'xml'].map((ending) =>
      readFileSync(join(folder, `out/report.${ending}`), 'utf8'),
    );
    expect(outcomes(json ?? '')).toEqual([
      ['Works as told', 'passed'],
      ['Fails <of course>', 'failed'],
    ]);
    expect(xml).toContain('name="Works as told"');
    expect(xml).toContain('name="Fails &lt;of course&gt;"');
    expect(xml?.match(/<failure[\s>]/g)).toHaveLength(1);
    expect(html).toContain('Works as told');
    expect(html).toContain('Fails &lt;of course&gt;');
    expect(html).not.toContain('<of course>');
  });

  test('with a file alone leaves stdout empty', async () => {
    const folder = storyFolder({ 'a.yaml': story({ name: 'A' }) });
    const run = await runCommand(['run', '.', '--reporter', 'junit=report.xml'], { folder });
    expect(run).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('tests="1"');
  });
});
