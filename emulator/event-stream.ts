/** What an act brought about: the events from the number `first` on, up to `end`, which is none of them any more. */
export interface Effects {
  readonly first: number;
  readonly end: number;
}

/** Events are numbered in their order, from 0. */
export type Listener<Event> = (event: Event, number: number) => void;

/**
 * One stream of events with any number of listeners. A listener that throws harms neither the others nor the
 * one who emits: what it threw goes to `onError`.
 */
export class EventStream<Event> {
  private readonly listeners = new Set<Listener<Event>>();
  private emitted = 0;

  constructor(private readonly onError: (error: unknown) => void) {}

  /** How many events there were: the number that the next one has. */
  get count(): number {
    return this.emitted;
  }

  /** Whether somebody listens. */
  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  /** Calls `listener` with every event from now on, until the function that comes back is called. */
  subscribe(listener: Listener<Event>): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells every listener of an event, which is only made where there is one. */
  emit(make: () => Event): void {
    const number = this.emitted;
    this.emitted += 1;
    if (this.listeners.size === 0) return;
    const event = make();
    for (const listener of this.listeners) {
      try {
        listener(event, number);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
