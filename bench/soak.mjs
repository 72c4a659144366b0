// Whether memory stays flat, however many requests come.
import { send } from './load.mjs';
import { launch } from './processes.mjs';
import { pathOf, requests } from './requests.mjs';
import { pause } from './statistics.mjs';

const REQUESTS = 250_000;
const PARTS = 5;

/** How long the process may take to put its memory in order after a load, in milliseconds. */
const SETTLE = 2000;

/** For as many users as a test run has, each with several resources: the state stops growing, and so must the rest. */
const USERS = 50;

export async function measureSoak() {
  const emulator = await launch('emulator');
  let sent = 0;
  const nextPath = () => {
    sent += 1;
    return pathOf(`user-${sent % USERS}@domain.com`);
  };
  const megabytes = [];
  for (let part = 0; part < PARTS; part++) {
    await send(emulator.url, requests.json, REQUESTS / PARTS, nextPath);
    await pause(SETTLE);
    megabytes.push(emulator.residentMegabytes());
  }
  await emulator.stop();
  const [first] = megabytes;
  const last = megabytes.at(-1);
  return {
    [`resident memory after ${REQUESTS} requests`]: {
      measured: `${Math.round(last)} MB`,
      'compared with': `after each ${REQUESTS / PARTS}: ${megabytes.map(Math.round).join(', ')} MB`,
      ratio: (last / first).toFixed(2),
      goal: 'at most 1.15',
    },
  };
}
