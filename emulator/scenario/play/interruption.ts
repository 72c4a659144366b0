/** Why what was waited for did not come. */
export const INTERRUPTED = 'the run was interrupted';

/** The wish that a run ends early: what waits stops waiting, and what was made is put away. */
export class Interruption {
  private readonly listeners = new Set<() => void>();
  private hasCome = false;

  get isThere(): boolean {
    return this.hasCome;
  }

  come(): void {
    this.hasCome = true;
    for (const listener of this.listeners) listener();
  }

  /** Calls back when it comes, until the function that comes back is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
