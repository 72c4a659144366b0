// Loads a server with status requests.
import autocannon from 'autocannon';

export const CONNECTIONS = 16;

/** The answers a second to as much as is answered for some seconds. */
export async function throughput(url, request, seconds) {
  const { requests, duration } = await load(url, request, { duration: seconds });
  return requests.total / duration;
}

/**
 * The same of a server that was launched, for less than some seconds: how many answers there were, how many a second, and
 * how many a second of the server's processor time, in which what else the machine does, and what the load itself takes,
 * is not.
 */
async function sendBriefly(server, request, seconds) {
  const before = server.processorSeconds();
  const { requests, duration } = await load(server.url, request, { duration: seconds, sampleInt: 50 }); // it ends at a sample
  const answers = requests.total;
  return { answers, rate: answers / duration, processorRate: answers / (server.processorSeconds() - before) };
}

/**
 * The same of two kinds of servers, in many short rounds one after the other: a machine whose speed drifts is as fast for
 * the one as for the other. Returns the rounds of each kind.
 */
export async function sendInTurn(kinds, request, { rounds, seconds }) {
  const names = Object.keys(kinds);
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const server = kinds[name][round % kinds[name].length];
      results[name].push(await sendBriefly(server, request, seconds));
    }
  }
  return results;
}

/** Sends a number of requests, each for the path that `nextPath` returns. */
export async function send(url, request, amount, nextPath) {
  const setupRequest = (asked) => ({ ...asked, path: nextPath() });
  await load(url, request, { amount, requests: [{ setupRequest }] });
}

async function load(url, { type, body }, options) {
  const headers = { 'content-type': type };
  const result = await autocannon({
    url,
    method: 'POST',
    headers,
    body,
    connections: CONNECTIONS,
    ...options,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} answers other than 2xx, ${result.errors} errors`);
  return result;
}
