import { logStreamName } from "../aws-ids.ts";
import type { Random } from "../random.ts";

/** An execution environment: it writes to a log stream of its own, and serves one invocation at a time. */
export interface ExecutionEnvironment {
  readonly version: string;
  readonly stream: string;
  readonly hostname: string;
  /** How much of its memory it has ever used, as a share. */
  readonly peak: number;
  /** When it is free for the next one, epoch ms. */
  freeAt: number;
}

/** Environments that stand idle for longer than this are given up. Lambda does not say how long it is. */
const IDLE_MS = 8 * 60_000;

/** The environments of one function. Whoever takes one sets `freeAt` before the next one is asked for. */
export class EnvironmentPool {
  readonly #random: Random;
  #environments: ExecutionEnvironment[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** The one that was used last of those that are free; a new one, which is cold, where none is. */
  take(version: string, at: number): { readonly environment: ExecutionEnvironment; readonly cold: boolean } {
    this.#environments = this.#environments.filter((one) => one.version === version && at - one.freeAt < IDLE_MS);
    const free = this.#environments.filter(({ freeAt }) => freeAt <= at);
    const [last] = free.sort((a, b) => b.freeAt - a.freeAt);
    if (last !== undefined) return { environment: last, cold: false };
    const environment = {
      version,
      stream: logStreamName(this.#random, at, version),
      hostname: `169.254.${this.#random.int(1, 254)}.${this.#random.int(1, 254)}`,
      peak: this.#random.around(0.42, 0.03),
      freeAt: at,
    };
    this.#environments.push(environment);
    return { environment, cold: true };
  }
}
