// How long others wait while the state of many sessions is told.
import { Agent, request } from 'node:http';
import { send, throughput } from './load.mjs';
import { launch, launchStateReader } from './processes.mjs';
import { pathOf, requests } from './requests.mjs';
import { median, ms } from './statistics.mjs';

const SESSIONS = 100_000;
const ROUNDS = 5;

export async function measureState() {
  const emulator = await launch('emulator');
  let made = 0;
  await send(emulator.url, requests.json, SESSIONS, () => {
    made += 1;
    return pathOf(`user-${made}@domain.com`);
  });
  await throughput(emulator.url, requests.json, 1);
  const calm = await gapDuring(emulator.url, () => new Promise((resolve) => setTimeout(resolve, 1000)));
  const reader = launchStateReader(emulator.url); // of its own: 18 MB keep a process busy
  const gaps = [];
  const times = [];
  let megabytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    const gap = await gapDuring(emulator.url, async () => {
      megabytes = (await reader.read()) / 1024 ** 2;
      times.push(performance.now() - startedAt);
    });
    gaps.push(gap);
  }
  await reader.stop();
  await emulator.stop();
  return {
    [`longest wait beside GET state, ${SESSIONS} sessions`]: {
      measured: `${ms(Math.max(...gaps))} (${gaps.map((gap) => gap.toFixed(0)).join(', ')})`,
      'compared with': `${ms(calm)} without; GET state takes ${ms(median(times))} for ${megabytes.toFixed(0)} MB`,
      goal: 'at most 50 ms',
    },
  };
}

/** The longest that a client waits for the answer to one of its requests, which it sends one after the other. */
async function gapDuring(url, act) {
  const agent = new Agent({ keepAlive: true });
  let isOver = false;
  let longest = 0;
  const asking = (async () => {
    while (!isOver) {
      const startedAt = performance.now();
      await post(url, agent);
      longest = Math.max(longest, performance.now() - startedAt);
    }
  })();
  await act();
  isOver = true;
  await asking;
  agent.destroy();
  return longest;
}

function post(url, agent) {
  const { type, body } = requests.json;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers: { 'Content-Type': type } }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    asked.once('error', reject);
    asked.setHeader('Content-Length', Buffer.byteLength(body));
    asked.end(body);
  });
}
