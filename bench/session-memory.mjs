// What memory an external session takes.
import { send } from './load.mjs';
import { launch } from './processes.mjs';
import { path, pathOf, requests } from './requests.mjs';
import { pause } from './statistics.mjs';

const SESSIONS = 100_000;

/** How long the process may take to put its memory in order after a load, in milliseconds. */
const SETTLE = 3000;

/**
 * The heap grows with any load, and keeps what it has grown to. So the same number of requests is sent twice: first
 * all for one user, which brings compiled code, warm caches and a heap large enough for that much garbage, then each
 * for a user of its own. What the process has grown by in between is the sessions'. It agrees within a tenth with what
 * stays on the heap after a forced collection.
 */
export async function measureSessionMemory() {
  const emulator = await launch('emulator');
  const residentAfter = async (nextPath) => {
    await send(emulator.url, requests.json, SESSIONS, nextPath);
    await pause(SETTLE);
    return emulator.residentMegabytes();
  };
  const before = await residentAfter(() => path);
  let made = 0;
  const after = await residentAfter(() => {
    made += 1;
    return pathOf(`user-${made}@domain.com`);
  });
  await emulator.stop();
  const kilobytes = ((after - before) * 1024) / SESSIONS;
  return {
    'resident memory a session': {
      measured: `${kilobytes.toFixed(2)} KB`,
      'compared with': `${Math.round(before)} MB to ${Math.round(after)} MB, ${SESSIONS} sessions`,
      goal: 'at most 2 KB',
    },
  };
}
