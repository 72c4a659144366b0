// XMPP clients over WebSocket, in a process of their own (see launchClients). They do no more than log in and count
// what they get, so that what is timed is the server's work rather than theirs.
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { path, requests } from './requests.mjs';
import { DOMAIN } from './users.mjs';

/** How many connect at a time. */
const AT_ONCE = 50;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const groups = new Map();
let onMessage = () => {};

const calls = {
  /** Connects a group of clients, and logs each in where the server speaks XMPP. */
  async connect({ group, url, users, logsIn = true }) {
    const sockets = [];
    for (let start = 0; start < users.length; start += AT_ONCE) {
      const some = users.slice(start, start + AT_ONCE);
      sockets.push(...(await Promise.all(some.map((user) => (logsIn ? logIn : open)(url, user)))));
    }
    for (const socket of sockets) {
      socket.on('message', (data) => onMessage(group, socket, data));
      socket.on('close', () => {
        throw new Error(`a client of ${group} was disconnected`);
      });
    }
    groups.set(group, sockets);
  },

  /** Sends a status request, and times until the last client of a group has what that brings. */
  async change({ group, port }) {
    const sockets = groups.get(group);
    const startedAt = performance.now();
    const [ms] = await Promise.all([
      new Promise((resolve) => {
        const waiting = new Set(sockets);
        onMessage = (receiver, socket) => {
          if (!waiting.delete(socket)) throw new Error(`a client of ${receiver} got a message too many`);
          if (waiting.size === 0) resolve(performance.now() - startedAt);
        };
      }),
      post(port),
    ]);
    return ms;
  },

  /** What the first client of a group gets where a status is set. */
  async sample({ group, port }) {
    const [text] = await Promise.all([
      new Promise((resolve) => {
        onMessage = (_, socket, data) => {
          if (socket === groups.get(group)[0]) resolve(data.toString());
        };
      }),
      post(port),
    ]);
    return text;
  },
};

function post(port) {
  const { type, body } = requests.json;
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const asked = request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume();
      response.once('end', resolve);
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

function open(url, user) {
  const socket = new WebSocket(`${url}?user=${user}`, 'xmpp', { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** RFC 7395 with PLAIN: what is sent, and what in the answers it waits for before it goes on. */
async function logIn(url, user) {
  const socket = await open(url, user);
  const header = `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${DOMAIN}" version="1.0"/>`;
  const local = user.split('@')[0];
  const credentials = Buffer.from(`\0${local}\0${local}`).toString('base64');
  const bind = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>bench</resource></bind>';
  const steps = [
    [header, '</stream:features>'],
    [`<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${credentials}</auth>`, '<success'],
    [header, '</stream:features>'],
    [`<iq xmlns="jabber:client" type="set" id="bind">${bind}</iq>`, 'type="result"'],
    ['<presence xmlns="jabber:client"/>', `from="${user}/bench"`],
  ];
  for (const [text, expected] of steps) {
    await new Promise((resolve, reject) => {
      socket.on('message', function read(data) {
        if (!data.includes(expected)) return;
        socket.off('message', read);
        resolve();
      });
      socket.once('close', () => reject(new Error(`${user} was disconnected at ${text}`)));
      socket.send(text);
    });
  }
  socket.removeAllListeners('close');
  return socket;
}

process.on('message', async ({ name, options }) => {
  try {
    process.send({ result: await calls[name](options) });
  } catch (failure) {
    process.send({ failure: failure.stack });
  }
});
