import { hash } from "node:crypto";

/** A source of numbers that look random: the same seed gives the same ones, in the same order. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [from, to]. */
  int(from: number, to: number): number;
  /** In [from, to). */
  between(from: number, to: number): number;
  /** Bell-shaped around `middle`, and never further away from it than three times `spread`. */
  around(middle: number, spread: number): number;
  chance(probability: number): boolean;
  pick<T>(all: readonly T[]): T;
  shuffled<T>(all: readonly T[]): T[];
  /** `length` characters, each from `alphabet`. */
  text(alphabet: string, length: number): string;
  hex(length: number): string;
  bytes(length: number): Buffer;
  /** Version 4. */
  uuid(): string;
  /** A source of its own, which depends on the seed and the name alone: nobody's draws move those of another. */
  fork(name: string): Random;
}

export function createRandom(seed: number, name = ""): Random {
  const word = sfc32(`${seed}/${name}`);
  const next = (): number => word() / 0x1_0000_0000;
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(all: readonly T[]): T => {
    const one = all[int(0, all.length - 1)];
    if (one === undefined) throw new Error("there is nothing to pick from");
    return one;
  };
  const text = (alphabet: string, length: number): string => {
    let made = "";
    while (made.length < length) made += alphabet.charAt(int(0, alphabet.length - 1));
    return made;
  };
  const hex = (length: number): string => {
    let made = "";
    while (made.length < length) made += word().toString(16).padStart(8, "0");
    return made.slice(0, length);
  };
  return {
    next,
    int,
    between: (from, to) => from + next() * (to - from),
    around: (middle, spread) => middle + spread * 2 * (next() + next() + next() - 1.5),
    chance: (probability) => next() < probability,
    pick,
    shuffled(all) {
      const keyed = all.map((one) => ({ one, key: word() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
    },
    text,
    hex,
    bytes: (length) => Buffer.from(hex(length * 2), "hex"),
    uuid() {
      const digits = hex(30);
      const variant = "89ab".charAt(int(0, 3));
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18)}`;
    },
    fork: (branch) => createRandom(seed, `${name}/${branch}`),
  };
}

/** Chris Doty-Humphrey's small fast counter (sfc32), seeded by a hash: 32 bits a call. */
function sfc32(seed: string): () => number {
  const digest = hash("sha256", seed, "buffer");
  const state = Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at));
  return () => {
    const [a = 0, b = 0, c = 0, counter = 0] = state;
    const result = (a + b + counter) >>> 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + result;
    state[3] = counter + 1;
    return result;
  };
}
