import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runCommand, spawnCommand } from '../support/command.js';
import { FAILS, outcomes, story, storyFolder } from '../support/stories.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('tigase-emulator run', () => {
  test('plays stories, tells what came of them on stdout, and ends with 0 where all passed', async () => {
    const folder = storyFolder({ 'one.yaml': story({ name: 'One' }), 'two.yaml': story({ name: 'Two' }) });
    const { status, stdout, stderr } = await runCommand(['run', '.'], { folder });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.replace(/ {2}\d+ ms/g, '  # ms').replace(/\(\d+\.\d s\)/, '(# s)')).toBe(
      [
        'one.yaml',
        '  ✓ One  # ms',
        '',
        'two.yaml',
        '  ✓ Two  # ms',
        '',
        'played against embedded emulators, release documented',
        '2 passed, 0 failed, 0 skipped (# s)',
        '',
      ].join('\n'),
    );
  });

  test('ends with 1 where one failed, and names the line and the column', async () => {
    const folder = storyFolder({
      'one.yaml': story({ name: 'One' }),
      'two.yaml': story({ name: 'Two', step: FAILS }),
    });
    const { status, stdout, stderr } = await runCommand(['run', '.'], { folder });
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain('two.yaml:5:52\n');
    expect(stdout).toContain('\n1 passed, 1 failed, 0 skipped (');
  });

  test('ends with 2 where a file is wrong, and plays none of the others', async () => {
    const folder = storyFolder({
      'bad.yaml': 'name: Bad\nsteps: []\n',
      'good.yaml': story({ name: 'Good' }),
    });
    const { status, stdout, stderr } = await runCommand(['run', 'good.yaml', 'bad.yaml'], { folder });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^bad\.yaml:2:8: [\s\S]*\n1 mistake in 1 file; nothing was played\n$/);
  });

  test('ends with 3 where the target can’t be reached', async () => {
    const folder = storyFolder({ 'one.yaml': story({ name: 'One' }) });
    const target = `http://127.0.0.1:${await closedPort()}`;
    expect(await runCommand(['run', '.', '--target', target], { folder })).toEqual({
      status: 3,
      stdout: '',
      stderr: `tigase-emulator: --target ${target} can't be reached: nothing listens there\n`,
    });
  });

  test('--bail stops after the first that fails, and the others are skipped', async () => {
    const folder = storyFolder({
      'one.yaml': story({ name: 'One' }),
      'two.yaml': story({ name: 'Two', step: FAILS }),
      'three.yaml': story({ name: 'Three' }),
    });
    const files = ['one.yaml', 'two.yaml', 'three.yaml'];
    const args = ['run', ...files, '--jobs', '1', '--reporter', 'json'];
    const [all, bailed] = await Promise.all([
      runCommand(args, { folder }),
      runCommand([...args, '--bail'], { folder }),
    ]);
    expect([all.status, bailed.status]).toEqual([1, 1]);
    expect(outcomes(all.stdout)).toEqual([
      ['One', 'passed'],
      ['Two', 'failed'],
      ['Three', 'passed'],
    ]);
    expect(outcomes(bailed.stdout)).toEqual([
      ['One', 'passed'],
      ['Two', 'failed'],
      ['Three', 'skipped'],
    ]);
    expect(bailed.stdout).toContain('"reason": "another one failed before, and --bail stops there"');
  });

  test('tells results in the order of the command line, whatever ends first', async () => {
    const slow = (name: string, delay: string) =>
      story({ name }).replace(
        'steps:\n',
        `steps:\n  - emulator: { misbehaves for: test, delay: ${delay} }\n`,
      );
    const folder = storyFolder({
      'b.yaml': slow('Slowest', '600ms'),
      'a.yaml': slow('Slow', '300ms'),
      'c.yaml': story({ name: 'Fast' }),
    });
    const args = ['run', 'b.yaml', 'a.yaml', 'c.yaml', '--jobs', '3', '--reporter', 'json'];
    const { stdout } = await runCommand(args, { folder });
    expect(outcomes(stdout).map(([name]) => name)).toEqual(['Slowest', 'Slow', 'Fast']);
    const { scenarios } = JSON.parse(stdout) as { scenarios: { startedAt: string; ms: number }[] };
    const [first, , last] = scenarios.map(({ startedAt, ms }) => Date.parse(startedAt) + ms);
    expect(Number(last), 'the last ended first: they were played at a time').toBeLessThan(Number(first));
  });

  test('--jobs 1 plays one after the other', async () => {
    const names = ['a', 'b', 'c'];
    const folder = storyFolder(
      Object.fromEntries(names.map((name) => [`${name}.yaml`, story({ name: name.toUpperCase() })])),
    );
    const { stdout } = await runCommand(['run', '.', '--jobs', '1', '--reporter', 'json'], { folder });
    const { scenarios } = JSON.parse(stdout) as { scenarios: { startedAt: string; ms: number }[] };
    const ends = scenarios.map(({ startedAt, ms }) => Date.parse(startedAt) + Math.floor(ms));
    const starts = scenarios.map(({ startedAt }) => Date.parse(startedAt));
    expect(starts).toHaveLength(3);
    expect(Number(starts[1])).toBeGreaterThanOrEqual(Number(ends[0]));
    expect(Number(starts[2])).toBeGreaterThanOrEqual(Number(ends[1]));
  });

  test('--strict fails on a warning of the emulator’s, and names it', async () => {
    const folder = storyFolder({ 'one.yaml': story({ name: 'One', step: 'show: sleepy' }) });
    const [plain, strict] = await Promise.all([
      runCommand(['run', '.'], { folder }),
      runCommand(['run', '.', '--strict'], { folder }),
    ]);
    expect([plain.status, strict.status]).toEqual([0, 1]);
    expect(strict.stdout).toContain(
      'the emulator warns, and --strict lets no warning pass: show "sleepy" is not chat, away, xa or dnd',
    );
  });

  test.each(['chat', 'away', 'xa', 'dnd'])('--strict lets %s pass', async (show) => {
    const folder = storyFolder({ 'one.yaml': story({ name: 'One', step: `show: ${show}` }) });
    expect(await runCommand(['run', '.', '--strict'], { folder })).toMatchObject({ status: 0 });
  });

  test('plays recordings beside scenarios', async () => {
    const scenario = storyFolder({ 'one.yaml': story({ name: 'One' }) });
    const args = ['run', `${scenario}/one.yaml`, 'fixtures/http/documented.yaml', '--reporter', 'json'];
    const { status, stdout } = await runCommand(args, { folder: REPOSITORY });
    expect(status).toBe(0);
    const played = outcomes(stdout);
    expect(played[0]).toEqual(['One', 'passed']);
    expect(played.length).toBeGreaterThan(1);
    expect(played.filter(([, outcome]) => outcome !== 'passed')).toEqual([]);
  });

  test('--config and --release reach the embedded emulator', async () => {
    const folder = storyFolder({
      'open.yaml': story({ name: 'With any key', step: 'show: xa, api key: any-at-all' }),
      'release.yaml':
        'name: By release\nreleases: ["8.4"]\ngiven: { accounts: [test] }\nsteps:\n  - app: { gets: "/{release}", expect: { status: { one of: [404, 405] } } }\n',
      'config/emulator.yaml': 'openAccess: true\nrelease: "8.3"\n',
    });
    const run = async (...more: string[]) => {
      const args = ['run', 'open.yaml', 'release.yaml', '--reporter', 'json', ...more];
      const { stdout } = await runCommand(args, { folder });
      return { release: JSON.parse(stdout).target.release, outcomes: outcomes(stdout).map(([, one]) => one) };
    };
    expect(await run()).toEqual({ release: 'documented', outcomes: ['failed', 'skipped'] });
    const config = ['--config', 'config/emulator.yaml'];
    expect(await run(...config)).toEqual({ release: '8.3', outcomes: ['passed', 'skipped'] });
    expect(await run(...config, '--release', '8.4')).toEqual({
      release: '8.4',
      outcomes: ['passed', 'passed'],
    });
  });

  test('goes on quietly where stdout is closed early', async () => {
    const folder = storyFolder(
      Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [`${at}.yaml`, story({ name: `Story ${at}` })]),
      ),
    );
    const child = spawnCommand(['run', '.', '--jobs', '1'], { folder });
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    const signal = await new Promise((resolve) => child.once('close', (_, by) => resolve(by)));
    expect([signal, stderr]).toEqual([null, '']);
  });
});
