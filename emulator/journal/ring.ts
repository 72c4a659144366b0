/** The latest so many values, oldest first. Adding one costs the same however many there are. */
export class Ring<Value> {
  private values: Value[] = [];
  /** Where the oldest one is, once the ring is full. */
  private start = 0;
  private overwritten = 0;

  constructor(readonly capacity: number) {}

  get size(): number {
    return this.values.length;
  }

  /** How many had to make way since the ring was last cleared. */
  get dropped(): number {
    return this.overwritten;
  }

  add(value: Value): void {
    if (this.values.length < this.capacity) return void this.values.push(value);
    this.overwritten += 1;
    if (this.capacity === 0) return;
    this.values[this.start] = value;
    this.start = (this.start + 1) % this.capacity;
  }

  /** The value at an index, 0 for the oldest. */
  at(index: number): Value | undefined {
    return index < this.size ? this.values[(this.start + index) % this.size] : undefined;
  }

  /** The index of the first value for which `isAtOrAfter` holds, as it does for all after it; the size where none is. */
  search(isAtOrAfter: (value: Value) => boolean): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = this.at(middle);
      if (value !== undefined && isAtOrAfter(value)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  items(): Value[] {
    return [...this.values.slice(this.start), ...this.values.slice(0, this.start)];
  }

  /** Keeps what `isKept` holds for alone. */
  keep(isKept: (value: Value) => boolean): void {
    this.values = this.items().filter(isKept);
    this.start = 0;
  }

  clear(): void {
    this.values = [];
    this.start = 0;
    this.overwritten = 0;
  }
}
