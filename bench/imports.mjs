// How long a test file waits until it has imported the library, beside Koa alone: whole processes, alternating.
import { execFileSync } from 'node:child_process';
import { median, ms, ratio } from './statistics.mjs';

const ROUNDS = 21;

export async function measureImports() {
  const times = { koa: [], 'tigase-emulator': [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const name of Object.keys(times)) times[name].push(importing(name));
  const [koa, library] = [median(times.koa), median(times['tigase-emulator'])];
  return {
    'importing the library': {
      measured: ms(library),
      'compared with': `${ms(koa)}, importing koa`,
      ratio: ratio(library, koa),
      goal: 'at most 2',
    },
  };
}

function importing(name) {
  const code = `const before = performance.now(); await import('${name}'); console.log(performance.now() - before);`;
  const args = ['--input-type=module', '--eval', code];
  return Number(execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' }));
}
