/** The latest values, oldest first: so many, and not more than weigh so much. Adding one costs the same however many there are. */
export class Ring<Value> {
  private values: (Value | undefined)[] = [];
  /** Where the oldest one is. */
  private start = 0;
  private count = 0;
  private weight = 0;
  private madeWay = 0;

  constructor(
    readonly capacity: number,
    private readonly mostWeight: number,
    private readonly weightOf: (value: Value) => number,
  ) {}

  get size(): number {
    return this.count;
  }

  /** How many had to make way since the ring was last cleared. */
  get dropped(): number {
    return this.madeWay;
  }

  /** What is not added, as with no capacity, had to make way. */
  skip(): void {
    this.madeWay += 1;
  }

  add(value: Value): void {
    if (this.count === this.capacity) this.drop();
    if (this.capacity === 0) return;
    this.values[(this.start + this.count) % this.capacity] = value;
    this.count += 1;
    this.weight += this.weightOf(value);
    while (this.weight > this.mostWeight && this.count > 1) this.drop();
  }

  /** How many had to make way since this was last asked, or the ring was cleared. */
  takeDropped(): number {
    const { madeWay } = this;
    this.madeWay = 0;
    return madeWay;
  }

  /** The value at an index, 0 for the oldest. */
  at(index: number): Value | undefined {
    return index < this.count ? this.values[(this.start + index) % this.capacity] : undefined;
  }

  /** The index of the first value for which `isAtOrAfter` holds, as it does for all after it; the size where none is. */
  search(isAtOrAfter: (value: Value) => boolean): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = this.at(middle);
      if (value !== undefined && isAtOrAfter(value)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  items(): Value[] {
    return Array.from({ length: this.count }, (_, index) => this.at(index) as Value);
  }

  /** Keeps what `isKept` holds for alone. */
  keep(isKept: (value: Value) => boolean): void {
    const kept = this.items().filter(isKept);
    this.empty();
    for (const value of kept) this.add(value);
  }

  clear(): void {
    this.empty();
    this.madeWay = 0;
  }

  /** Takes the oldest out; `undefined` where there is none. */
  shift(): Value | undefined {
    const value = this.at(0);
    if (value === undefined) return undefined;
    this.weight -= this.weightOf(value);
    this.values[this.start] = undefined;
    this.start = (this.start + 1) % this.capacity;
    this.count -= 1;
    return value;
  }

  private drop(): void {
    this.skip();
    this.shift();
  }

  private empty(): void {
    this.values = [];
    this.start = 0;
    this.count = 0;
    this.weight = 0;
  }
}
