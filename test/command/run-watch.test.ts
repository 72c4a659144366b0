import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { hearing, spawnCommand } from '../support/command.js';
import { FAILS, story, storyFolder } from '../support/stories.js';

/** Each run of a loaded machine takes its time. */
vi.setConfig({ testTimeout: 20_000 });

/** The command while it watches. */
async function watching(folder: string, ...args: string[]) {
  const child = spawnCommand(['run', '--watch', ...args], { folder });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  const [stdout, stderr] = [hearing(child, [child.stdout]), hearing(child, [child.stderr])];
  let rounds = 0;
  let [toldBefore, saidBefore] = ['', ''];
  /** What the next run tells on stdout and stderr, once it waits again. */
  const round = async () => {
    rounds += 1;
    await stderr.said(
      new RegExp(`(?:waiting for a file to be saved; Ctrl-C ends it\\n[\\s\\S]*){${rounds}}`),
    );
    const told = stdout.text().slice(toldBefore.length);
    const said = stderr.text().slice(saidBefore.length);
    [toldBefore, saidBefore] = [stdout.text(), stderr.text()];
    return { told, said: said.replace(/\nwaiting for .*\n/, '') };
  };
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [status] = (await closed) as [number | null];
    return status;
  };
  const save = (name: string, text: string) => writeFileSync(join(folder, name), text);
  return { round, stop, save };
}

test('--watch plays again what a saved file changes, and ends with SIGINT', async () => {
  const folder = storyFolder({ 'a.yaml': story({ name: 'First' }), 'b.yaml': story({ name: 'Second' }) });
  const { round, stop, save } = await watching(folder, '.');
  expect((await round()).told).toMatch(/✓ First[\s\S]*✓ Second[\s\S]*\n2 passed, 0 failed/);
  save('b.yaml', story({ name: 'Changed' }));
  const { told } = await round();
  expect(told).toMatch(/✓ Changed[\s\S]*\n1 passed, 0 failed/);
  expect(told).not.toContain('First');
  expect(await stop('SIGINT')).toBe(0);
});

test('--watch goes on after a failure, and ends with SIGTERM', async () => {
  const folder = storyFolder({ 'a.yaml': story({ name: 'A', step: FAILS }) });
  const { round, stop, save } = await watching(folder, 'a.yaml');
  expect((await round()).told).toContain('0 passed, 1 failed');
  save('a.yaml', story({ name: 'A' }));
  expect((await round()).told).toContain('1 passed, 0 failed');
  expect(await stop('SIGTERM')).toBe(0);
});

test('--watch goes on after a broken file, from the first run on', async () => {
  const folder = storyFolder({ 'a.yaml': 'name: Broken\n', 'b.yaml': story({ name: 'B' }) });
  const { round, stop, save } = await watching(folder, '.');
  const first = await round();
  expect(first.told).toBe('');
  expect(first.said).toContain('a.yaml:1:1: steps is missing');
  save('a.yaml', story({ name: 'Repaired' }));
  expect((await round()).told).toMatch(/✓ Repaired[\s\S]*\n1 passed, 0 failed/);
  save('a.yaml', 'name: [');
  expect((await round()).said).toContain('a.yaml:1:8: no YAML');
  save('a.yaml', story({ name: 'Repaired again' }));
  expect((await round()).told).toContain('✓ Repaired again');
  await stop('SIGINT');
});

test('--watch plays the stories that a saved part or fixture belongs to', async () => {
  const part = (show: string) =>
    `name: Part\nparameters: [user]\nsteps:\n  - app: { sets status of: "{user}", show: ${show} }\n`;
  const folder = storyFolder({
    'stories/plays.yaml':
      'name: Plays the part\ngiven: { accounts: [test] }\nsteps:\n  - play: ../parts/part.yaml\n    with: { user: test }\n',
    'stories/posts.yaml':
      'name: Posts the fixture\ngiven: { accounts: [test] }\nsteps:\n  - app: { posts: "/rest/user/{test}/status", json: { from file: ../fixture.json } }\n',
    'stories/other.yaml': story({ name: 'Other' }),
    'parts/part.yaml': part('xa'),
    'fixture.json': '{"show":"xa"}',
  });
  const { round, stop, save } = await watching(folder, 'stories');
  expect((await round()).told).toContain('\n3 passed, 0 failed');
  save('parts/part.yaml', part('dnd'));
  const byPart = (await round()).told;
  expect(byPart).toMatch(/✓ Plays the part[\s\S]*\n1 passed, 0 failed/);
  save('fixture.json', '{"show":"dnd"}');
  expect((await round()).told).toMatch(/✓ Posts the fixture[\s\S]*\n1 passed, 0 failed/);
  await stop('SIGINT');
});

test('--watch plays a file that is new in the folder', async () => {
  const folder = storyFolder({ 'a.yaml': story({ name: 'A' }) });
  const { round, stop, save } = await watching(folder, '.');
  await round();
  save('b.yaml', story({ name: 'New' }));
  const { told } = await round();
  expect(told).toMatch(/✓ New[\s\S]*\n1 passed, 0 failed/);
  await stop('SIGINT');
});
