// What the journal costs the endpoint, with somebody who reads the events live.
import { withConfig } from './config.mjs';
import { throughput } from './load.mjs';
import { launch, launchEventReader } from './processes.mjs';
import { requests } from './requests.mjs';
import { mean, perSecond, ratio } from './statistics.mjs';

/** Many short rounds: a machine whose speed drifts is as fast for the one as for the other. */
const ROUNDS = 30;
const SECONDS = 1;
const WARM_UP_SECONDS = 3;

export async function measureJournal() {
  const servers = {
    off: await withConfig({ limits: { journal: 0 } }, (config) => launch('emulator', { config })),
    on: await launch('emulator'),
  };
  const rates = { off: [], on: [] };
  for (const { url } of Object.values(servers)) await throughput(url, requests.json, WARM_UP_SECONDS);
  const reader = await launchEventReader(servers.on.url);
  for (let round = 0; round < ROUNDS; round++)
    for (const name of round % 2 === 0 ? ['off', 'on'] : ['on', 'off'])
      rates[name].push(await throughput(servers[name].url, requests.json, SECONDS));
  const told = await reader.stop();
  const answered = mean(rates.on) * ROUNDS * SECONDS;
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  return {
    'status requests with journal and open events': {
      measured: perSecond(mean(rates.on)),
      'compared with': `${perSecond(mean(rates.off))}, journal off`,
      ratio: ratio(mean(rates.on), mean(rates.off)),
      goal: 'at least 0.85',
    },
    'requests told to the reader, of as many as are answered': {
      measured: told,
      'compared with': `${Math.round(answered)}; the others as missed`,
      ratio: ratio(told, answered),
    },
  };
}
