// How many status requests are answered a second, and what memory that takes.
import { throughput } from './load.mjs';
import { launch } from './processes.mjs';
import { requests } from './requests.mjs';
import { besides, median } from './statistics.mjs';

const ROUNDS = 5;
const SECONDS = 3;
const WARM_UP_SECONDS = 3;

/** Each figure on a process of its own: what one kind of request leaves behind is not the other's to carry. */
export async function measureThroughput() {
  const servers = {
    bare: await launch('bare'),
    json: await launch('emulator'),
    xml: await launch('emulator'),
  };
  const request = { bare: requests.json, json: requests.json, xml: requests.xml };
  const rates = { bare: [], json: [], xml: [] };
  const residentMegabytes = () => Math.max(servers.json.residentMegabytes(), servers.xml.residentMegabytes());
  for (const [name, { url }] of Object.entries(servers))
    await throughput(url, request[name], WARM_UP_SECONDS);
  const resident = residentMegabytes();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { url }] of Object.entries(servers))
      rates[name].push(await throughput(url, request[name], SECONDS));
  }
  const residentAtEnd = residentMegabytes();
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  const row = (name) => besides(median(rates[name]), median(rates.bare), 'bare node:http');
  return {
    'JSON status requests': { ...row('json'), goal: 'at least 0.45' },
    'XML status requests': { ...row('xml'), goal: 'at least 0.25' },
    'resident memory, warmed up': { measured: `${Math.round(resident)} MB`, goal: 'below 110 MB' },
    'resident memory, at the end': { measured: `${Math.round(residentAtEnd)} MB` },
  };
}
