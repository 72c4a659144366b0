// Servers and clients in processes of their own; servers each on a free port.
import { fork, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { path, requests } from './requests.mjs';

const commands = {
  bare: (port) => ['bench/bare-server.mjs', port],
  'bare fan-out': (port, { presence, to }) => ['bench/bare-fan-out-server.mjs', port, presence, to],
  mockoon: (port, { command, data }) => [
    ...[command, 'start', '--data', data, '--port', port, '--disable-log-to-file', '--disable-admin-api'],
  ],
  emulator: (port, { config, websocketPort = 0 }) => [
    ...['dist/cli.js', 'start', '--release', '8.3', '--log', 'silent'],
    ...['--port', port, '--websocket-port', websocketPort, '--xmpp-port', 0],
    ...(config === undefined ? [] : ['--config', config]),
  ],
};

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server and waits for its first answer; `ms` is the time from the process's start to that answer. */
export async function launch(kind, options = {}) {
  const port = await freePort();
  const args = commands[kind](port, options).map(String);
  const startedAt = performance.now();
  const stdio = ['ignore', kind === 'mockoon' ? 'ignore' : 'inherit', 'inherit']; // which logs there
  const child = started(spawn(process.execPath, args, { stdio }));
  await firstAnswer(port, child);
  const ms = performance.now() - startedAt;
  return {
    port,
    url: `http://127.0.0.1:${port}${path}`,
    ms,
    residentMegabytes: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    /** Processor time of the main thread, which answers; the scheduler counts it in nanoseconds. */
    processorSeconds: () => Number(readFileSync(`/proc/${child.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e9,
    stop: () => stopped(child),
  };
}

/** Starts the process of XMPP clients: each call of `clients.mjs` is carried out there. */
export function launchClients() {
  const child = started(fork('bench/clients.mjs'));
  const ended = new Promise((_, reject) => {
    child.once('exit', () => reject(new Error('the process of the clients ended')));
  });
  ended.catch(() => {}); // in the end it does
  const call = (name, options) => {
    child.send({ name, options });
    return Promise.race([nextResult(child, 'the clients'), ended]);
  };
  return { call, stop: () => stopped(child) };
}

/** Starts a process that reads the events of an emulator; `stop` gives how many entries they were. */
export async function launchEventReader(url) {
  const { ask, told } = launchReader('bench/event-reader.mjs', new URL('/_emulator/events', url));
  await told();
  return { stop: () => ask('stop') };
}

/** Starts a process that reads the state of an emulator; `read` gives how many bytes it was. */
export function launchStateReader(url) {
  const { ask, stop } = launchReader('bench/state-reader.mjs', new URL('/_emulator/state', url));
  return { read: () => ask('read'), stop };
}

/** A process that reads a URL; `told` gives what it says next, and `ask` what it answers. */
function launchReader(script, url) {
  const child = started(fork(script, [String(url)]));
  const told = () => nextResult(child, `the reader of ${url.pathname}`);
  const ask = (message) => {
    child.send(message);
    return told();
  };
  return { ask, told, stop: () => stopped(child) };
}

/** What a process of ours says next. */
function nextResult(child, name) {
  return new Promise((resolve, reject) => {
    child.once('message', ({ result, failure }) => {
      if (failure === undefined) resolve(result);
      else reject(new Error(`${name}: ${failure}`));
    });
  });
}

const running = new Set();
process.once('exit', () => {
  for (const child of running) child.kill();
});

/** Nothing that was started outlives the bench, even where that fails. */
function started(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function stopped(child) {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill();
  });
}

/** Asks over a bare socket until there is an answer: before the server listens, connections are refused at once. */
function firstAnswer(port, child) {
  const { type, body } = requests.json;
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const attempt = () => {
      if (child.exitCode !== null) return reject(new Error('a server ended before it answered'));
      const socket = connect(port, '127.0.0.1', () => socket.write(head + body));
      socket.once('data', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', () => setTimeout(attempt, 1));
    };
    attempt();
  });
}
