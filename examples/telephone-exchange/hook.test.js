import { once } from 'node:events';
import { test as base } from 'tigase-emulator/vitest';
import { describe, expect } from 'vitest';
import { createHook } from './hook.js';
import { StatusClient } from './status-client.js';

const USER = 'test@domain.com';
const ON_THE_PHONE = { resource: 'tigase-external', show: 'xa', status: 'On the phone' };

/** The application beside an emulator of the test's own: `call('answered')` is what the exchange does. */
const test = base.extend({
  apiKey: 'API_KEY',
  call: async ({ tigase, apiKey }, use) => {
    const credentials = 'admin@domain.com:admin';
    const statuses = new StatusClient({ url: tigase.url, apiKey, credentials, pauseMs: 1 });
    const server = createHook(statuses).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use((what, user = USER) =>
      fetch(`http://127.0.0.1:${server.address().port}/calls/${what}?user=${user}`, { method: 'POST' }),
    );
    server.close();
  },
});

test('contacts see who is on the phone, and who has hung up', async ({ tigase, call }) => {
  const alice = tigase.contact('alice@domain.com');
  expect((await call('answered')).status).toBe(204);
  await alice.receives({ from: `${USER}/tigase-external`, show: 'xa', status: 'On the phone' });
  await call('ended');
  await alice.receives({ from: `${USER}/tigase-external`, type: 'unavailable' });
  expect(tigase).toHaveNoWarnings();
});

test('a second call changes nothing, and neither does its end', async ({ tigase, call }) => {
  for (const what of ['answered', 'answered', 'ended']) await call(what);
  await expect(tigase).toHavePresence(USER, ON_THE_PHONE);
  await expect(tigase).toHaveReceivedStatus(USER, {}, { times: 1 });
  await call('ended');
  await expect(tigase).not.toHavePresence(USER);
});

describe('where Tigase fails', () => {
  test.for([{ status: 503 }, { drop: true }, { drop: true, applied: true }])(
    'once, by %o, it is tried again',
    async (fault, { tigase, call }) => {
      tigase.faults.add({ match: { user: USER }, fault, times: 1 });
      expect((await call('answered')).status).toBe(204);
      await expect(tigase).toHavePresence(USER, ON_THE_PHONE);
      await expect(tigase).toHaveReceivedStatus(USER, {}, { times: 2 });
    },
  );

  test('again and again, the exchange is told, and may call again', async ({ tigase, call }) => {
    const { id } = tigase.faults.add({ fault: { status: 500 } });
    const answer = await call('answered');
    expect([answer.status, await answer.text()]).toEqual([503, `${USER}: a 500, 4 times`]);
    await expect(tigase).not.toHavePresence(USER);
    tigase.faults.remove(id);
    expect((await call('answered')).status).toBe(204);
    await expect(tigase).toHavePresence(USER, ON_THE_PHONE);
  });

  test('by success: false, it is not tried again', async ({ tigase, call }) => {
    tigase.faults.add({ fault: { success: false } });
    expect((await call('answered')).status).toBe(502);
    await expect(tigase).toHaveReceivedStatus(USER, {}, { times: 1 });
  });

  describe('on a key that it does not know', () => {
    test.override({ apiKey: 'another' });

    test('it is not tried again', async ({ tigase, call }) => {
      expect((await call('answered')).status).toBe(502);
      await expect(tigase).toHaveReceivedStatus({ responseStatus: 403 }, { times: 1 });
    });
  });
});

describe.for(['8.1', '8.2', '8.3', '8.4'])('on release %s', (release) => {
  test.override({ tigaseOptions: { release } });

  test('the status is set and removed', async ({ tigase, call }) => {
    await call('answered');
    await expect(tigase).toHavePresence(USER, ON_THE_PHONE);
    await call('ended');
    await expect(tigase).not.toHavePresence(USER);
  });
});
