import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.js';
import { recordedGroups } from '../support/recordings.js';
import { recordedServers } from '../support/servers.js';
import { exchange } from '../support/wire.js';

const groups = recordedGroups();

/** A body without the number in an account's `uid`, which is the database's. */
const withoutUid = (body: string) => body.replace(/("uid": |<uid>)-?\d+/, '$1…');

describe.each(recordedServers)('$title', ({ recordings, options, credentials }) => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator(options);
  });
  afterAll(() => emulator.stop());

  const recorded = groups
    .map(({ name, sequences }) => ({
      name,
      sequences: sequences.filter(({ servers }) => servers.some((server) => recordings.includes(server))),
    }))
    .filter(({ sequences }) => sequences.length > 0);

  test.each(recorded)('answers "$name" as recorded, to the byte', async ({ sequences }) => {
    for (const { name, exchanges } of sequences) {
      for (const { request, response } of exchanges) {
        const { status, reason, headers, body } = response;
        const answer = await exchange(emulator.httpPort ?? 0, request, credentials);
        const compared = { ...answer, body: withoutUid(answer.body) };
        expect(compared, `${name}: ${request.method} ${request.path}`).toEqual({
          status,
          reason,
          headers,
          body: withoutUid(body),
        });
      }
    }
  });
});
