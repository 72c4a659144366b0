import type { Duplex } from 'node:stream';
import { comparable } from '../jid.js';

/** What faults hold up: answers that wait, and connections that stay silent. All of it ends with the emulator. */
export class Held {
  /** How each is let go, with the domain that it belongs to. */
  private readonly releases = new Map<() => void, string>();
  private isOver = false;

  /** Resolves after so many milliseconds, or as soon as it is let go. It keeps no process alive. */
  pause(ms: number, domain: string): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const release = () => {
        clearTimeout(timer);
        this.releases.delete(release);
        resolve();
      };
      const timer = setTimeout(release, ms).unref();
      this.releases.set(release, comparable(domain));
    });
  }

  /** Leaves a connection open until its client goes, or until it is let go. */
  keepSilent(connection: Duplex, domain: string): void {
    if (this.isOver) return void connection.destroy();
    if (connection.destroyed) return;
    const release = () => void connection.destroy();
    this.releases.set(release, comparable(domain));
    connection.once('close', () => this.releases.delete(release));
  }

  /** Lets go of what there is: whatever waits goes on at once, and silent connections are closed. */
  release(domain?: string): void {
    for (const [release, at] of [...this.releases])
      if (domain === undefined || at === comparable(domain)) release();
  }

  /** The emulator stops: nothing is held any more. */
  stop(): void {
    this.isOver = true;
    this.release();
  }
}
