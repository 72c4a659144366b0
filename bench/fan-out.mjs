// How long a status change takes until the last of a user's online contacts has it.
import { withConfig } from './config.mjs';
import { freePort, launch, launchClients } from './processes.mjs';
import { median, ms, pause, ratio } from './statistics.mjs';
import { checkOpenFiles, configOf, users } from './users.mjs';

const CONTACTS = 1000;
const ROUNDS = 30;
const WARM_UP_ROUNDS = 30;

/** Between rounds, so that what one leaves to be collected is not the next one's to carry, in milliseconds. */
const PAUSE = 20;

export async function measureFanOut() {
  checkOpenFiles(2 * CONTACTS);
  const contacts = users(CONTACTS);
  const clients = launchClients();
  const websocketPort = await freePort();
  const emulator = await withConfig(configOf({ accounts: contacts, contacts }), (config) =>
    launch('emulator', { config, websocketPort }),
  );
  await clients.call('connect', {
    group: 'emulator',
    url: `ws://127.0.0.1:${websocketPort}/xmpp-websocket`,
    users: contacts,
  });
  await pause(500); // the clients still get each other's presence
  const presence = await clients.call('sample', { group: 'emulator', port: emulator.port });
  const bare = await launch('bare fan-out', { presence, to: contacts[0] });
  await clients.call('connect', {
    group: 'bare',
    url: `ws://127.0.0.1:${bare.port}/`,
    users: contacts,
    logsIn: false,
  });
  await pause(500);
  const times = { emulator: [], bare: [] };
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const [group, { port }] of Object.entries({ emulator, bare })) {
      const time = await clients.call('change', { group, port });
      if (round >= WARM_UP_ROUNDS) times[group].push(time);
      await pause(PAUSE);
    }
  }
  await clients.stop();
  await Promise.all([emulator, bare].map((server) => server.stop()));
  const [measured, against] = [median(times.emulator), median(times.bare)];
  return {
    [`status change to ${CONTACTS} contacts`]: {
      measured: ms(measured),
      'compared with': `${ms(against)}, bare ws`,
      ratio: ratio(measured, against),
      goal: 'at most 2.5',
    },
  };
}
