import type { Duplex } from 'node:stream';
import { comparable } from '../jid.js';

/** What faults hold up: answers that wait, and connections that stay silent. All of it ends with the emulator. */
export class Held {
  /** How each is let go, with the domains that it belongs to. */
  private readonly releases = new Map<() => void, readonly string[]>();
  private isOver = false;

  /** Resolves with `true` after so many milliseconds, or with `false` as soon as it is let go. It keeps no process alive. */
  pause(ms: number, domains: readonly string[]): Promise<boolean> {
    if (this.isOver) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (isElapsed: boolean) => {
        clearTimeout(timer);
        this.releases.delete(release);
        resolve(isElapsed);
      };
      const release = () => end(false);
      const timer = setTimeout(end, ms, true).unref();
      this.releases.set(release, domains.map(comparable));
    });
  }

  /** Leaves a connection open until its client goes, or until it is let go. */
  keepSilent(connection: Duplex, domain: string): void {
    if (this.isOver) return void connection.destroy();
    if (connection.destroyed) return;
    const release = () => void connection.destroy();
    if (connection.readableEnded) return release();
    connection.once('end', release);
    this.releases.set(release, [comparable(domain)]);
    connection.once('close', () => this.releases.delete(release));
  }

  /** Lets go of what there is: whatever waits goes on at once, and silent connections are closed. */
  release(domain?: string): void {
    for (const [release, domains] of [...this.releases])
      if (domain === undefined || domains.includes(comparable(domain))) release();
  }

  /** The emulator stops: nothing is held any more. */
  stop(): void {
    this.isOver = true;
    this.release();
  }
}
