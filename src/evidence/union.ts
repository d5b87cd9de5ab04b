/** Union-find over 0 … size−1, with path halving and union by size: a run of n operations takes nearly linear time. */
export class Union {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
    this.#size = new Int32Array(size).fill(1);
  }

  find(member: number): number {
    let here = member;
    for (;;) {
      const parent = this.#parent[here] ?? here;
      if (parent === here) return here;
      const grandparent = this.#parent[parent] ?? parent;
      this.#parent[here] = grandparent;
      here = grandparent;
    }
  }

  join(a: number, b: number): void {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA === rootB) return;
    const [large, small] = (this.#size[rootA] ?? 0) >= (this.#size[rootB] ?? 0) ? [rootA, rootB] : [rootB, rootA];
    this.#parent[small] = large;
    this.#size[large] = (this.#size[large] ?? 0) + (this.#size[small] ?? 0);
  }
}
