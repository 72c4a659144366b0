import * as fc from 'fast-check';
import { Element } from 'ltx';
import { describe, expect, test } from 'vitest';
import type { Emulator } from '../../emulator/index.js';
import { callsAt, carriedOut, worldOf } from '../support/random-calls.js';
import { type Tested, tested } from '../support/requests.js';

const acts = callsAt(['domain.com', 'example.org', 'd1.test']);

const SNAPSHOTS = '/_emulator/snapshots';

/** Keeps the state, and gives how to bring it back. */
type Keep = (there: Tested) => Promise<() => Promise<void>>;

const ways: readonly (readonly [string, Keep])[] = [
  [
    'POST snapshots/{id}/restore',
    async ({ request }) => {
      const { status, body } = await request.post(SNAPSHOTS);
      expect([status, body]).toEqual([201, { id: expect.stringMatching(/^snapshot-\d+$/) }]);
      return async () => {
        const answer = await request.post(`${SNAPSHOTS}/${body.id}/restore`);
        expect([answer.status, answer.text]).toEqual([204, '']);
      };
    },
  ],
  [
    'restore',
    async ({ emulator }) => {
      const snapshot = emulator.snapshot();
      return async () => emulator.restore(snapshot);
    },
  ],
];

/** All that a snapshot is to bring back. */
const kept = (emulator: Emulator) => {
  const { sessions, ...state } = emulator.state();
  return {
    ...state,
    sessions: sessions.filter(({ kind }) => kind === 'external'),
    inside: JSON.parse(JSON.stringify(emulator.snapshot(), asData)),
  };
};

/** Maps as lists in their order, and elements as their XML. */
function asData(_: string, value: unknown): unknown {
  if (value instanceof Element) return String(value);
  if (value instanceof RegExp) return String(value);
  return value instanceof Map ? ['map', ...value] : value;
}

describe.each(ways)('%s', (_, keep) => {
  test('brings back accounts, rosters, external sessions, offline messages and keys', async () => {
    const there = await tested();
    const { emulator, request, post } = there;
    await post('test@domain.com/status', '{"show":"xa","status":"On the phone"}');
    const alice = emulator.contact('alice@domain.com/a');
    alice.send('<message to="bob@domain.com" type="chat"><body>first</body></message>');
    const domain = await emulator.createDomain();
    const before = kept(emulator);
    const restore = await keep(there);

    await post('test@domain.com/status', '{"available":"false"}');
    await post('bob@domain.com/status', '{"show":"dnd"}');
    emulator.contact('bob@domain.com/b').send('<presence type="unavailable"/>'); // who takes the message
    await request.delete('/rest/user/alice@domain.com?api-key=API_KEY');
    await request.put('/rest/user/carol@domain.com?api-key=API_KEY').send({ user: { password: 'c' } });
    emulator.addState({ apiKeys: [{ key: 'later' }] });
    await domain.remove();
    expect(kept(emulator)).not.toEqual(before);

    for (let time = 0; time < 2; time += 1) {
      await restore();
      expect(kept(emulator)).toEqual(before);
    }
    const bob = emulator.contact('bob@domain.com/b');
    expect((await bob.receives({ body: 'first' })).attrs.from).toBe('alice@domain.com/a');
    const status = async (user: string, key: string) =>
      (await request.post(`/rest/user/${user}/status?api-key=${key}`).send({})).status;
    expect(await status(`x@${domain.name}`, domain.apiKey)).toBe(200);
    expect(await status('x@domain.com', 'later')).toBe(403);
  });

  test('disconnects clients with the stream error reset, and lets journal and faults stay', async () => {
    const there = await tested();
    const { emulator } = there;
    const restore = await keep(there);
    const alice = emulator.contact('alice@domain.com/a');
    emulator.faults.add({ fault: { status: 503 } });
    const entries = emulator.journal.entries();
    await restore();
    expect([alice.streamError, alice.ended]).toEqual(['reset', 'the emulator was reset']);
    expect(emulator.faults.list()).toHaveLength(1);
    expect(emulator.journal.entries().slice(0, entries.length)).toEqual(entries);
    expect(emulator.journal.entries().at(-1)?.notes[0]?.text).toContain('alice@domain.com/a has ended');
  });

  test('whatever was called in between, and whatever there was before', async () => {
    const property = fc.asyncProperty(
      fc.array(acts, { maxLength: 12 }),
      fc.array(acts, { maxLength: 25 }),
      async (first, then) => {
        const there = await tested({ domains: ['domain.com', 'example.org'], limits: { journal: 20 } });
        await carriedOut(worldOf(there), first);
        const before = kept(there.emulator);
        const restore = await keep(there);
        await carriedOut(worldOf(there), then);
        await restore();
        expect(kept(there.emulator)).toEqual(before);
        // and nothing is shared: what comes now does not reach into what is kept
        await carriedOut(worldOf(there), then);
        await restore();
        expect(kept(there.emulator)).toEqual(before);
        await there.emulator.stop();
      },
    );
    await fc.assert(property, { numRuns: 150 });
  }, 60_000);
});

test('snapshots are kept under ids until they are removed', async () => {
  const { request } = await tested();
  for (const id of ['snapshot-1', 'snapshot-2']) expect((await request.post(SNAPSHOTS)).body).toEqual({ id });
  expect((await request.delete(`${SNAPSHOTS}/snapshot-1`)).status).toBe(204);
  for (const [method, path] of [
    ['delete', `${SNAPSHOTS}/snapshot-1`],
    ['post', `${SNAPSHOTS}/snapshot-1/restore`],
  ] as const) {
    const answer = await request[method](path);
    expect(JSON.parse(answer.text)).toEqual({
      title: 'There is no snapshot "snapshot-1"',
      status: 404,
      detail: 'There are snapshot-2',
      instance: path,
    });
  }
  expect((await request.post(SNAPSHOTS)).body).toEqual({ id: 'snapshot-3' });
});

test('what is no snapshot is not restored', async () => {
  const { emulator } = await tested();
  expect(() => emulator.restore({} as never)).toThrow(
    'it is no snapshot: restore takes what snapshot() returned',
  );
});

test('a snapshot of another emulator can be restored', async () => {
  const one = await tested();
  await one.post('test@domain.com/status', '{"show":"xa"}');
  const other = await tested();
  other.emulator.restore(one.emulator.snapshot());
  expect(other.emulator.state()).toEqual(one.emulator.state());
  await other.post('test@domain.com/status', '{"show":"dnd"}');
  expect(one.emulator.presence('test@domain.com')).toMatchObject([{ show: 'xa' }]);
});
