// The emulator's command in a process of its own, which tells what it holds.
import { spawn } from 'node:child_process';
import { freePort } from '../../bench/processes.mjs';

const PROBE = new URL('probe.mjs', import.meta.url).href;

/** Starts it with a config file, and waits until it answers. */
export async function launchProbed(config) {
  const [port, websocketPort, xmppPort] = [await freePort(), await freePort(), await freePort()];
  const ports = ['--port', port, '--websocket-port', websocketPort, '--xmpp-port', xmppPort].map(String);
  const child = spawn(
    process.execPath,
    ['--import', PROBE, 'dist/cli.js', 'start', '--config', config, '--log', 'silent', ...ports],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  process.once('exit', () => child.kill());
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/_emulator/health`, child);
  return {
    url,
    websocket: `ws://127.0.0.1:${websocketPort}/`,
    xmpp: `xmpp://127.0.0.1:${xmppPort}`,
    /** What the process holds now; the longest wait of its event loop is that since the last sample. */
    sample: () =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.send('sample', (failure) => failure && reject(failure));
      }),
    /** Ends it as its users do; gives what it ended with. */
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function answers(url, child) {
  while (child.exitCode === null) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  throw new Error(`the emulator ended with ${child.exitCode} before it answered`);
}
