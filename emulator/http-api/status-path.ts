import { partsOf } from '../jid.js';
import { mustBeBareJid } from '../options/read-value.js';
import type { Release } from '../release.js';
import { UsageError } from '../usage-error.js';
import { reception } from './reception.js';
import { STATUS } from './routes.js';

/**
 * The path at which a user's status is set, as a client must write it.
 *
 * @throws {@link UsageError} where the user or the resource is none, or the release takes no path that means them
 */
export function statusPath(user: string, resource: string | undefined, release: Release): string {
  mustBeBareJid(user);
  if (resource !== undefined && (typeof resource !== 'string' || resource === ''))
    throw new UsageError(
      `resource: ${JSON.stringify(resource)} is no resource: write a text, or leave it out for tigase-external`,
    );
  const { local, domain } = partsOf(user);
  const written = release.decodesPath ? encodeURIComponent : (part: string) => part;
  const rest = resource === undefined ? '' : `/${written(resource)}`;
  const path = `/rest/user/${written(local)}@${written(domain)}/status${rest}`;
  if (isRead(path, [local, domain, resource], release)) return path;
  const whole = resource === undefined ? user : `${user}/${resource}`;
  const why = release.decodesPath
    ? 'after percent-decoding, no part of a path may hold / or @'
    : 'it takes paths as they stand, without percent-decoding';
  throw new UsageError(
    `${JSON.stringify(whole)} can't be named in a path of release ${release.name}: ${why}`,
  );
}

/** Whether a path survives clients, which mend URLs, and is read as meant. */
function isRead(path: string, meant: readonly (string | undefined)[], release: Release): boolean {
  const sent = new URL(path, 'http://localhost');
  if (sent.pathname !== path) return false;
  const received = reception('POST', path, release);
  const [, ...read] = ('path' in received && STATUS.exec(received.path)) || [];
  return read.length > 0 && meant.every((part, index) => part === read[index]);
}
