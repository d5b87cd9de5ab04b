/** A binary heap of numbers, smallest first by `before`. Push and pop take logarithmic time. */
export class Heap {
  readonly #items: number[] = [];
  readonly #before: (a: number, b: number) => boolean;

  constructor(before: (a: number, b: number) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  push(item: number): void {
    const items = this.#items;
    let place = items.push(item) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#before(item, items[above] ?? item)) break;
      items[place] = items[above] ?? item;
      place = above;
    }
    items[place] = item;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0 || last === undefined) return top;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= items.length) break;
      const right = left + 1;
      const lower = right < items.length && this.#before(items[right] ?? last, items[left] ?? last) ? right : left;
      if (!this.#before(items[lower] ?? last, last)) break;
      items[place] = items[lower] ?? last;
      place = lower;
    }
    items[place] = last;
    return top;
  }
}
