// The users of measurements with XMPP clients.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const DOMAIN = 'domain.com';

/** The user whose status is set. */
const SETTER = `test@${DOMAIN}`;

/** Users, whose passwords are their local parts. */
export const users = (count) =>
  Array.from({ length: count }, (_, index) => `contact-${String(index).padStart(6, '0')}@${DOMAIN}`);

/** Calls `use` with a config file in which the contacts have accounts and see the presence of test@domain.com. */
export async function withConfig({ accounts, contacts }, use) {
  const folder = await mkdtemp(join(tmpdir(), 'tigase-emulator-bench-'));
  const file = join(folder, 'config.json');
  const accountOf = (jid) => ({ jid, password: jid.split('@')[0] });
  const itemOf = (jid) => ({ jid, subscription: 'both' });
  const config = {
    accounts: [SETTER, ...accounts].map(accountOf),
    rosters: { [SETTER]: contacts.map(itemOf) },
  };
  await writeFile(file, JSON.stringify(config));
  try {
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What a measurement needs of the machine is not there. */
export class NotMeasurable extends Error {}

/**
 * Each client is an open file of the process that it connects to, and of the one that it connects from. Node itself
 * raises the soft limit to the hard one.
 *
 * @throws {NotMeasurable} where so many are not allowed
 */
export function checkOpenFiles(clients) {
  const needed = clients + 200;
  const [, allowed] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
  if (Number(allowed ?? Number.POSITIVE_INFINITY) < needed)
    throw new NotMeasurable(
      `${clients} clients need ${needed} open files, and ulimit -n allows ${allowed}: raise it`,
    );
}
