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

interface KnownKey {
  readonly hosts: readonly string[] | undefined;
  readonly paths: readonly RegExp[] | undefined;
}

/** All keys, as they were at one moment. */
export type ApiKeysContent = ReadonlyMap<string, KnownKey>;

/** The keys that exist. Source: recordings "access" and "limited keys". */
export class ApiKeys {
  private byKey = new Map<string, KnownKey>();

  constructor(keys: Iterable<ApiKey>) {
    for (const key of keys) this.add(key);
  }

  /** Adds a key, in place of the one of this name. */
  add({ key, hosts, paths }: ApiKey): void {
    this.byKey.set(key, { hosts, paths: paths?.map((path) => new RegExp(`^(?:${path})$`)) });
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  remove(key: string): void {
    this.byKey.delete(key);
  }

  /** What there is now. */
  content(): ApiKeysContent {
    return new Map(this.byKey);
  }

  /** Puts other keys in place of all that there are. */
  replace(content: ApiKeysContent): void {
    this.byKey = new Map(content);
  }

  /** The first key that opens the path at the host; `undefined` where none does. */
  opening(path: string, host: string): string | undefined {
    return [...this.byKey.keys()].find((key) => this.refusal(key, path, () => host) === undefined);
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
