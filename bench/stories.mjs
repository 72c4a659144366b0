// How long 500 one-request scenarios take as a whole process, embedded emulator included, beside newman with the same
// requests and assertions against an emulator that runs already.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installed, spawned } from './others.mjs';
import { launch } from './processes.mjs';
import { median, ratio } from './statistics.mjs';

const SCENARIOS = 500;
const ROUNDS = 5;

/** Newman is only for this comparison, and large: it is installed when it is wanted. */
const NEWMAN = '6.2.2';

export async function measureStories() {
  const folder = await mkdtemp(join(tmpdir(), 'stories-'));
  const server = await launch('emulator');
  try {
    const newman = await installed('newman', NEWMAN, 'bin/newman.js', folder);
    const stories = join(folder, 'stories');
    await mkdir(stories);
    for (let n = 1; n <= SCENARIOS; n++) await writeFile(join(stories, `story-${n}.yaml`), story(n));
    const collection = join(folder, 'collection.json');
    await writeFile(collection, JSON.stringify(collectionFor(server.port)));
    const times = { run: [], newman: [] };
    for (let round = 0; round <= ROUNDS; round++) {
      const run = await timed(['dist/cli.js', 'run', stories, '--jobs', '2', '--release', '8.3']);
      const other = await timed([newman, 'run', collection, '--reporters', 'cli', '--bail']);
      if (round === 0) continue; // what the system has not read yet
      times.run.push(run);
      times.newman.push(other);
    }
    const [ours, theirs] = [median(times.run), median(times.newman)];
    return {
      [`${SCENARIOS} one-request scenarios`]: {
        measured: `${(ours / 1000).toFixed(2)} s`,
        'compared with': `${(theirs / 1000).toFixed(2)} s, newman ${NEWMAN}`,
        ratio: ratio(ours, theirs),
        goal: 'at most 0.33',
      },
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function story(n) {
  return `name: Caller ${n} is on the phone
given: { accounts: [test] }
steps:
  - app:
      posts: /rest/user/{test}/status/line-${n}
      json: { show: xa, status: On the phone }
      expect:
        status: 200
        json: { status: { show: xa, status: On the phone, success: true } }
`;
}

function collectionFor(port) {
  const assertions = [
    "pm.test('status', () => pm.response.to.have.status(200));",
    'const { status } = pm.response.json();',
    "pm.test('show', () => pm.expect(status.show).to.equal('xa'));",
    "pm.test('text', () => pm.expect(status.status).to.equal('On the phone'));",
    "pm.test('success', () => pm.expect(status.success).to.equal(true));",
  ];
  const item = Array.from({ length: SCENARIOS }, (_, index) => ({
    name: `Caller ${index + 1} is on the phone`,
    event: [{ listen: 'test', script: { exec: assertions } }],
    request: {
      method: 'POST',
      header: [{ key: 'Content-Type', value: 'application/json' }],
      body: { mode: 'raw', raw: JSON.stringify({ show: 'xa', status: 'On the phone' }) },
      url: `http://127.0.0.1:${port}/rest/user/test@domain.com/status/line-${index + 1}?api-key=API_KEY`,
    },
  }));
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  return { info: { name: 'The same requests', schema }, item };
}

/** The time of a whole process, in milliseconds. */
async function timed(args) {
  const startedAt = performance.now();
  await spawned(process.execPath, args);
  return performance.now() - startedAt;
}
