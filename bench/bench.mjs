// npm run bench: what the emulator costs, each figure as a ratio to something in the same run, since machines and
// their moods differ. Rounds alternate, and medians are taken.
import { cpus } from 'node:os';
import autocannon from 'autocannon';
import { launch, requests } from './processes.mjs';

const ROUNDS = 5;
const STARTS = 15;
const SECONDS = 3;
const WARM_UP_SECONDS = 3;
const CONNECTIONS = 16;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function throughput(url, { type, body }, seconds = SECONDS) {
  const result = await autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': type },
    body,
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers other than 2xx, ${result.errors} errors`);
  return result.requests.total / result.duration;
}

/** Each figure on a process of its own: what one kind of request leaves behind is not the other's to carry. */
async function measureThroughput() {
  const servers = {
    bare: await launch('bare'),
    json: await launch('emulator'),
    xml: await launch('emulator'),
  };
  const request = { bare: requests.json, json: requests.json, xml: requests.xml };
  const rates = { bare: [], json: [], xml: [] };
  for (const [name, { url }] of Object.entries(servers))
    await throughput(url, request[name], WARM_UP_SECONDS);
  const resident = Math.max(servers.json.residentMegabytes(), servers.xml.residentMegabytes());
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, { url }] of Object.entries(servers))
      rates[name].push(await throughput(url, request[name]));
  }
  const residentAtEnd = Math.max(servers.json.residentMegabytes(), servers.xml.residentMegabytes());
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  const medians = Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, median(all)]));
  return { ...medians, resident, residentAtEnd };
}

async function measureStarts() {
  const times = { bare: [], emulator: [] };
  for (let round = 0; round < STARTS; round++) {
    for (const kind of Object.keys(times)) {
      const server = await launch(kind);
      times[kind].push(server.ms);
      await server.stop();
    }
  }
  return { bare: median(times.bare), emulator: median(times.emulator) };
}

const { bare, json, xml, resident, residentAtEnd } = await measureThroughput();
const starts = await measureStarts();
const perSecond = (rate) => `${Math.round(rate)}/s`;
const ms = (time) => `${Math.round(time)} ms`;

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0].model}, ${CONNECTIONS} connections, medians of ${ROUNDS} rounds of ${SECONDS} s`,
);
console.table({
  'JSON status requests': {
    measured: perSecond(json),
    'bare node:http': perSecond(bare),
    ratio: (json / bare).toFixed(2),
    goal: 'at least 0.45',
  },
  'XML status requests': {
    measured: perSecond(xml),
    'bare node:http': perSecond(bare),
    ratio: (xml / bare).toFixed(2),
    goal: 'at least 0.25',
  },
  'start to first answer': {
    measured: ms(starts.emulator),
    'bare node:http': ms(starts.bare),
    ratio: (starts.emulator / starts.bare).toFixed(2),
    goal: 'at most 2.5',
  },
  'resident memory, warmed up': {
    measured: `${Math.round(resident)} MB`,
    'bare node:http': '',
    ratio: '',
    goal: 'below 110 MB',
  },
  'resident memory, at the end': { measured: `${Math.round(residentAtEnd)} MB` },
});
