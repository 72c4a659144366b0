/** First in, first out; where it is full, the oldest make way. */
export class BoundedQueue<Value> {
  private values: Value[] = [];
  /** Where the oldest one is. */
  private start = 0;
  private lost = 0;

  constructor(private readonly capacity: number) {}

  get size(): number {
    return this.values.length - this.start;
  }

  add(value: Value): void {
    this.values.push(value);
    if (this.size > this.capacity) {
      this.start += 1;
      this.lost += 1;
    }
    if (this.start <= this.capacity) return;
    this.values = this.values.slice(this.start);
    this.start = 0;
  }

  /** The oldest so many, which are in it no longer. */
  take(count: number): Value[] {
    const taken = this.values.slice(this.start, this.start + count);
    this.start += taken.length;
    if (this.size === 0) this.clear();
    return taken;
  }

  /** How many had to make way since this was last asked. */
  takeLost(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  clear(): void {
    this.values = [];
    this.start = 0;
  }
}
