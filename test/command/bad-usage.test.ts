import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCommand } from '../support/command.js';

const BAD_CONFIG = fileURLToPath(new URL('bad-config/', import.meta.url));
const configs = readdirSync(BAD_CONFIG).filter((name) => !name.endsWith('.txt'));

test.each(configs)('bad-config/%s brings the exact text beside it, and a 2', async (name) => {
  const expected = readFileSync(join(BAD_CONFIG, name.replace(/\.\w+$/, '.txt')), 'utf8');
  const run = await runCommand(['start', '--config', name], { folder: BAD_CONFIG });
  expect(run).toEqual({ status: 2, stdout: '', stderr: expected });
});

const folder = mkdtempSync(join(tmpdir(), 'tigase-emulator-'));

test.each([
  [['start', '--prot', '1'], "tigase-emulator: unknown option '--prot'\n(Did you mean --port?)\n"],
  [['strat'], "tigase-emulator: unknown command 'strat'\n(Did you mean start?)\n"],
  [
    ['start', '--port', 'http'],
    'tigase-emulator: --port: "http" is no port: write a number from 0 (any free one) to 65535, or off\n',
  ],
  [
    ['start', '--release', '9'],
    'tigase-emulator: --release: "9" is no release: write one of documented, 8.1, 8.2, 8.3, 8.4\n',
  ],
  [['start', '--log', 'loud'], 'tigase-emulator: --log: found "loud", expected pretty, json or silent\n'],
  [['start', '--config', 'no.yaml'], 'tigase-emulator: --config no.yaml: there is no such file\n'],
  [
    ['start', '--account', 'alice'],
    'tigase-emulator: --account: "alice" is no bare JID: write local@domain, such as test@domain.com\n',
  ],
  [
    ['start', '--account', 'alice:hidden'],
    'tigase-emulator: --account: "alice" is no bare JID: write local@domain, such as test@domain.com\n',
  ],
  [['schema', 'weather'], 'tigase-emulator: schema weather: there are config, scenario\n'],
])('%j is a 2', async (args, stderr) => {
  expect(await runCommand(args, { folder })).toEqual({ status: 2, stdout: '', stderr });
});

test('a variable of the environment that is wrong is named', async () => {
  const environment = { TIGASE_EMULATOR_PORT: '70000' };
  const { status, stderr } = await runCommand(['start'], { folder, environment });
  expect(status).toBe(2);
  expect(stderr).toBe(
    'tigase-emulator: TIGASE_EMULATOR_PORT: 70000 is no port: write a number from 0 (any free one) to 65535, or off\n',
  );
});
