import type { Transaction } from "../transaction.ts";

/**
 * Numbers for places that transactions of one entry have in common: by what is called, and by the how-manieth such call it is
 * beneath the same caller. Hops of two transactions that have the same number can be compared.
 */
export class Places {
  readonly #numbers = new Map<string, number>();

  /** The number of each hop's place, in the order of the hops. Linear: callers stand before what they call. */
  of({ hops, links }: Transaction): number[] {
    const callers = new Map<number, number>();
    for (const { parent, child } of links) if (!callers.has(child)) callers.set(child, parent);
    const counts = new Map<string, number>();
    const numbers: number[] = [];
    for (const [place, { service, resource, operation }] of hops.entries()) {
      const caller = callers.get(place);
      // What begins is the entry, whatever was asked of it.
      const what = place === 0 ? "entry" : `${service}\n${resource}\n${operation}`;
      const call = `${caller === undefined ? "" : numbers[caller]}\n${what}`;
      const nth = (counts.get(call) ?? 0) + 1;
      counts.set(call, nth);
      numbers.push(this.#numberOf(`${call}\n${nth}`));
    }
    return numbers;
  }

  #numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
