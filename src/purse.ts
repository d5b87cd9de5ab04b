import type { Micros } from "./time.ts";

/**
 * What a search may still spend on what is scanned, in US dollars. Queries that are under way hold what they are expected to
 * cost, so that two that begin together do not spend the same money.
 */
export class Purse {
  /** The moment that matters most: what can be paid in part is read around it. Null: no part is worth more than another. */
  readonly around: Micros | null;
  #unspent: number;
  #held = 0;
  #lacking = 0;

  constructor(usd: number, around: Micros | null = null) {
    this.#unspent = usd;
    this.around = around;
  }

  /** What is neither spent nor held. */
  get left(): number {
    return Math.max(0, this.#unspent - this.#held);
  }

  /** What else it would have cost to read what was left out. */
  get lacking(): number {
    return this.#lacking;
  }

  lack(usd: number): void {
    this.#lacking += usd;
  }

  spend(usd: number): void {
    this.#unspent -= usd;
  }

  /** Returns how to let go of it, once what it was held for was paid. */
  hold(usd: number): () => void {
    let held = usd;
    this.#held += held;
    return () => {
      this.#held -= held;
      held = 0;
    };
  }
}
