// npm run soak: an emulator under mixed load for ten minutes, or as many seconds as are said (`npm run soak -- 60`):
// status changes, log-ins, messages, resets, readers of the events. Its memory, handles and event loop are sampled,
// drawn and judged: ends with 1 where it leaks, or where anything was not answered as it should be.
import { withConfig } from '../bench/config.mjs';
import { chart } from './soak/chart.mjs';
import { config, startLoad } from './soak/load.mjs';
import { launchProbed } from './soak/probed-emulator.mjs';
import { judge } from './soak/verdict.mjs';

const [given = '600'] = process.argv.slice(2);
const seconds = Number(given);
if (!Number.isInteger(seconds) || seconds < 10) {
  console.error(`soak: ${given} is no number of seconds from 10 on: write npm run soak -- SECONDS`);
  process.exit(2);
}

const columns = [
  ['resident memory, MB', ({ resident }) => resident],
  ['heap in use, MB', ({ heap }) => heap],
  ['handles', ({ handles }) => handles],
  ['event loop, longest wait, ms', ({ longestWait }) => longestWait],
  ['status requests a second', ({ rate }) => rate],
];

await withConfig(config, async (file) => {
  const emulator = await launchProbed(file);
  const load = startLoad(emulator);
  const samples = [];
  const every = Math.max(1, seconds / 120) * 1000;
  const end = performance.now() + seconds * 1000;
  let before = { at: performance.now(), statuses: 0 };
  while (performance.now() < end && load.failure === undefined) {
    await new Promise((resolve) => setTimeout(resolve, every));
    const at = performance.now();
    const { statuses } = load.counts;
    const rate = (1000 * (statuses - before.statuses)) / (at - before.at);
    samples.push({ ...(await emulator.sample()), statuses, rate });
    before = { at, statuses };
  }
  const counts = await load.stop();
  const status = await emulator.stop();
  for (const [title, figure] of columns) console.log(chart(title, samples.map(figure)));
  console.log(
    Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', '),
  );
  const problems = [
    ...(load.failure === undefined ? [] : [`the load failed: ${load.failure.stack}`]),
    ...(status === 0 ? [] : [`the emulator ended with ${status}`]),
  ];
  const { lines, leaks } = judge(samples);
  for (const line of [...lines, ...problems]) console.log(line);
  process.exitCode = problems.length + leaks.length > 0 ? 1 : 0;
});
