/** What CloudWatch keeps of a metric: each value with its moment, epoch ms. */
export interface Counted {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Maximum` for what is measured, such as a depth or an age; left out: `Sum`. */
  readonly stat?: "Maximum";
  readonly values: readonly (readonly [atMs: number, value: number])[];
}

/** What the services of a world count, and no line tells. */
export class Counters {
  readonly #counted = new Map<string, Counted & { readonly values: [atMs: number, value: number][] }>();

  count(namespace: string, name: string, dimensions: Counted["dimensions"], atMs: number, value = 1): void {
    const key = JSON.stringify([namespace, name, dimensions]);
    const known = this.#counted.get(key);
    if (known === undefined) this.#counted.set(key, { namespace, name, dimensions, values: [[atMs, value]] });
    else known.values.push([atMs, value]);
  }

  all(): Counted[] {
    return [...this.#counted.values()];
  }
}
