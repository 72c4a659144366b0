import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type RecordFlags, record } from '../../../emulator/scenario/record/record.js';
import { folderForTest } from '../../support/files.js';
import { emulatorForTest, failuresOf } from './recorded.js';

afterEach(() => {
  process.exitCode = undefined;
});

/** What stderr is told from now on. */
function stderr(): { text(): string } {
  let told = '';
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    told += String(chunk);
    return true;
  });
  onTestFinished(() => spy.mockRestore());
  return { text: () => told };
}

const good = () => ({ target: 'http://127.0.0.1:1', out: join(folderForTest(), 'new.yaml') });

describe('what is wrong is refused, with the remedy', () => {
  test.each<[string, RecordFlags, string]>([
    [
      'no target',
      { target: undefined },
      '--target is missing: name the server that gets the requests, such as http://localhost:8080',
    ],
    [
      'a target that is no URL',
      { target: 'localhost:8080' },
      '--target localhost:8080 is no http or https URL: name the server',
    ],
    ['a target of another kind', { target: 'ftp://a' }, '--target ftp://a is no http or https URL'],
    [
      'a target with credentials',
      { target: 'http://me:hidden@a' },
      '--target has credentials in its URL: leave them out',
    ],
    ['a target with a query', { target: 'http://a/?b' }, '--target http://a/?b has more than a path'],
    ['no file', { out: undefined }, '--out is missing: name the scenario to write'],
    [
      'a port that is none',
      { port: '99999' },
      '--port 99999 is no port: give a number from 0 (any free one) to 65535',
    ],
    ['a port that is no number', { port: 'off' }, '--port off is no port'],
  ])('%s', async (_, flags, message) => {
    await expect(record({ ...good(), ...flags })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });

  test('a file that exists, a folder, and a folder that is not there', async () => {
    const folder = folderForTest();
    writeFileSync(join(folder, 'there.yaml'), 'mine');
    mkdirSync(join(folder, 'folder'));
    const refusal = (name: string) => record({ ...good(), out: join(folder, name) });
    await expect(refusal('there.yaml')).rejects.toThrow(
      'there.yaml exists already, and is not written over: name a new file, or move that one away',
    );
    await expect(refusal('folder')).rejects.toThrow('is a folder: name a new file');
    await expect(refusal('none/new.yaml')).rejects.toThrow(
      /there is no folder .*none: make it, or name another/,
    );
    await expect(refusal('there.yaml/new.yaml')).rejects.toThrow(
      'there.yaml is no folder: name another file',
    );
    expect(readFileSync(join(folder, 'there.yaml'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).sort()).toEqual(['folder', 'there.yaml']);
  });

  test('a folder that takes no files', async () => {
    await expect(record({ ...good(), out: '/proc/new.yaml' })).rejects.toThrow(
      /--out \/proc\/new.yaml can't be written: .*: name another file/,
    );
  });

  test('a target where nothing listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    await expect(record({ ...good(), target: `http://127.0.0.1:${port}` })).rejects.toMatchObject({
      name: 'TargetError',
      message: `http://127.0.0.1:${port} can't be reached: nothing listens there: start it first, or name another with --target URL`,
    });
  });

  test('a port that is in use', async () => {
    const emulator = await emulatorForTest();
    const { port } = new URL(emulator.url);
    const told = stderr();
    await record({ ...good(), target: emulator.url, port });
    expect(told.text()).toBe(
      `tigase-emulator: port ${port} on 127.0.0.1 is in use: choose another with --port N (0: any free one)\n`,
    );
    expect(process.exitCode).toBe(1);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it records until %s, and the file is there before that',
  async (signal) => {
    const emulator = await emulatorForTest();
    const out = join(folderForTest(), 'new.yaml');
    const told = stderr();
    const ended = record({ target: emulator.url, out, port: '0' });
    await expect.poll(told.text).toMatch(/^Tigase recorder: /);
    const [, url = '', to, into] = /^Tigase recorder: (\S+) → (\S+), into (\S+)\n/.exec(told.text()) ?? [];
    expect([to, into]).toEqual([emulator.url, out]);
    const answer = await fetch(`${url}/rest/user/test@domain.com/status?api-key=API_KEY`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"show":"xa"}',
    });
    expect(answer.status).toBe(200);
    await expect.poll(() => readdirSync(join(out, '..'))).toEqual(['new.yaml']);
    const before = readFileSync(out, 'utf8');
    process.emit(signal, signal);
    await ended;
    expect(told.text()).toMatch(new RegExp(`\nstopping: ${signal}\nstopped: ${out} holds 1 request\n$`));
    expect(readFileSync(out, 'utf8')).toBe(before);
    expect(await failuresOf(before)).toEqual([]);
    expect(process.exitCode).toBeUndefined();
  },
);

test('without a request there is no file, and it says so', async () => {
  const emulator = await emulatorForTest();
  const out = join(folderForTest(), 'new.yaml');
  const told = stderr();
  const ended = record({ target: emulator.url, out, port: '0' });
  await expect.poll(told.text).toMatch(/^Tigase recorder: /);
  process.emit('SIGINT', 'SIGINT');
  await ended;
  expect(told.text()).toContain(`stopped: no request came, and ${out} was not written\n`);
  expect(readdirSync(join(out, '..'))).toEqual([]);
});
