// Mixed load on an emulator. Every answer and every stanza is compared with what it should be.
import { Agent, request } from 'node:http';
import { client, xml } from '@xmpp/client';
import { WebSocket } from 'ws';
import { requests } from '../../bench/requests.mjs';

globalThis.WebSocket ??= WebSocket; // which xmpp.js takes, and Node 20 has none

const DOMAIN = 'domain.com';
const USERS = Array.from({ length: 50 }, (_, index) => `user-${index}@${DOMAIN}`);
const TALKERS = [`alice@${DOMAIN}`, `bob@${DOMAIN}`];

/** How many do each of these at a time. */
const ACTORS = { statuses: 8, logIns: 3, conversations: 1, domains: 1, resets: 1, readers: 3 };

const accountOf = (jid) => ({ jid, password: jid.split('@')[0] });

export const config = {
  release: '8.3',
  domains: [DOMAIN, 'reset.example'],
  accounts: [...USERS, ...TALKERS, `carol@reset.example`].map(accountOf),
  rosters: {
    [TALKERS[0]]: [...USERS.slice(0, 10), TALKERS[1]].map((jid) => ({ jid, subscription: 'both' })),
  },
};

/** Starts all actors. `failure` is what the first of them met with that should not be. */
export function startLoad(emulator) {
  const counts = { statuses: 0, logIns: 0, messages: 0, domains: 0, resets: 0, events: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const load = { counts, failure: undefined, isOver: false };
  const world = { ...emulator, agent, counts, load };
  const running = Object.entries(ACTORS).flatMap(([name, many]) =>
    Array.from({ length: many }, (_, index) =>
      actors[name](world, index).catch((failure) => {
        load.failure ??= failure;
        load.isOver = true;
      }),
    ),
  );
  return Object.assign(load, {
    async stop() {
      load.isOver = true;
      await Promise.all(running);
      agent.destroy();
      return counts;
    },
  });
}

const actors = {
  async statuses(world, index) {
    for (let turn = index; !world.load.isOver; turn += 1) {
      const { type, body } = turn % 4 === 0 ? requests.xml : requests.json;
      const isGone = turn % 5 === 0;
      const sent = isGone ? { type: 'application/json', body: '{"available":"false"}' } : { type, body };
      const user = USERS[(turn * ACTORS.statuses + index) % USERS.length];
      const resource = ['', '/phone', '/calendar'][turn % 3];
      await expectStatus(world, 200, 'POST', `/rest/user/${user}/status${resource}?api-key=API_KEY`, sent);
      world.counts.statuses += 1;
    }
  },

  async logIns(world, index) {
    for (let turn = 0; !world.load.isOver; turn += 1) {
      const one = await logIn(world, USERS[(turn * ACTORS.logIns + index) % USERS.length], `soak-${index}`);
      await one.stop();
      world.counts.logIns += 1;
    }
  },

  async conversations(world) {
    const [alice, bob] = await Promise.all(TALKERS.map((jid) => logIn(world, jid, 'soak')));
    while (!world.load.isOver) {
      const received = nextMessage(bob);
      await alice.send(xml('message', { to: TALKERS[1], type: 'chat' }, xml('body', {}, 'x'.repeat(200))));
      await received;
      await alice.send(xml('message', { to: USERS[20] }, xml('body', {}, 'kept until the log-in')));
      world.counts.messages += 2;
      await pause(5);
    }
    await Promise.all([alice.stop(), bob.stop()]);
  },

  async domains(world) {
    while (!world.load.isOver) {
      const { name, apiKey } = JSON.parse(await expectStatus(world, 201, 'POST', '/_emulator/domains'));
      for (let user = 0; user < 5; user += 1)
        await expectStatus(
          ...[world, 200, 'POST', `/rest/user/u${user}@${name}/status?api-key=${apiKey}`, requests.json],
        );
      world.counts.statuses += 5;
      await expectStatus(world, 204, 'DELETE', `/_emulator/domains/${name}`);
      world.counts.domains += 1;
      await pause(50);
    }
  },

  async resets(world) {
    while (!world.load.isOver) {
      const { type, body } = requests.json;
      await expectStatus(
        ...[world, 200, 'POST', '/rest/user/carol@reset.example/status?api-key=API_KEY', { type, body }],
      );
      await expectStatus(world, 204, 'POST', '/_emulator/reset?domain=reset.example');
      world.counts.resets += 1;
      await pause(200);
    }
  },

  /** Readers come and go, as pages that are opened and closed. */
  async readers(world) {
    while (!world.load.isOver) {
      const end = new AbortController();
      const timer = setTimeout(() => end.abort(), 4000);
      try {
        const response = await fetch(`${world.url}/_emulator/events`, { signal: end.signal });
        for await (const bytes of response.body) {
          world.counts.events += Buffer.from(bytes).toString('latin1').split('\nid: ').length - 1;
          if (world.load.isOver) break;
        }
        if (!world.load.isOver) await pause(10); // it was cut off, since it was too slow: it comes back
      } catch (failure) {
        if (!end.signal.aborted) throw failure;
      } finally {
        clearTimeout(timer);
      }
    }
  },
};

/** The body of an answer. @throws where the answer has another status */
function expectStatus({ url, agent }, status, method, path, { type, body } = {}) {
  const headers =
    body === undefined ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { agent, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => {
        if (response.statusCode === status) resolve(text);
        else reject(new Error(`${method} ${path} was answered with ${response.statusCode}: ${text}`));
      });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/** A client of xmpp.js that is available. Of two transports it takes one after the other. */
async function logIn({ websocket, xmpp, counts }, jid, resource) {
  const [username, domain] = jid.split('@');
  const service = counts.logIns % 2 === 0 ? websocket : xmpp;
  // xmpp.js takes a quarter of a second for a hash, in which this process does nothing else
  const mechanism = counts.logIns % 20 === 0 ? 'SCRAM-SHA-1' : 'PLAIN';
  const credentials = (authenticate) => authenticate({ username, password: username }, mechanism);
  const one = client({ service, domain, resource, credentials });
  one.reconnect.stop();
  one.on('error', () => {}); // start() rejects with it
  await one.start();
  await one.send(xml('presence'));
  return one;
}

function nextMessage(one) {
  return new Promise((resolve) => {
    one.on('stanza', function take(stanza) {
      if (!stanza.is('message')) return;
      one.off('stanza', take);
      resolve(stanza);
    });
  });
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
