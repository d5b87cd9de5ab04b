/** What several who begin at once wait for together. */
export class SharedListing<T extends { readonly atMs: number }> {
  readonly #list: (until: AbortSignal) => Promise<T>;
  readonly #keptMs: number;
  #newest: T | null = null;
  #underWay: Promise<T> | null = null;

  /** `keptMs`: how long what was listed holds for whoever does not begin. */
  constructor(list: (until: AbortSignal) => Promise<T>, keptMs: number) {
    this.#list = list;
    this.#keptMs = keptMs;
  }

  /** Who begins, or finds nothing that is young enough, lists anew, or joins who does so already. Throws what listing throws. */
  async get(begins: boolean, until: AbortSignal): Promise<T> {
    const known = this.#newest;
    const holds = known !== null && !begins && performance.now() - known.atMs <= this.#keptMs;
    if (holds && this.#underWay === null) return known;
    this.#underWay ??= this.#list(until).finally(() => {
      this.#underWay = null;
    });
    this.#newest = await this.#underWay;
    return this.#newest;
  }
}
