import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/index.js';
import { withoutUid } from '../../emulator/scenario/recordings/compare.js';
import { bodyOf, rawExchange } from '../../emulator/scenario/recordings/raw-exchange.js';
import { recordedGroups } from '../support/recordings.js';
import { recordedServers } from '../support/servers.js';

const groups = recordedGroups();

/** A character a byte. */
const comparable = (body: Buffer) => withoutUid(body).toString('latin1');

describe.each(recordedServers)('$title', ({ recordings, options, credentials }) => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator(options);
  });
  afterAll(() => emulator.stop());

  const recorded = groups
    .map(({ name, sequences }) => ({
      name,
      sequences: sequences.filter(({ servers }) => servers?.some((server) => recordings.includes(server))),
    }))
    .filter(({ sequences }) => sequences.length > 0);

  test.each(recorded)('answers "$name" as recorded, to the byte', async ({ sequences }) => {
    const target = { host: '127.0.0.1', port: emulator.httpPort ?? 0, credentials };
    for (const { name, exchanges } of sequences) {
      for (const { request, response } of exchanges) {
        const { answer, problem } = await rawExchange(request, target, 5000);
        const compared = answer && {
          ...answer,
          headers: answer.headers.filter(([header]) => header !== 'Date'),
          body: comparable(answer.body),
          surplus: answer.surplus.toString(),
          problem,
        };
        const { status, reason, headers } = response;
        expect(compared, `${name}: ${request.method} ${request.path}`).toEqual({
          status,
          reason,
          headers,
          body: comparable(bodyOf(response)),
          surplus: '',
        });
      }
    }
  });
});
