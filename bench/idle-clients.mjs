// What clients that are connected and do nothing cost the status endpoint, where they are no contacts of the user.
import { withConfig } from './config.mjs';
import { sendInTurn, throughput } from './load.mjs';
import { freePort, launch, launchClients } from './processes.mjs';
import { requests } from './requests.mjs';
import { besides, median, pause } from './statistics.mjs';
import { checkOpenFiles, configOf, users } from './users.mjs';

const CLIENTS = 1000;
/** How many emulators there are with clients, and without: two processes of the same code differ by some percent. */
const PROCESSES = 5;
const ROUNDS = 40;
const SECONDS = 0.5;
const WARM_UP_SECONDS = 2;

export async function measureIdleClients() {
  checkOpenFiles(PROCESSES * CLIENTS);
  const accounts = users(CLIENTS);
  const clients = launchClients();
  const servers = { alone: [], connected: [] };
  await withConfig(configOf({ accounts, contacts: [] }), async (config) => {
    for (let made = 0; made < PROCESSES; made++) {
      const websocketPort = await freePort();
      servers.alone.push(await launch('emulator', { config }));
      servers.connected.push(await launch('emulator', { config, websocketPort }));
      const url = `ws://127.0.0.1:${websocketPort}/`;
      await clients.call('connect', { group: `idle ${made}`, url, users: accounts });
    }
  });
  await pause(500);
  const all = [...servers.alone, ...servers.connected];
  for (const { url } of all) await throughput(url, requests.json, WARM_UP_SECONDS);
  const rounds = await sendInTurn(servers, requests.json, { rounds: ROUNDS, seconds: SECONDS });
  await clients.stop();
  await Promise.all(all.map((server) => server.stop()));
  const row = (figure) => {
    const [alone, connected] = [rounds.alone, rounds.connected].map((all) =>
      median(all.map((one) => one[figure])),
    );
    return besides(connected, alone, 'no clients');
  };
  return {
    [`JSON status requests, ${CLIENTS} idle clients`]: { ...row('rate'), goal: 'at least 0.90' },
    '… per second of processor time': row('processorRate'),
  };
}
