import type { Duplex } from 'node:stream';

/** What faults hold up: answers that wait, and connections that stay silent. All of it ends with the emulator. */
export class Held {
  private readonly releases = new Set<() => void>();
  private isOver = false;

  /** Resolves after so many milliseconds, or as soon as the emulator stops. It keeps no process alive. */
  pause(ms: number): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const release = () => {
        clearTimeout(timer);
        this.releases.delete(release);
        resolve();
      };
      const timer = setTimeout(release, ms).unref();
      this.releases.add(release);
    });
  }

  /** Leaves a connection open until its client goes, or the emulator stops. */
  keepSilent(connection: Duplex): void {
    if (this.isOver) return void connection.destroy();
    if (connection.destroyed) return;
    const release = () => void connection.destroy();
    this.releases.add(release);
    connection.once('close', () => this.releases.delete(release));
  }

  /** The emulator stops: whatever waits goes on at once, and silent connections are closed. */
  release(): void {
    this.isOver = true;
    for (const release of [...this.releases]) release();
  }
}
