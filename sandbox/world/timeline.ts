interface Planned {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/**
 * What is going to happen, in the order of time. Whatever happens may plan more, at its own moment or later. Two things of
 * one moment happen in the order in which they were planned. Times are epoch milliseconds, fractions allowed.
 */
export class Timeline {
  /** A binary heap: each at its place is no later than the two at twice its place. */
  readonly #heap: Planned[] = [];
  #planned = 0;
  #now = Number.NEGATIVE_INFINITY;

  at(at: number, happen: () => void): void {
    if (at < this.#now) throw new Error(`${at} has passed: it is ${this.#now}`);
    this.#push({ at, order: this.#planned++, happen });
  }

  /** Lets everything happen, until nothing is planned. */
  run(): void {
    for (let next = this.#pop(); next !== undefined; next = this.#pop()) {
      this.#now = next.at;
      next.happen();
    }
  }

  #push(one: Planned): void {
    const heap = this.#heap;
    let place = heap.length;
    for (;;) {
      const parent = (place - 1) >> 1;
      const above = place === 0 ? undefined : heap[parent];
      if (above === undefined || before(above, one)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = one;
  }

  #pop(): Planned | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = heap[place * 2 + 1];
      const right = heap[place * 2 + 2];
      const isRight = right !== undefined && left !== undefined && before(right, left);
      const child = isRight ? right : left;
      if (child === undefined || before(last, child)) break;
      heap[place] = child;
      place = place * 2 + (isRight ? 2 : 1);
    }
    heap[place] = last;
    return first;
  }
}

function before(a: Planned, b: Planned): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
