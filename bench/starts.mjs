// How long a start takes, from the process's start to its first answer.
import { launch } from './processes.mjs';
import { median, ms, ratio } from './statistics.mjs';

const ROUNDS = 15;

export async function measureStarts() {
  const times = { bare: [], emulator: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of Object.keys(times)) {
      const server = await launch(kind);
      times[kind].push(server.ms);
      await server.stop();
    }
  }
  const [bare, emulator] = [median(times.bare), median(times.emulator)];
  return {
    'start to first answer': {
      measured: ms(emulator),
      'compared with': `${ms(bare)}, bare node:http`,
      ratio: ratio(emulator, bare),
      goal: 'at most 2.5',
    },
  };
}
