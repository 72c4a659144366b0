/** An API key and what it opens. */
export interface ApiKey {
  readonly key: string;
  /** Regular expressions, one of which must match the whole path, without the query. Every path where there are none. */
  readonly paths?: readonly string[] | undefined;
  /** Hosts for which the key holds, compared with regard to letter case. Every host where there are none. */
  readonly hosts?: readonly string[] | undefined;
}

/** Why a key does not open a path. */
export type KeyRefusal = 'unknown' | 'path' | 'host';

/** The keys that exist. Source: recordings "access" and "limited keys". */
export class ApiKeys {
  private readonly byKey: ReadonlyMap<
    string,
    { hosts: readonly string[] | undefined; paths: RegExp[] | undefined }
  >;

  constructor(keys: Iterable<ApiKey>) {
    this.byKey = new Map(
      Array.from(keys, ({ key, hosts, paths }) => [
        key,
        { hosts, paths: paths?.map((path) => new RegExp(`^(?:${path})$`)) },
      ]),
    );
  }

  /** Why the key does not open the path at the host; `undefined` where it does. */
  refusal(key: string, path: string, host: () => string): KeyRefusal | undefined {
    const found = this.byKey.get(key);
    if (found === undefined) return 'unknown';
    if (found.hosts !== undefined && !found.hosts.includes(host())) return 'host';
    return found.paths === undefined || found.paths.some((pattern) => pattern.test(path))
      ? undefined
      : 'path';
  }
}
