// npm run bench: what the emulator costs, each figure as a ratio to something in the same run, since machines and
// their moods differ. Rounds alternate, and medians are taken. `npm run bench -- fan-out` measures that alone.
import { cpus } from 'node:os';
import { measureFanOut } from './fan-out.mjs';
import { measureIdleClients } from './idle-clients.mjs';
import { measureImports } from './imports.mjs';
import { measureInProcess } from './in-process.mjs';
import { measureJournal } from './journal.mjs';
import { measureMockoon } from './mockoon.mjs';
import { measureSessionMemory } from './session-memory.mjs';
import { measureSoak } from './soak.mjs';
import { measureStarts } from './starts.mjs';
import { measureState } from './state.mjs';
import { measureStories } from './stories.mjs';
import { measureThroughput } from './throughput.mjs';
import { NotMeasurable } from './users.mjs';

const measurements = {
  throughput: measureThroughput,
  start: measureStarts,
  'in-process': measureInProcess,
  imports: measureImports,
  'session-memory': measureSessionMemory,
  'fan-out': measureFanOut,
  'idle-clients': measureIdleClients,
  stories: measureStories,
  mockoon: measureMockoon,
  journal: measureJournal,
  state: measureState,
  soak: measureSoak,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  console.error(
    `bench: there is no ${unknown.join(', ')}; there are ${Object.keys(measurements).join(', ')}`,
  );
  process.exit(2);
}

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model}`);
const rows = {};
for (const [name, measure] of Object.entries(measurements)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  try {
    Object.assign(rows, await measure());
  } catch (failure) {
    if (!(failure instanceof NotMeasurable)) throw failure;
    console.error(`bench: ${name} was not measured: ${failure.message}`);
    process.exitCode = 1;
  }
}
console.table(rows, ['measured', 'compared with', 'ratio', 'goal']);
