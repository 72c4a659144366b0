import { useLayoutEffect, useReducer } from 'preact/hooks';

/** A value that changes, and those who show it. */
export class Store<Value> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: Value) {}

  get value(): Value {
    return this.current;
  }

  set(value: Value): void {
    if (Object.is(value, this.current)) return;
    this.current = value;
    for (const listener of this.listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}

/** A store's value; the component is rendered anew with each other one. */
export function useStore<Value>(store: Store<Value>): Value {
  const [, again] = useReducer((count: number, _: undefined) => count + 1, 0);
  useLayoutEffect(() => store.subscribe(() => again(undefined)), [store]);
  return store.value;
}
