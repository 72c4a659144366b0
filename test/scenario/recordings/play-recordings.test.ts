import { expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../emulator/index.js';
import { recordingJobs } from '../../../emulator/scenario/recordings/configurations.js';
import {
  playRecordedSequence,
  playRecordingJob,
} from '../../../emulator/scenario/recordings/play-recordings.js';
import { readRecording } from '../../../emulator/scenario/recordings/read.js';
import type { RecordedSequence } from '../../../emulator/scenario/recordings/recording.js';
import type { ScenarioResult } from '../../../emulator/scenario/result.js';
import { answeringServer } from '../../support/raw-server.js';

const user = 'POST /rest/user/test@domain.com';

const request = {
  method: 'POST',
  path: '/rest/user/test@domain.com/status?api-key=test-api-key',
  headers: [['Content-Type', 'application/json']],
  body: '{"show":"é"}',
};

const body = `{
    "status": {
        "user": "test@domain.com/tigase-external",
        "available": "true",
        "priority": "-1",
        "show": "\\u00e9",
        "status": null,
        "success": true,
        "activity": null
    }
}`;

const response = {
  status: 200,
  reason: 'OK',
  headers: [
    ['content-type', 'application/json'],
    ['Transfer-encoding', 'chunked'],
  ],
  body,
};

/** The results of recordings in a file, each job on an emulator of its own. */
async function played(file: string, sequences: unknown): Promise<ScenarioResult[]> {
  const read = readRecording(file, JSON.stringify(sequences));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const results: ScenarioResult[] = [];
  for (const job of recordingJobs(read)) {
    for await (const result of playRecordingJob(job, { startEmulator })) results.push(result);
  }
  return results;
}

/** The one sequence of some exchanges. */
function sequenceOf(...exchanges: unknown[]): RecordedSequence {
  const read = readRecording('recordings.json', JSON.stringify([{ group: 'g', name: 'n', exchanges }]));
  const [sequence] = 'problems' in read ? [] : read.sequences;
  if (sequence === undefined) throw new Error(JSON.stringify(read));
  return sequence;
}

test('a recording passes on an emulator of the release that its file names', async () => {
  const [result, ...others] = await played('8.3.json', [
    { group: 'status', name: 'show', exchanges: [{ request, response }] },
  ]);
  expect(others).toEqual([]);
  expect(result).toMatchObject({
    file: '8.3.json',
    name: 'status › show',
    line: 1,
    outcome: 'passed',
    steps: [
      {
        section: 'steps',
        text: `${user}/status`,
        place: { file: '8.3.json', line: 1, column: 48 },
        outcome: 'passed',
        happenings: [
          {
            kind: 'exchange',
            request: { method: 'POST', body: '{"show":"é"}' },
            answer: { status: 200, reason: 'OK', body },
            problem: undefined,
          },
        ],
      },
    ],
  });
});

test('a recording of several servers plays on each of them, and its names say which', async () => {
  const results = await played('of servers.json', [
    { name: 'show', servers: ['8.1', '8.4'], exchanges: [{ request, response }] },
    { name: 'untrusted', servers: ['8.3-untrusted'], exchanges: [{ request, response }] },
  ]);
  expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['show (8.1)', 'passed'],
    ['show (8.4)', 'passed'],
    ['untrusted (8.3-untrusted)', 'failed'],
  ]);
});

test.each([
  ['status', { status: 201 }, [{ what: 'answer › status', expected: '201', found: '200' }], 'status'],
  ['reason', { reason: 'Ok' }, [{ what: 'answer › reason', expected: '"Ok"', found: '"OK"' }], 'reason'],
  [
    'headers',
    {
      headers: [
        ['Content-Type', 'application/JSON'],
        ['X', ''],
        ['X', '2'],
        ['Date', 'any'],
      ],
    },
    [
      {
        what: 'answer › headers › Content-Type',
        expected: '"application/JSON"',
        found: '"application/json"',
      },
      { what: 'answer › headers › X', expected: '"", "2"', found: 'absent' },
      { what: 'answer › headers › Transfer-encoding', expected: 'absent', found: '"chunked"' },
    ],
    'headers',
  ],
  [
    'one byte of the body',
    { body: body.replace('e9', 'E9') },
    [
      {
        what: 'answer › body › line 6, byte 22',
        expected: '"        \\"show\\": \\"\\\\u00E9\\","',
        found: '"        \\"show\\": \\"\\\\u00e9\\","',
      },
    ],
    'body',
  ],
  [
    'the end of a line',
    { body: body.replace(',\n', ',\r\n') },
    [
      {
        what: 'answer › body › line 3, byte 51',
        expected: '"        \\"user\\": \\"test@domain.com/tigase-external\\",\\r"',
        found: '"        \\"user\\": \\"test@domain.com/tigase-external\\",\\n"',
      },
    ],
    'body',
  ],
  [
    'the end of the body',
    { body: `${body}\n` },
    [{ what: 'answer › body › line 11, byte 2', expected: '"}\\n"', found: '"}"' }],
    'body',
  ],
  [
    'all of the body',
    { body: '' },
    [{ what: 'answer › body › line 1, byte 1', expected: 'the end of the body', found: '"{"' }],
    'body',
  ],
  [
    'a body that is no text',
    { body: undefined, bodyBase64: 'ewr/' },
    [
      {
        what: 'answer › body › line 2, byte 1',
        expected: 'bytes ff',
        found: 'bytes 20 20 20 20 22 73 74 61 74 75 73 22 3a 20 7b 0a',
      },
    ],
    'body',
  ],
])(
  'a recording that differs in %s fails, and what follows is played all the same',
  async (_, other, found, part) => {
    const exchanges = [
      { request, response: { ...response, ...other } },
      { request, response },
    ];
    const [result] = await played('8.3.json', [{ name: 'n', exchanges }]);
    expect(result?.outcome).toBe('failed');
    expect(result?.steps.map(({ outcome }) => outcome)).toEqual(['failed', 'passed']);
    expect(result?.steps[0]?.failure).toMatchObject({
      message: `the answer is not the recorded one: it differs in ${part}`,
      place: { file: '8.3.json', line: 1 },
      differences: found,
    });
    const { text = '', column = 0 } = result?.steps[0]?.failure?.place ?? {};
    expect(text.slice(column - 1)).toMatch(/^"response"/);
  },
);

test('the number in the uid of an account is free, all the rest of its line is not', async () => {
  const account = (answer: string) => ({
    request: { method: 'PUT', path: '/x', headers: [], body: '' },
    response: { status: 200, reason: 'OK', headers: [], body: answer },
  });
  const server = await answeringServer(['HTTP/1.1 200 OK\r\n\r\n{"jid": "a", "uid": 12}']);
  const play = (answer: string) => playRecordedSequence(sequenceOf(account(answer)), server);
  expect((await play('{"jid": "a", "uid": 3456}')).outcome).toBe('passed');
  expect((await play('{"jid": "b", "uid": 12}')).outcome).toBe('failed');
  expect((await play('{"jid": "a", "uid": "12"}')).outcome).toBe('failed');
});

test('an answer that does not come, or is cut short, fails unless it was recorded so', async () => {
  const recorded = { status: 200, reason: 'OK', headers: [['Content-Length', '5']], body: 'ab' };
  const get = { method: 'GET', path: '/', headers: [] };
  const server = await answeringServer(['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab']);
  const cut = await playRecordedSequence(sequenceOf({ request: get, response: recorded }), server);
  expect(cut.steps[0]?.failure?.message).toBe(
    'expected the recorded answer, but the body ended 3 bytes short of its Content-Length',
  );
  const closed = sequenceOf({ request: get, response: { ...recorded, outcome: 'closed' } });
  expect((await playRecordedSequence(closed, server)).outcome).toBe('passed');
  const silent = await answeringServer([], { hangsUp: false });
  const none = await playRecordedSequence(closed, silent, { timeoutMs: 20 });
  expect(none.steps[0]?.failure?.message).toBe(
    'expected the recorded answer, but no whole answer within 20 ms',
  );
  expect(none.steps[0]?.happenings).toMatchObject([
    { answer: undefined, problem: 'no whole answer within 20 ms' },
  ]);
});

test('bytes after the end of an answer are a difference', async () => {
  const server = await answeringServer(['HTTP/1.1 204 No Content\r\n\r\nmore']);
  const recorded = { status: 204, reason: 'No Content', headers: [], body: '' };
  const { steps } = await playRecordedSequence(
    sequenceOf({ request: { method: 'GET', path: '/', headers: [] }, response: recorded }),
    server,
  );
  expect(steps[0]?.failure?.differences).toEqual([
    { what: 'answer › after its end', expected: 'nothing', found: '"more"' },
  ]);
});

test('nothing that is shown holds a key or a password, and a command has variables for them', async () => {
  const secret = {
    request: {
      method: 'PUT',
      path: "/rest/user/o'brien@domain.com?api-key=k-secret&type=x&api-key=k-secret",
      headers: [
        ['Api-Key', 'h-secret'],
        ['X-Empty', ''],
      ],
      body: '{"user":{"password":"p-\\"secret","email":"a@b"}}',
      chunked: true,
    },
    response: { ...response, body: '{"password": "q-secret", "a": 1}' },
  };
  const server = await answeringServer(['HTTP/1.1 200 OK\r\n\r\n{"password": "r-secret"}']);
  const target = { ...server, credentials: 'admin:secret' };
  const result = await playRecordedSequence(sequenceOf(secret), target);
  expect(JSON.stringify(result)).not.toMatch(/-secret|YWRtaW46c2VjcmV0/);
  const [step] = result.steps;
  expect(step?.text).toBe("PUT /rest/user/o'brien@domain.com?type=x");
  expect(step?.failure?.curl).toBe(
    [
      `curl -i -X 'PUT' -H 'Host: localhost:8080' -H 'Api-Key: '"$API_KEY" -H 'X-Empty;'`,
      `-H 'Authorization: Basic '"$AUTHORIZATION" -H 'Connection: close' -H 'Transfer-Encoding: chunked'`,
      `-H 'Accept:' -H 'Content-Type:' --path-as-is --globoff`,
      `'http://127.0.0.1:${server.port}/rest/user/o'\\''brien@domain.com?api-key='"$API_KEY"'&type=x&api-key='"$API_KEY"`,
      `--data-binary '{"user":{"password":"'"$PASSWORD"'","email":"a@b"}}'`,
    ].join(' '),
  );
  expect(step?.happenings).toMatchObject([
    {
      request: {
        url: `http://127.0.0.1:${server.port}/rest/user/o'brien@domain.com?api-key=…&type=x&api-key=…`,
        headers: [
          ['Host', 'localhost:8080'],
          ['Api-Key', '…'],
          ['X-Empty', ''],
          ['Authorization', 'Basic …'],
          ['Connection', 'close'],
          ['Transfer-Encoding', 'chunked'],
        ],
        body: '{"user":{"password":"…","email":"a@b"}}',
      },
    },
  ]);
});

test('an emulator says why it answered as it did, and is stopped even if nobody waits for the end', async () => {
  const wrong = { ...request, body: 'no JSON' };
  const read = readRecording(
    '8.3.json',
    JSON.stringify([1, 2].map((name) => ({ name: String(name), exchanges: [{ request: wrong, response }] }))),
  );
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const emulators: Emulator[] = [];
  for (const job of recordingJobs(read)) {
    const server = {
      startEmulator: async (options: Parameters<typeof startEmulator>[0]) => {
        const emulator = await startEmulator(options);
        emulators.push(emulator);
        return emulator;
      },
    };
    for await (const { steps } of playRecordingJob(job, server)) {
      expect(steps[0]?.happenings).toMatchObject([{ notes: [{ severity: 'error' }] }]);
      expect(emulators[0]).toMatchObject({ websocketPort: undefined, xmppPort: undefined });
      break;
    }
  }
  expect(emulators.map(({ httpPort }) => httpPort)).toEqual([undefined]);
});

test('a server that runs is played with the credentials that it was told, or the recorded ones', async () => {
  await using emulator = await startEmulator({
    release: '8.4',
    apiKeys: [{ key: 'test-api-key' }],
    accounts: [{ jid: 'root@domain.com', password: 'pw', admin: true }],
  });
  const read = readRecording('8.4.json', JSON.stringify([{ name: 'n', exchanges: [{ request, response }] }]));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const [job] = recordingJobs(read);
  if (job === undefined) throw new Error('there is no job');
  const target = { host: '127.0.0.1', port: emulator.httpPort ?? 0 };
  const outcomes: string[] = [];
  for (const credentials of ['root@domain.com:pw', undefined]) {
    const results = playRecordingJob(job, { target: { ...target, credentials } });
    for await (const { outcome } of results) outcomes.push(outcome);
  }
  expect(outcomes).toEqual(['passed', 'failed']); // there is no admin@domain.com
});
