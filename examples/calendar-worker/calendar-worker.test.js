import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tigaseFor } from 'tigase-emulator/node-test';
import { CalendarWorker } from './calendar-worker.js';

const USER = 'test@domain.com';
const at = (time) => new Date(`2026-11-27T${time}:00Z`);
const MEETINGS = [
  { user: USER, title: 'Stand-up', from: at('09:00'), to: at('09:15') },
  { user: USER, title: 'Review', from: at('09:15'), to: at('10:00') },
];

async function start(t) {
  const tigase = await tigaseFor(t);
  const worker = new CalendarWorker((user, resource) => tigase.statusUrl(user, resource));
  return { tigase, update: (time) => worker.update(MEETINGS, at(time)) };
}

test('contacts see each meeting, and its end', async (t) => {
  const { tigase, update } = await start(t);
  const alice = tigase.contact('alice@domain.com');
  await update('08:59');
  assert.deepEqual(tigase.presence(USER), []);
  await update('09:00');
  await alice.receives({ from: `${USER}/calendar`, show: 'dnd', status: 'Stand-up' });
  await update('09:15');
  await alice.receives({ from: `${USER}/calendar`, show: 'dnd', status: 'Review' });
  await update('10:00');
  await alice.receives({ from: `${USER}/calendar`, type: 'unavailable' });
});

test('Tigase is called where something has changed', async (t) => {
  const { tigase, update } = await start(t);
  for (const time of ['09:00', '09:01', '09:02']) await update(time);
  tigase.verify({ user: USER, resource: 'calendar' }, { times: 1, noWarnings: true });
});

test('messages go to the user, not to the calendar', async (t) => {
  const { tigase, update } = await start(t);
  await update('09:00');
  const client = tigase.contact(USER);
  tigase.contact('alice@domain.com').send(`<message to="${USER}"><body>Coffee?</body></message>`);
  await client.receives({ body: 'Coffee?' });
});

test('what failed is tried again with the next update', async (t) => {
  const { tigase, update } = await start(t);
  tigase.faults.add({ match: { resource: 'calendar' }, fault: { drop: true }, times: 1 });
  await update('09:00');
  assert.deepEqual(tigase.presence(USER), []);
  await update('09:01');
  await tigase.waitForPresence(USER, { show: 'dnd', status: 'Stand-up' });
});
