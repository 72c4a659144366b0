// Servers in processes of their own, each on a free port.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

const commands = {
  bare: (port) => ['bench/bare-server.mjs', String(port)],
  emulator: (port) => ['dist/cli.js', 'start', '--release', '8.3', '--port', String(port), '--log', 'silent'],
};

/** A request of a given form, as every measurement sends it. */
export const requests = {
  json: {
    type: 'application/json',
    body: '{"available":"true","priority":"-1","show":"xa","status":"On the phone"}',
  },
  xml: {
    type: 'application/xml',
    body: '<command><available>true</available><priority>-1</priority><show>xa</show><status>On the phone</status></command>',
  },
};

export const path = '/rest/user/test@domain.com/status?api-key=API_KEY';

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server and waits for its first answer; `ms` is the time from the process's start to that answer. */
export async function launch(kind) {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, commands[kind](port), { stdio: ['ignore', 'inherit', 'inherit'] });
  await firstAnswer(port);
  const ms = performance.now() - startedAt;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    ms,
    residentMegabytes: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill();
      }),
  };
}

/** Asks over a bare socket until there is an answer: before the server listens, connections are refused at once. */
function firstAnswer(port) {
  const { type, body } = requests.json;
  const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return new Promise((resolve) => {
    const attempt = () => {
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
