import type { ApiKeysContent } from '../http-api/api-keys.js';
import type { SessionManagerContent } from '../session-manager/session-manager.js';

/**
 * Accounts, rosters, external sessions and offline messages as they were at one moment, with the virtual hosts and API
 * keys that they need. A value: it is never changed, and what is in it is the emulator's own affair.
 */
export class Snapshot {
  /** @internal Use the emulator's `snapshot`. */
  constructor(
    /** @internal */
    readonly content: SessionManagerContent,
    /** @internal */
    readonly keys: ApiKeysContent,
    /** @internal The API key of each virtual host that was made while the emulator ran. */
    readonly domains: ReadonlyMap<string, string>,
  ) {}
}

/** The snapshots that are kept under an id, for those who hold no values of this process. */
export class Snapshots {
  private readonly kept = new Map<string, Snapshot>();
  private count = 0;

  keep(snapshot: Snapshot): { readonly id: string } {
    this.count += 1;
    const id = `snapshot-${this.count}`;
    this.kept.set(id, snapshot);
    return { id };
  }

  get(id: string): Snapshot | undefined {
    return this.kept.get(id);
  }

  /** `false` where there is none of this id. */
  remove(id: string): boolean {
    return this.kept.delete(id);
  }

  ids(): string[] {
    return [...this.kept.keys()];
  }
}
