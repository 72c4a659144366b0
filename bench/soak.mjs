// Whether memory stays flat, however many requests come.
import { send } from './load.mjs';
import { launch, launchEventReader } from './processes.mjs';
import { pathOf, requests } from './requests.mjs';
import { median, pause } from './statistics.mjs';

const REQUESTS = 250_000;
const PARTS = 10;

/** How long the process may take to put its memory in order after a load, in milliseconds. */
const SETTLE = 2000;

/** For as many users as a test run has: the state stops growing, and so must the rest. */
const USERS = 50;

export async function measureSoak() {
  const emulator = await launch('emulator');
  let sent = 0;
  const nextPath = () => {
    sent += 1;
    return pathOf(`user-${sent % USERS}@domain.com`);
  };
  const reader = await launchEventReader(emulator.url);
  const megabytes = [];
  for (let part = 0; part < PARTS; part++) {
    await send(emulator.url, requests.json, REQUESTS / PARTS, nextPath);
    await pause(SETTLE);
    megabytes.push(emulator.residentMegabytes());
  }
  await reader.stop();
  await emulator.stop();
  // What is resident at one moment depends on when memory was last put in order.
  const [first, last] = [median(megabytes.slice(0, PARTS / 2)), median(megabytes.slice(PARTS / 2))];
  return {
    [`resident memory after ${REQUESTS} requests, with a reader of the events`]: {
      measured: `${Math.round(last)} MB`,
      'compared with': `${Math.round(first)} MB in the first half; after each ${REQUESTS / PARTS}: ${megabytes.map(Math.round).join(', ')} MB`,
      ratio: (last / first).toFixed(2),
      goal: 'at most 1.15',
    },
  };
}
