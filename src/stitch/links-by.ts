import type { Link } from "../transaction.ts";

const NONE: readonly Link[] = [];

/** Links by the hop at one of their ends, each hop's in the order in which they were given. In two arrays of numbers. */
export class LinksBy {
  readonly #links: readonly Link[];
  /** By hop, where its links begin in `#sorted`. */
  readonly #begin: Int32Array;
  readonly #sorted: Int32Array;

  /** `size`: how many hops there are. */
  constructor(end: "parent" | "child", links: readonly Link[], size: number) {
    this.#links = links;
    this.#begin = new Int32Array(size + 1);
    this.#sorted = new Int32Array(links.length);
    for (const link of links) this.#begin[link[end] + 1] = (this.#begin[link[end] + 1] ?? 0) + 1;
    for (let place = 0; place < size; place++)
      this.#begin[place + 1] = (this.#begin[place + 1] ?? 0) + (this.#begin[place] ?? 0);
    const next = this.#begin.slice();
    for (const [index, link] of links.entries()) {
      const at = next[link[end]] ?? 0;
      this.#sorted[at] = index;
      next[link[end]] = at + 1;
    }
  }

  count(place: number): number {
    return (this.#begin[place + 1] ?? 0) - (this.#begin[place] ?? 0);
  }

  of(place: number): readonly Link[] {
    if (this.count(place) === 0) return NONE;
    const found: Link[] = [];
    for (let at = this.#begin[place] ?? 0; at < (this.#begin[place + 1] ?? 0); at++) {
      const link = this.#links[this.#sorted[at] ?? -1];
      if (link !== undefined) found.push(link);
    }
    return found;
  }
}
