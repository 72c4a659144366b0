import { setImmediate } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { tested } from '../support/requests.js';

describe('a fault with presence', () => {
  /** A user with two contacts, one of whom has two clients. */
  async function watched() {
    const there = await tested();
    const clients = ['alice@domain.com/a', 'alice@domain.com/b', 'bob@domain.com/c'].map((jid) =>
      there.emulator.contact(jid),
    );
    const shows = () =>
      clients.map(({ received }) =>
        received
          .filter(({ attrs }) => attrs.from?.startsWith('test@'))
          .map((stanza) => stanza.attrs.type ?? stanza.getChildText('show')),
      );
    return { ...there, clients, shows };
  }

  test('drop keeps one presence from every contact, and counts it once', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ match: { user: 'TEST@domain.com' }, fault: { presence: 'drop' }, times: 1 });
    await post('test@domain.com/status', '{"show":"xa"}');
    expect(shows()).toEqual([[], [], []]);
    expect(emulator.presence('test@domain.com')).toMatchObject([{ show: 'xa' }]);
    expect(emulator.faults.list()).toEqual([]);
    await post('test@domain.com/status', '{"show":"dnd"}');
    expect(shows()).toEqual([['dnd'], ['dnd'], ['dnd']]);
  });

  test('double brings each contact the same twice', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ fault: { presence: 'double' } });
    await post('test@domain.com/status', '{"show":"xa"}');
    await post('test@domain.com/status', '{"available":"false"}');
    const twice = ['xa', 'xa', 'unavailable', 'unavailable'];
    expect(shows()).toEqual([twice, twice, twice]);
  });

  test('a delay brings it later, when the next one may be there already', async () => {
    const { emulator, post, shows } = await watched();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // later is when the test says so
    onTestFinished(() => void vi.useRealTimers());
    emulator.faults.add({ fault: { presence: { delayMs: [20, 30] } }, times: 1 });
    const { status } = await post('test@domain.com/status', '{"show":"xa"}');
    expect([status, shows()]).toEqual([200, [[], [], []]]);
    await post('test@domain.com/status', '{"show":"dnd"}');
    await vi.advanceTimersByTimeAsync(19);
    expect(shows()).toEqual([['dnd'], ['dnd'], ['dnd']]);
    await vi.advanceTimersByTimeAsync(11);
    expect(shows()).toEqual([
      ['dnd', 'xa'],
      ['dnd', 'xa'],
      ['dnd', 'xa'],
    ]);
  });

  test("concerns a client's presence, and the one that a contact gets who logs in", async () => {
    const { emulator } = await tested();
    const alice = emulator.contact('alice@domain.com/a');
    emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { presence: 'drop' }, times: 2 });
    emulator.contact('test@domain.com/phone').send('<presence><show>away</show></presence>');
    expect(alice.received.filter(({ attrs }) => attrs.from === 'test@domain.com/phone')).toEqual([]);
    const bob = emulator.contact('bob@domain.com/b');
    expect(bob.received.filter(({ attrs }) => attrs.from === 'test@domain.com/phone')).toHaveLength(1);
  });

  test('does not wait for somebody who would get it in vain: nobody there is none that it counts', async () => {
    const { emulator, post } = await tested();
    emulator.faults.add({ fault: { presence: 'drop' }, times: 1 });
    await post('test@domain.com/status', '{"show":"xa"}');
    expect(emulator.faults.list()).toMatchObject([{ times: 1 }]);
  });

  test('stands with what becomes of the call, and both count as one', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ fault: { presence: 'double', status: 503, applied: true }, times: 1 });
    expect((await post('test@domain.com/status', '{"show":"xa"}')).status).toBe(503);
    expect(shows()[2]).toEqual(['xa', 'xa']);
    expect((await post('test@domain.com/status', '{"show":"dnd"}')).status).toBe(200);
    expect(shows()[2]).toEqual(['xa', 'xa', 'dnd']);
  });

  test('concerns the presence of those whom it matches alone, also while their call is carried out', async () => {
    const { emulator, post } = await tested();
    emulator.contact('alice@domain.com/a');
    const own = emulator.contact('test@domain.com/own', { available: false });
    emulator.faults.add({ match: { user: 'test@domain.com' }, fault: { delayMs: 1, presence: 'drop' } });
    await post('test@domain.com/status', '{"show":"xa"}');
    await own.receives({ from: 'alice@domain.com/a' });
  });

  test('leaves a call to the next fault, which has something for it', async () => {
    const { emulator, post, shows } = await watched();
    emulator.faults.add({ fault: { presence: 'drop' } });
    emulator.faults.add({ fault: { status: 500, applied: true } });
    expect((await post('test@domain.com/status', '{"show":"xa"}')).status).toBe(500);
    expect(shows()).toEqual([[], [], []]);
  });

  test('is told in the journal, of what was lost too', async () => {
    const { emulator, post } = await watched();
    emulator.faults.add({ fault: { presence: 'drop' }, times: 1 });
    await post('test@domain.com/status', '{"show":"xa"}');
    const stanzas = emulator.journal.entries({ kind: 'stanza', user: 'bob@domain.com' });
    expect(stanzas.at(-1)).toMatchObject({
      user: 'test@domain.com',
      to: 'bob@domain.com/c',
      stanza: expect.stringContaining('<show>xa</show>'),
      notes: [{ code: 'fault', severity: 'info', text: 'fault-1: it is lost on its way' }],
    });
  });

  test('a reset lets nothing late arrive, and leaves no timer', async () => {
    const { emulator, post } = await tested({
      domains: ['domain.com', 'example.org'],
      accounts: [
        { jid: 'test@example.org', password: 'x' },
        { jid: 'alice@domain.com', password: 'x' },
      ],
      rosters: { 'test@example.org': [{ jid: 'alice@domain.com', subscription: 'both' }] },
    });
    const alice = emulator.contact('alice@domain.com/a');
    emulator.faults.add({ fault: { presence: { delayMs: 60_000 } }, times: 1 });
    await post('test@example.org/status', '{"show":"xa"}');
    emulator.reset('example.org');
    await setImmediate();
    expect(alice.received.filter(({ attrs }) => attrs.from?.startsWith('test@')).map(String)).toEqual([
      expect.stringContaining('type="unavailable"'),
    ]);
  });
});

describe('a fault with stream: cut', () => {
  test('cuts the streams that there are at once, without a word, and counts them', async () => {
    const { emulator } = await tested();
    const [first, second, third] = ['a', 'b', 'c'].map((resource) =>
      emulator.contact(`alice@domain.com/${resource}`),
    );
    const bob = emulator.contact('bob@domain.com');
    emulator.faults.add({ match: { user: 'alice@domain.com' }, fault: { stream: 'cut' }, times: 2 });
    expect([first, second, third, bob].map((contact) => contact?.ended)).toEqual([
      'its connection was cut',
      'its connection was cut',
      undefined,
      undefined,
    ]);
    expect(first?.streamError).toBeUndefined();
    expect(emulator.faults.list()).toEqual([]);
  });

  test('cuts the one that comes later, once it is there', async () => {
    const { emulator } = await tested();
    emulator.faults.add({ match: { resource: 'phone' }, fault: { stream: 'cut' }, times: 1 });
    const other = emulator.contact('alice@domain.com/desk');
    const phone = emulator.contact('alice@domain.com/phone');
    await setImmediate();
    expect([other.ended, phone.ended]).toEqual([undefined, 'its connection was cut']);
    const again = emulator.contact('alice@domain.com/phone');
    await setImmediate();
    expect(again.ended).toBeUndefined();
  });
});
