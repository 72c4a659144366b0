// npm run fuzz: checks every property of test/ over and over with new inputs, each for a minute or as many seconds as
// are said: `npm run fuzz -- 600`. `npm run fuzz -- 600 raw-requests` checks those in files of that name alone.
import { spawn } from 'node:child_process';

const [seconds = '60', ...names] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(seconds)) {
  console.error(`fuzz: ${seconds} is no number of seconds: write npm run fuzz -- SECONDS [FILE…]`);
  process.exit(2);
}
const files = names.length === 0 ? ['.property.'] : names;
spawn('npx', ['vitest', 'run', '--project', 'emulator', '--reporter', 'verbose', ...files], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_SECONDS: seconds },
}).on('exit', (status) => {
  process.exitCode = status ?? 1;
});
