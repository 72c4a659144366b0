import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenarios } from '../../emulator/scenario/format/load-scenario.js';
import { HttpClient } from '../../emulator/scenario/play/http-exchange.js';
import { matchAnswer } from '../../emulator/scenario/play/match-answer.js';
import { runCommand, serveCommand } from '../support/command.js';
import { fits, told, xmlMatch } from '../support/matching.js';
import { rawServer } from '../support/raw-server.js';
import { FAILS, outcomes, story, storyFolder } from '../support/stories.js';

/** Each test has the symptom in its name. */

const messagesOf = (text: string) => loadScenarios('story.yaml', text).problems.map(({ message }) => message);

/** Plays stories, each of which must pass. */
async function played(files: { readonly [name: string]: string }) {
  const run = await runCommand(['run', '.', '--reporter', 'json'], { folder: storyFolder(files) });
  return run.status === 2 ? run.stderr : outcomes(run.stdout);
}

describe('parts', () => {
  const inner = [
    'name: Inner',
    'parameters: [who]',
    'steps:',
    '  - who: connects',
    '  - app: { sets status of: "{who}", show: xa }',
    '  - who: { receives: presence, from: "{who}/tigase-external" }',
    '',
  ].join('\n');

  test('an account that a part passed on to another part was no actor there', async () => {
    const files = {
      'inner.yaml': inner,
      'outer.yaml':
        'name: Outer\nparameters: [user]\nsteps:\n  - play: inner.yaml\n    with: { who: "{user}" }\n',
      'top.yaml':
        'name: Top\ngiven: { accounts: [test] }\nsteps:\n  - play: outer.yaml\n    with: { user: test }\n',
    };
    expect(await played(files)).toEqual([['Top', 'passed']]);
  });

  test('an account that was passed on in braces was no actor in the part', async () => {
    const top =
      'name: Top\ngiven: { accounts: [test] }\nsteps:\n  - play: inner.yaml\n    with: { who: "{test}" }\n';
    expect(await played({ 'inner.yaml': inner, 'top.yaml': top })).toEqual([['Top', 'passed']]);
  });

  test('a failure in a part stood at the step, not at its action, where an account stood in for the actor', async () => {
    const part =
      'name: Part\nparameters: [who]\nsteps:\n  - who: connects\n  - who: { receives: presence, from: nobody@nowhere, within: 10ms }\n';
    const folder = storyFolder({
      'part.yaml': part,
      'top.yaml':
        'name: Top\ngiven: { accounts: [test] }\nsteps:\n  - play: part.yaml\n    with: { who: test }\n  - app: { sets status of: test }\n',
    });
    const { stdout } = await runCommand(['run', 'top.yaml'], { folder });
    expect(stdout).toMatch(/part\.yaml:5:10\n/);
  });
});

describe('values', () => {
  test('a number in one of, or taken literally, never fitted the field of a stanza', async () => {
    const text = [
      'name: Numbers',
      'given: { accounts: [test] }',
      'steps:',
      '  - test: connects',
      '  - app: { sets status of: test, priority: 5 }',
      '  - test: { receives: presence, from: "{test}/tigase-external", priority: { one of: [4, 5] }, within: 200ms }',
      '  - app: { sets status of: test, priority: 6 }',
      '  - test: { receives: presence, from: "{test}/tigase-external", priority: { literally: 6 }, within: 200ms }',
      '',
    ].join('\n');
    expect(await played({ 'story.yaml': text })).toEqual([['Numbers', 'passed']]);
  });

  test('a number never fitted a header', () => {
    const text =
      'name: A\nsteps:\n  - app: { gets: /, expect: { headers: { Content-Length: 5, Age: { one of: [1, 2] } } } }\n';
    const [action] = loadScenarios('story.yaml', text).scenarios.flatMap(({ steps }) =>
      steps.map((step) => step.action),
    );
    if (action?.verb !== 'requests') throw new Error('no request');
    const headers: [string, string][] = [
      ['content-length', '5'],
      ['age', '2'],
    ];
    const answer = { status: 200, reason: 'OK', headers, body: '' };
    expect(told(matchAnswer(action.expect, { answer, ms: 1 }, {}))).toEqual([]);
  });

  test('a number in XML never fitted a text', () => {
    expect(told(xmlMatch('<a b="{one of: [1, 2]}">{one of: [4, 5]}</a>', '<a b="2">5</a>'))).toEqual([]);
  });

  test('doubled braces in a regular expression made it a wrong one', () => {
    const step = "  - app: { gets: /, expect: { text: { matches: '^\\p{{L}}+$' } } }";
    expect(messagesOf(`name: Letters\nsteps:\n${step}\n`)).toEqual([]);
    expect(fits({ matches: '^\\p{{L}}+$' }, 'Wörter')).toBe(true);
  });
});

describe('files', () => {
  test('a scenario that ends with dashes had a second, empty one that was wrong', () => {
    expect(messagesOf(`${story({ name: 'A' })}---\n`)).toEqual([]);
    expect(messagesOf(`${story({ name: 'A' })}---\n# the end\n`)).toEqual([]);
  });

  test('emulator: { behaves: … } took any other key', () => {
    expect(messagesOf('name: A\nsteps:\n  - emulator: { behaves: null, timse: 3 }\n')).toHaveLength(1);
  });

  test('the config file of the folder counted as a scenario', async () => {
    const folder = storyFolder({
      'a.yaml': story({ name: 'A' }),
      'tigase-emulator.yaml': 'release: "8.4"\n',
    });
    const { status, stdout } = await runCommand(['run', '.', '--reporter', 'json'], { folder });
    expect(status).toBe(0);
    expect(JSON.parse(stdout).target.release).toBe('8.4');
  });

  test('the JSON report of the run before counted as a scenario', async () => {
    const folder = storyFolder({ 'a.yaml': story({ name: 'A', step: FAILS }) });
    const args = ['run', '.', '--reporter', 'json=report.json'];
    expect([
      (await runCommand(args, { folder })).status,
      (await runCommand(args, { folder })).status,
    ]).toEqual([1, 1]);
    expect(outcomes(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual([['A', 'failed']]);
  });

  test('the files of packages counted as scenarios', async () => {
    const folder = storyFolder({ 'a.yaml': story({ name: 'A' }), 'node_modules/b/c.yaml': 'a: b\n' });
    expect(await runCommand(['check', '.'], { folder })).toMatchObject({
      status: 0,
      stdout: '1 scenario in 1 file: no mistake\n',
    });
  });
});

describe('a target', () => {
  test('a wrong API key ended the run with a stack and without a report', async () => {
    const folder = storyFolder({ 'a.yaml': story({ name: 'A' }) });
    const server = await serveCommand(['--port', '0', '--api-key', 'right'], { folder });
    writeFileSync(join(folder, 'b.yaml'), story({ name: 'B' }));
    const target = ['--target', `http://127.0.0.1:${server.port}`];
    const { status, stderr, stdout } = await runCommand(['run', '.', ...target, '--api-key', 'wrong'], {
      folder,
    });
    await server.stop();
    expect(/^ {4}at /m.test(stderr), 'a stack').toBe(false);
    expect(stdout + stderr).toContain('say a key that opens it with --api-key KEY');
    expect([1, 3]).toContain(status);
  });

  test('a WebSocket that nothing listens at ended the run with a stack and without a report', async () => {
    const folder = storyFolder({
      'a.yaml':
        'name: A\ngiven: { accounts: [test, alice], contacts: [[test, alice]] }\nsteps:\n  - test: connects\n',
    });
    const server = await serveCommand(['--port', '0'], { folder });
    const target = ['--target', `http://127.0.0.1:${server.port}`, '--websocket', 'ws://127.0.0.1:1/'];
    const { status, stderr, stdout } = await runCommand(['run', 'a.yaml', ...target], { folder });
    await server.stop();
    expect(/^ {4}at /m.test(stderr), 'a stack').toBe(false);
    expect(stdout + stderr).toContain('say where XMPP over WebSocket is with --websocket URL');
    expect([1, 3]).toContain(status);
  });
});

describe('found in review', () => {
  const given = 'name: A\ngiven: { accounts: [test] }\n';

  test('a number of the matrix in a variable ended the run with a stack', async () => {
    const text =
      'name: A\nmatrix: { n: [1, 2] }\ngiven: { accounts: [test], variables: { count: "{n}" } }\nsteps:\n  - app: { sets status of: test, status: "{count} calls", expect: { json: { status: { status: "{n} calls" } } } }\n';
    expect(await played({ 'a.yaml': text })).toEqual([
      ['A (n 1)', 'passed'],
      ['A (n 2)', 'passed'],
    ]);
  });

  test.each(['json: &a { x: *a }', 'json: &a [*a]'])('%s ended the loader with a stack', (body) => {
    const text = `${given}steps:\n  - app:\n      posts: /\n      ${body}\n`;
    expect(messagesOf(text)).toEqual([expect.stringMatching(/^no YAML: /)]);
  });

  test('a client that had left by itself counted as disconnected by the server', async () => {
    const steps = '  - test: connects\n  - test: disconnects\n  - test: { is disconnected: "{any}" }\n';
    expect(await played({ 'a.yaml': `${given}steps:\n${steps}` })).toEqual([['A', 'failed']]);
  });

  test.each([
    ['within: 40000m', 'found "40000m", expected at most 2147483647ms'],
    [
      'expect: { json: { captured as: test } }',
      '{test} has a value of its own: capture it as something else',
    ],
    [
      'expect: { json: { captured as: domain } }',
      '{domain} has a value of its own: capture it as something else',
    ],
  ])('%s passed the check', (key, message) => {
    expect(messagesOf(`${given}steps:\n  - app: { gets: /, ${key} }\n`)).toEqual([message]);
  });

  test.each([
    ['{ domain: x }', 'domain means something here: choose another name'],
    ['{ a: "{nobody}" }', '{nobody} has no value here: there are test, domain, release, mark'],
  ])('variables %s passed the check', (variables, message) => {
    const text = `name: A\ngiven: { accounts: [test], variables: ${variables} }\nsteps:\n  - app: { gets: / }\n`;
    expect(messagesOf(text)).toEqual([message]);
  });

  test('a matrix of a hundred million rows was tried', () => {
    const columns = 'abcdefgh'.split('').map((name) => `${name}: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]`);
    expect(messagesOf(`name: A\nmatrix: { ${columns.join(', ')} }\nsteps:\n  - app: { gets: / }\n`)).toEqual([
      'it makes 100000000 scenarios, and at most 10000 are played: divide it',
    ]);
  });

  test('what is played at last sent a variable that had no value', async () => {
    const folder = storyFolder({
      'a.yaml': `${given}steps:\n  - app: { gets: "/rest/user/{test}", expect: { status: 200, xml: "<user><uid>{captured as: uid}</uid><none/></user>" } }\nfinally:\n  - app: { gets: "/rest/users/{uid}" }\n`,
    });
    const { stdout } = await runCommand(['run', '.', '--reporter', 'json'], { folder });
    const { steps } = JSON.parse(stdout).scenarios[0];
    expect(
      steps.map(({ outcome, reason }: { outcome: string; reason?: string }) => [outcome, reason]),
    ).toEqual([
      ['failed', undefined],
      ['skipped', '{uid} has no value: the step that gives it one was not reached'],
    ]);
  });

  test.each([
    [
      'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf',
      'the connection was closed in the middle of the answer',
    ],
    ['', undefined],
  ])('half an answer counted as none: %j', async (bytes, found) => {
    const { port } = await rawServer((socket) => socket.once('data', () => socket.end(bytes)));
    const http = new HttpClient();
    const url = `http://127.0.0.1:${port}/`;
    const exchanged = await http.exchange({ method: 'GET', url, headers: [], body: undefined, ms: 5000 });
    http.close();
    const { mismatches } = matchAnswer({ kind: 'no answer', path: [] }, exchanged, {});
    expect(mismatches.map((mismatch) => mismatch.found)).toEqual(found === undefined ? [] : [found]);
  });

  test('recordings that --bail kept from being played were nowhere in the report', async () => {
    const sequence = (name: string, status: number) => ({
      group: 'g',
      name,
      exchanges: [
        {
          request: { method: 'GET', path: '/rest/none', headers: [] },
          response: { status, reason: 'Not Found', headers: [], body: '' },
        },
      ],
    });
    const recordings = JSON.stringify([sequence('one', 200), sequence('two', 404), sequence('three', 404)]);
    const folder = storyFolder({ '8.3.json': recordings });
    const { stdout } = await runCommand(['run', '.', '--bail', '--reporter', 'json'], { folder });
    expect(outcomes(stdout).map(([, outcome]) => outcome)).toEqual(['failed', 'skipped', 'skipped']);
  });

  test.each([
    ['http://joe:s3cret@localhost:1', 'has credentials in its URL: say them with --auth USER:PASSWORD'],
    ['http://localhost:1/?api-key=s3cret', 'has more than a path: say the API key with --api-key KEY'],
  ])('--target %s put a secret into reports', async (url, why) => {
    const folder = storyFolder({ 'a.yaml': story({ name: 'A' }) });
    const { status, stderr } = await runCommand(['run', '.', '--target', url], { folder });
    expect([status, stderr]).toEqual([2, `tigase-emulator: --target ${why}\n`]);
  });

  test('a key in a line with a mistake was printed', async () => {
    const folder = storyFolder({
      'a.yaml': `${given}steps:\n  - app: { sets status of: test, api key: s3cret-key, shw: xa }\n`,
    });
    const { status, stderr } = await runCommand(['check', '.'], { folder });
    expect([status, stderr.includes('s3cret'), stderr.includes('unknown key shw')]).toEqual([2, false, true]);
  });
});
