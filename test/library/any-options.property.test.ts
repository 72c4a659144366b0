import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EmulatorOptions, ListenError, startEmulator, UsageError } from '../../emulator/index.js';
import { startSettings } from '../../emulator/options/start-settings.js';
import { changed } from '../support/changed-values.js';
import { fileForTest } from '../support/files.js';
import type { Json } from '../support/json-values.js';
import { holds } from '../support/property.js';
import { mutated } from '../support/random-bytes.js';

const OPTIONS: Json = {
  release: '8.3',
  host: '127.0.0.1',
  port: 'off',
  websocketPort: 'off',
  xmppPort: 'off',
  tls: false,
  control: true,
  domains: ['domain.com', 'example.org'],
  clusterNode: 'node.example',
  trusted: ['rest@node.example'],
  openAccess: false,
  accounts: [
    { jid: 'admin@domain.com', password: 'admin', admin: true },
    { jid: 'test@domain.com', password: 'test' },
  ],
  rosters: {
    'test@domain.com': [{ jid: 'admin@domain.com', name: 'Admin', groups: ['a'], subscription: 'both' }],
  },
  apiKeys: [{ key: 'k', paths: ['/rest/user/.*'], hosts: ['localhost'] }],
  limits: { body: 1000, journal: 10, stanza: 10_000, depth: 20, loginSeconds: 5 },
};

test('whatever the options, an emulator starts with them, or what is wrong with them is said by its path', async () => {
  await holds(
    fc.asyncProperty(changed(OPTIONS), async (given) => {
      const options = given as EmulatorOptions;
      try {
        await (await startEmulator(options)).stop();
      } catch (failure) {
        const { message } = failure as Error;
        const noHostHere = failure instanceof ListenError && message.startsWith('host: ');
        if (!noHostHere) expect(failure, JSON.stringify(given)).toBeInstanceOf(UsageError);
        expect(message).not.toMatch(/undefined|\[object|TypeError|Cannot read/);
      }
    }),
    { numRuns: 400 },
  );
});

test('whatever a config file holds, it is taken or each mistake in it has its place', async () => {
  const file = fileForTest('any.yaml');
  const yaml = Buffer.from(JSON.stringify(OPTIONS, null, 2));
  const nasty = [
    '{',
    '}',
    '[',
    ']',
    ':',
    '- ',
    '#',
    '\n',
    '"',
    "'",
    '&a ',
    '*a',
    '!!',
    '\t',
    '\0',
    '\ufeff',
    '---\n',
    '8.9',
    '-1',
    '65536',
  ];
  await holds(
    fc.asyncProperty(mutated(fc.constant(yaml), nasty), async (held) => {
      writeFileSync(file, held);
      try {
        await startSettings({ config: file }, {});
      } catch (failure) {
        expect(failure, String(held)).toBeInstanceOf(UsageError);
        for (const line of (failure as Error).message.split('\n'))
          expect(line, String(held)).toMatch(/any\.yaml(?::\d+:\d+)?: \S/);
      }
    }),
    { numRuns: 300 },
  );
});
