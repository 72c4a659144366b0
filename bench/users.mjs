// The users of measurements with XMPP clients.
import { readFileSync } from 'node:fs';

export const DOMAIN = 'domain.com';

/** The user whose status is set. */
const SETTER = `test@${DOMAIN}`;

/** Users, whose passwords are their local parts. */
export const users = (count) =>
  Array.from({ length: count }, (_, index) => `contact-${String(index).padStart(6, '0')}@${DOMAIN}`);

/** The config in which the contacts have accounts and see the presence of test@domain.com. */
export function configOf({ accounts, contacts }) {
  const accountOf = (jid) => ({ jid, password: jid.split('@')[0] });
  const itemOf = (jid) => ({ jid, subscription: 'both' });
  return {
    accounts: [SETTER, ...accounts].map(accountOf),
    rosters: { [SETTER]: contacts.map(itemOf) },
  };
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
