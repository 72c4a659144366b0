import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../emulator/library/start-emulator.js';
import { optionsSchema } from '../../emulator/options/options.js';
import { runCommand, serveCommand } from '../support/command.js';

/** A folder that goes with its test. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tigase-emulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const setStatus = (port: number, key = 'API_KEY', user = 'test@domain.com') =>
  fetch(`http://127.0.0.1:${port}/rest/user/${user}/status?api-key=${key}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"show":"xa"}',
  });
const release = async (port: number) => {
  const health = (await (await fetch(`http://127.0.0.1:${port}/_emulator/health`)).json()) as {
    release: string;
  };
  return health.release;
};

describe('tigase-emulator start', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, and ends with 0', async (signal) => {
    const command = await serveCommand(['--port', '0'], { folder: emptyFolder() });
    const answer = await setStatus(command.port);
    expect(await answer.json()).toMatchObject({
      status: { user: 'test@domain.com/tigase-external', success: true },
    });
    expect(await command.stop(signal)).toBe(0);
    const events = command.lines().map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event)).toEqual(['listening', 'request', 'stopping', 'stopped']);
  });

  test('logs each request with its change and its notes, and never an API key', async () => {
    const command = await serveCommand(['--port', '0', '--api-key', 'secret-key'], { folder: emptyFolder() });
    await setStatus(command.port, 'secret-key');
    await setStatus(command.port, 'secret-kez');
    await command.stop();
    const [, ok, refused] = command.lines().map((line) => JSON.parse(line));
    expect(ok).toMatchObject({
      method: 'POST',
      path: '/rest/user/test@domain.com/status?api-key=…',
      status: 200,
      change: { show: 'xa', success: true },
    });
    expect(refused).toMatchObject({ status: 403, notes: [{ code: 'api-key-unknown', severity: 'error' }] });
    expect(command.lines().join('\n')).not.toContain('secret-ke');
  });

  test('takes every option of the HTTP API from the command line', async () => {
    const args =
      '--release 8.4 --host 127.0.0.1 --port 0 --websocket-port off --xmpp-port 5000 --domain a.org --domain b.org --account admin@a.org:se:cret --api-key k1 --api-key k2';
    const command = await serveCommand(args.split(' '), { folder: emptyFolder() });
    const authorization = `Basic ${Buffer.from('admin@a.org:se:cret').toString('base64')}`;
    const answer = await fetch(`http://127.0.0.1:${command.port}/rest/user/x@b.org/status?api-key=k2`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', authorization },
      body: '{}',
    });
    expect(await answer.json()).toMatchObject({ status: { success: true } });
    await command.stop();
  });

  test('--untrusted and --open-access do as they say', async () => {
    const command = await serveCommand(['--port', '0', '--untrusted', '--open-access'], {
      folder: emptyFolder(),
    });
    expect(await (await setStatus(command.port, 'any')).json()).toMatchObject({ status: { success: false } });
    await command.stop();
  });

  test('flags win over the environment, the environment over the file, the file over the defaults', async () => {
    const folder = emptyFolder();
    writeFileSync(
      join(folder, 'tigase-emulator.yaml'),
      'release: 8.1\nport: 0\napiKeys: [{ key: file }]\ndomains: [file.org]\n',
    );
    const fromFile = await serveCommand([], { folder });
    expect(await release(fromFile.port)).toBe('8.1');
    expect((await setStatus(fromFile.port, 'file', 'x@file.org')).status).toBe(200);
    await fromFile.stop();
    const environment = {
      TIGASE_EMULATOR_RELEASE: '8.2',
      TIGASE_EMULATOR_API_KEY: 'e1,e2',
      TIGASE_EMULATOR_UNTRUSTED: 'true',
    };
    const fromEnvironment = await serveCommand([], { folder, environment });
    expect(await release(fromEnvironment.port)).toBe('8.2');
    expect((await setStatus(fromEnvironment.port, 'file')).status).toBe(403);
    expect(await (await setStatus(fromEnvironment.port, 'e2', 'x@file.org')).json()).toMatchObject({
      status: { success: false },
    });
    await fromEnvironment.stop();
    const fromFlags = await serveCommand(['--release', '8.3', '--api-key', 'flag'], { folder, environment });
    expect(await release(fromFlags.port)).toBe('8.3');
    expect((await setStatus(fromFlags.port, 'e2')).status).toBe(403);
    await fromFlags.stop();
  });

  test('a config file in JSON, named with --config, does as one in YAML', async () => {
    const folder = emptyFolder();
    writeFileSync(
      join(folder, 'other.json'),
      '{"port": 0, "release": "8.3", "control": true, "limits": {"body": "2kb"}}',
    );
    const command = await serveCommand(['--config', 'other.json'], { folder });
    expect(await release(command.port)).toBe('8.3');
    await command.stop();
  });

  test.each(['port', 'websocket-port', 'xmpp-port'])(
    'a %s in use is a 1 that says which, and how to choose another',
    async (option) => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      const ports = { port: '0', 'websocket-port': '0', 'xmpp-port': '0', [option]: String(port) };
      const flags = Object.entries(ports).flatMap(([name, value]) => [`--${name}`, value]);
      const run = await runCommand(['start', ...flags], { folder: emptyFolder() });
      other.close();
      expect(run).toEqual({
        status: 1,
        stdout: '',
        stderr: `tigase-emulator: port ${port} on 127.0.0.1 is in use: choose another with --${option} N (0: any free one, off: none)\n`,
      });
    },
  );

  test('with a log in JSON, why it ends is JSON too', async () => {
    const run = await runCommand(['start', '--port', 'x', '--log', 'json'], { folder: emptyFolder() });
    expect(run.status).toBe(2);
    expect(JSON.parse(run.stderr)).toMatchObject({ event: 'error', text: expect.stringContaining('--port') });
  });

  test('what the bundle leaves out of its libraries changes no answer', async () => {
    const command = await serveCommand(['--port', '0'], { folder: emptyFolder() });
    await using emulator = await startEmulator();
    const answers = async (origin: string) => {
      const answered: unknown[] = [];
      for (const [path, body] of [
        ['/_emulator/'],
        ['/_emulator/inspector.js'],
        ['/_emulator/inspector.css'],
        ['/_emulator/openapi.json'],
        ['/_emulator/state'],
        ['/_emulator/nothing'],
        ['/_emulator/verify', '{"match":{"status":"am Gerät"}}'],
        ['/_emulator/verify', 'no JSON'],
        ['/rest/user/test@domain.com/status?api-key=API_KEY', '{"status":"am Gerät"}'],
      ]) {
        const headers = { 'Content-Type': 'application/json' };
        const answer = await fetch(
          origin + path,
          body === undefined ? {} : { method: 'POST', headers, body },
        );
        answered.push([path, answer.status, answer.headers.get('Content-Type'), await answer.text()]);
      }
      return answered;
    };
    expect(await answers(`http://127.0.0.1:${command.port}`)).toEqual(await answers(emulator.url));
  });

  test('it can be stopped as soon as it says that it listens', async () => {
    const stops = Array.from({ length: 5 }, async () => {
      const command = await serveCommand(['--port', '0'], { folder: emptyFolder() });
      return command.stop();
    });
    expect(await Promise.all(stops)).toEqual([0, 0, 0, 0, 0]);
  });

  test('accounts of a domain that is not served are a warning', async () => {
    const command = await serveCommand(['--port', '0', '--domain', 'a.org'], { folder: emptyFolder() });
    expect(command.lines()[0]).toContain(
      'there are accounts at domain.com, which is none of the domains: a.org',
    );
    await command.stop();
  });

  test('what looks like a mistake in the environment is a warning', async () => {
    const folder = emptyFolder();
    const environment = { TIGASE_EMULATOR_PROT: '1' };
    const command = await serveCommand(['--port', '0'], { folder, environment });
    expect(command.lines()[0]).toContain('did you mean TIGASE_EMULATOR_PORT?');
    await command.stop();
  });
});

describe('tigase-emulator', () => {
  test('--help fits a terminal of 80 columns', async () => {
    for (const args of [['--help'], ['start', '--help'], ['schema', '--help']]) {
      const run = await runCommand(args, { folder: emptyFolder() });
      expect(run).toMatchObject({ status: 0, stderr: '' });
      for (const line of run.stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
  });

  test('the defaults that the help names are those of the schema', async () => {
    const { stdout } = await runCommand(['start', '--help'], { folder: emptyFolder() });
    const defaults = optionsSchema.parse({});
    const help = stdout.replace(/\s+/g, ' ');
    for (const key of ['release', 'host', 'port', 'websocketPort', 'xmppPort', 'domains'] as const) {
      expect(help).toContain(`[${defaults[key]}]`);
    }
    expect(help).toContain(
      `[${defaults.accounts.map(({ jid }) => jid.replace('@domain.com', '')).join(', ')}]`,
    );
    expect(help).toContain(`[${defaults.apiKeys.map(({ key }) => key)}]`);
  });

  test('schema config prints a JSON Schema that knows every key', async () => {
    const run = await runCommand(['schema', 'config'], { folder: emptyFolder() });
    expect(run.status).toBe(0);
    const schema = JSON.parse(run.stdout) as {
      $schema: string;
      properties: object;
      additionalProperties: boolean;
    };
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toEqual([
      ...[
        '$schema',
        'release',
        'host',
        'port',
        'websocketPort',
        'xmppPort',
        'domains',
        'clusterNode',
        'trusted',
        'openAccess',
      ],
      ...['apiKeys', 'accounts', 'rosters', 'tls', 'control', 'limits'],
    ]);
  });
});
