import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand, type ServingCommand, serveCommand } from '../support/command.js';
import { outcomes, storyFolder } from '../support/stories.js';

const KEY = 'distinctive/key+of=the-run';
const PASSWORD = 'distinctive:password of the admin';
const ADMIN = 'admin@domain.com';

/** Every step that fails shows its line, its request, its answer and how to try it by hand. */
const STORIES = `
name: The run's own secrets
given: { accounts: [test, alice], contacts: [[test, alice]] }
steps:
  - alice: connects
  - app: { sets status of: test, show: xa }
  - alice: { receives: presence, from: "{test}" }
  - app: { sets status of: test, show: dnd, expect: 500 }
---
name: A key in a step
given: { accounts: [test] }
steps:
  - app: { sets status of: test, show: xa, api key: key-written-in-a-step }
---
name: Credentials in a step
given: { accounts: [test] }
steps:
  - app: { sets status of: test, show: xa, credentials: "admin@domain.com:credentials-written-in-a-step" }
---
name: A key in a path
steps:
  - app: { gets: "/rest/stream?api-key=key-written-in-a-path", expect: 500 }
---
name: Headers
steps:
  - app:
      gets: /rest/stream
      headers: { Authorization: Basic d3JpdHRlbi1pbi1hLWhlYWRlcg== }
      expect: 500
---
name: A password in JSON
steps:
  - app: { puts: /rest/user/new@domain.com, json: { user: { password: password-written-in-json } }, expect: 500 }
---
name: A password in XML
steps:
  - app:
      puts: /rest/user/newer@domain.com
      xml: <user><password>password-written-in-xml</password></user>
      expect: 500
---
name: A key in a variable
given: { accounts: [test], variables: { key: key-kept-in-a-variable } }
steps:
  - app: { sets status of: test, show: xa, api key: "{key}" }
`;

/** The run's own key where nothing tells that it is one. */
const OWN_KEY_ELSEWHERE = `---
name: The run's own key elsewhere
steps:
  - app: { posts: /rest/nowhere, json: { note: "see ${KEY}" }, expect: 500 }
`;

const SECRETS = [
  KEY,
  encodeURIComponent(KEY),
  PASSWORD,
  Buffer.from(`${ADMIN}:${PASSWORD}`).toString('base64'),
  'key-written-in-a-step',
  'credentials-written-in-a-step',
  Buffer.from('admin@domain.com:credentials-written-in-a-step').toString('base64'),
  'key-written-in-a-path',
  'd3JpdHRlbi1pbi1hLWhlYWRlcg',
  'password-written-in-json',
  'password-written-in-xml',
  'key-kept-in-a-variable',
];

const REPORTS = ['pretty=report.txt', 'junit=report.xml', 'json=report.json', 'html=report.html'];

describe('no report holds a secret', () => {
  let server: ServingCommand;
  const home = mkdtempSync(join(tmpdir(), 'tigase-emulator-'));
  beforeAll(async () => {
    const options = [
      '--port',
      '0',
      '--release',
      '8.4',
      '--api-key',
      KEY,
      '--account',
      `${ADMIN}:${PASSWORD}`,
    ];
    server = await serveCommand(options, { folder: home });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(home, { recursive: true });
  });

  const reporters = REPORTS.flatMap((reporter) => ['--reporter', reporter]);
  const target = () => [
    ...['--target', `http://127.0.0.1:${server.port}`],
    ...['--websocket', `ws://127.0.0.1:${server.websocketPort}`],
    ...['--api-key', KEY, '--auth', `${ADMIN}:${PASSWORD}`],
  ];

  const reportsOf = (folder: string) =>
    REPORTS.map((reporter) => {
      const [, file = ''] = reporter.split('=');
      return [file, readFileSync(join(folder, file), 'utf8')] as const;
    });

  test.each(['another process', 'the embedded emulator'])('against %s', async (against) => {
    const isOther = against === 'another process';
    const folder = storyFolder({ 'stories.yaml': isOther ? STORIES + OWN_KEY_ELSEWHERE : STORIES });
    const options = isOther ? target() : ['--release', '8.4'];
    const run = await runCommand(['run', '.', ...reporters, ...options], { folder });
    expect([run.status, run.stderr]).toEqual([1, '']);
    const reports = reportsOf(folder);
    const played = outcomes(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(played).toHaveLength(isOther ? 9 : 8);
    expect(played.filter(([, outcome]) => outcome !== 'failed')).toEqual([]);
    const found = reports.flatMap(([file, text]) =>
      SECRETS.filter((secret) => text.includes(secret)).map((secret) => `${file}: ${secret}`),
    );
    expect(found).toEqual([]);
    for (const [file, text] of reports) expect(text, file).toContain('…');
  });

  test('nor what the accounts that were made for it log in with', async () => {
    const folder = storyFolder({ 'stories.yaml': STORIES });
    await runCommand(['run', '.', ...reporters, ...target()], { folder });
    const state = await fetch(`http://127.0.0.1:${server.port}/_emulator/state`);
    const { accounts } = (await state.json()) as { accounts: { jid: string }[] };
    expect(
      accounts.map(({ jid }) => jid),
      'and they are put away',
    ).not.toContainEqual(expect.stringMatching(/^(?:test|alice)-/));
    for (const [file, text] of reportsOf(folder)) expect(text, file).not.toMatch(/\b[0-9a-f]{18}\b/);
  });
});
