// What the journal costs the endpoint, with somebody who reads the events live.
import { withConfig } from './config.mjs';
import { sendInTurn, throughput } from './load.mjs';
import { launch, launchEventReader } from './processes.mjs';
import { requests } from './requests.mjs';
import { besides, mean, ratio } from './statistics.mjs';

/** How many emulators there are with a journal, and without: two processes of the same code differ by some percent. */
const PROCESSES = 5;
const ROUNDS = 60;
const SECONDS = 0.5;
const WARM_UP_SECONDS = 3;

export async function measureJournal() {
  const servers = { off: [], on: [] };
  for (let made = 0; made < PROCESSES; made++) {
    servers.off.push(
      await withConfig({ limits: { journal: 0 } }, (config) => launch('emulator', { config })),
    );
    servers.on.push(await launch('emulator'));
  }
  const all = [...servers.off, ...servers.on];
  for (const { url } of all) await throughput(url, requests.json, WARM_UP_SECONDS);
  const readers = [];
  for (const { url } of servers.on) readers.push(await launchEventReader(url));
  const rounds = await sendInTurn(servers, requests.json, { rounds: ROUNDS, seconds: SECONDS });
  const answered = rounds.on.reduce((sum, { answers }) => sum + answers, 0);
  let told = 0;
  for (const reader of readers) told += await reader.stop();
  await Promise.all(all.map((server) => server.stop()));
  const row = (figure) => {
    const [off, on] = [rounds.off, rounds.on].map((all) => mean(all.map((one) => one[figure])));
    return besides(on, off, 'journal off');
  };
  return {
    'status requests with journal and open events': { ...row('rate'), goal: 'at least 0.85' },
    '… with both, per second of processor time': row('processorRate'),
    'requests told to the readers, of as many as are answered': {
      measured: told,
      'compared with': `${answered}; the others as missed`,
      ratio: ratio(told, answered),
    },
  };
}
