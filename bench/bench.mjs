// npm run bench: what the emulator costs, each figure as a ratio to something in the same run, since machines and
// their moods differ. Rounds alternate, and medians are taken.
import { cpus } from 'node:os';
import autocannon from 'autocannon';
import { launch, requests } from './processes.mjs';

const ROUNDS = 5;
const STARTS = 15;
const SECONDS = 3;
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

async function measureThroughput() {
  const bare = await launch('bare');
  const emulator = await launch('emulator');
  const runs = { bare: [], json: [], xml: [] };
  const once = {
    bare: () => throughput(bare.url, requests.json),
    json: () => throughput(emulator.url, requests.json),
    xml: () => throughput(emulator.url, requests.xml),
  };
  for (const url of [bare.url, emulator.url]) await throughput(url, requests.json, 1);
  await throughput(emulator.url, requests.xml, 1);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(once)) runs[name].push(await run());
  }
  const resident = emulator.residentMegabytes();
  await Promise.all([bare.stop(), emulator.stop()]);
  return { bare: median(runs.bare), json: median(runs.json), xml: median(runs.xml), resident };
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

const { bare, json, xml, resident } = await measureThroughput();
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
  'resident memory': {
    measured: `${Math.round(resident)} MB`,
    'bare node:http': '',
    ratio: '',
    goal: 'below 110 MB',
  },
});
