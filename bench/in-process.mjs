// What an emulator costs a test that starts one inside its own process: to start and to stop it, beside a bare Koa app's
// listen and close; and what a thousand fresh domains cost on one emulator, beside those of one.
import { once } from 'node:events';
import Koa from 'koa';
import { startEmulator } from 'tigase-emulator';
import { mean, median, ms, ratio } from './statistics.mjs';

const ROUNDS = 200;
const WARM_UP = 20;
const DOMAINS = 1000;

export async function measureInProcess() {
  return { ...(await measureStarts()), ...(await measureDomains()) };
}

async function measureStarts() {
  const times = { start: [], stop: [], listen: [], close: [] };
  const timed = async (name, act) => {
    const before = performance.now();
    const result = await act();
    times[name].push(performance.now() - before);
    return result;
  };
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    if (round === WARM_UP) for (const name of Object.keys(times)) times[name] = [];
    const emulator = await timed('start', () => startEmulator());
    await timed('stop', () => emulator.stop());
    const server = await timed('listen', bareKoa);
    await timed('close', () => new Promise((resolve) => server.close(resolve)));
  }
  const [start, stop] = [mean(times.start), mean(times.stop)];
  const both = median(times.start) + median(times.stop);
  const bare = median(times.listen) + median(times.close);
  return {
    'start and stop in one process': {
      measured: `${both.toFixed(2)} ms, median of ${ROUNDS}; ${start.toFixed(2)} and ${stop.toFixed(2)} ms on average`,
      'compared with': `${bare.toFixed(2)} ms, a bare Koa app's listen and close`,
      ratio: ratio(both, bare),
      goal: 'at most 4; at most 5 ms each',
    },
  };
}

async function bareKoa() {
  const app = new Koa();
  app.use((ctx) => {
    ctx.body = 'ok';
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function measureDomains() {
  const tigase = await startEmulator();
  const times = [];
  for (let count = 0; count < DOMAINS; count++) {
    const before = performance.now();
    await useDomain(tigase);
    times.push(performance.now() - before);
  }
  await tigase.stop();
  const tenth = DOMAINS / 10;
  const [first, last] = [times.slice(tenth, 2 * tenth), times.slice(-tenth)].map(mean);
  return {
    [`${DOMAINS} fresh domains on one emulator`]: {
      measured: `${last.toFixed(2)} ms each at the end, ${ms(times.reduce((sum, time) => sum + time, 0))} in all`,
      'compared with': `${first.toFixed(2)} ms each near the beginning`,
      ratio: ratio(last, first),
      goal: 'at most 1.5',
    },
  };
}

/** What a test does with a domain: two accounts, a status that a contact sees, and the end. */
async function useDomain(tigase) {
  const domain = await tigase.createDomain();
  const [test, alice] = [domain.account('test'), domain.account('alice')];
  tigase.addRosterItem(test.jid, { jid: alice.jid, subscription: 'both' });
  const contact = tigase.contact(alice.jid);
  const answer = await fetch(domain.statusUrl('test'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"show":"xa"}',
  });
  await answer.arrayBuffer();
  await contact.receives({ from: test.jid, show: 'xa' });
  await domain.remove();
}
