import type { ApiKeys } from '../http-api/api-keys.js';
import { statusPath } from '../http-api/status-path.js';
import { partsOf } from '../jid.js';
import type { Release } from '../release.js';
import { UsageError } from '../usage-error.js';

interface StatusAddressesOptions {
  readonly release: Release;
  readonly keys: ApiKeys;
  /** Whether any key opens everything. */
  readonly openAccess: boolean;
  /** The API key of a domain that was made while the emulator ran. */
  readonly keyAt: (domain: string) => string | undefined;
  /** Where the HTTP API is; `undefined` where it does not listen. */
  readonly url: () => string | undefined;
}

/** Where users' statuses are set. */
export class StatusAddresses {
  constructor(private readonly options: StatusAddressesOptions) {}

  /** @throws {@link UsageError} where there is no HTTP port */
  url(): string {
    const url = this.options.url();
    if (url !== undefined) return url;
    throw new UsageError('port is off, so there is no URL: give a port, or send requests to callback()');
  }

  /** The path with an API key. @throws {@link UsageError} where none means that user, or no key opens it */
  path(user: string, resource: string | undefined): string {
    const { release, keys, openAccess, keyAt } = this.options;
    const path = statusPath(user, resource, release);
    const key = keyAt(partsOf(user).domain) ?? keys.opening(path, this.host());
    if (key === undefined && !openAccess)
      throw new UsageError(`no API key opens ${path}: add one to apiKeys`);
    return `${path}?api-key=${encodeURIComponent(key ?? 'any')}`;
  }

  /** What the hosts of API keys are compared with; empty where nobody knows. */
  private host(): string {
    const url = this.options.url();
    if (url === undefined) return '';
    const { host } = new URL(url);
    return this.options.release.access.host === 'name' ? host.replace(/:\d+$/, '') : host;
  }
}
