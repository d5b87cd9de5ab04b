import { unlessAborted } from "./unless-aborted.ts";

/** Longer than anybody waits who has somebody waiting; a listing that hangs ends all the same. */
const PATIENCE_MS = 60_000;

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

  /**
   * Who begins, or finds nothing that is young enough, lists anew, or joins who does so already. Throws what listing throws. Who
   * gives up does so alone: the others wait for the same list.
   */
  async get(begins: boolean, until: AbortSignal): Promise<T> {
    const known = this.#newest;
    const holds = known !== null && !begins && performance.now() - known.atMs <= this.#keptMs;
    if (holds && this.#underWay === null) return known;
    this.#underWay ??= this.#begin();
    return await unlessAborted(this.#underWay, until);
  }

  async #begin(): Promise<T> {
    try {
      this.#newest = await this.#list(AbortSignal.timeout(PATIENCE_MS));
      return this.#newest;
    } finally {
      this.#underWay = null;
    }
  }
}
