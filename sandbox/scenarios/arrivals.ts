import type { Random } from "../world/random.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** `clockTime(midnight, "02:24:05")`, epoch ms. */
export function clockTime(midnight: number, text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(":").map(Number);
  return midnight + (hours * 60 + minutes) * MINUTE_MS + seconds * SECOND_MS;
}

/** `count` moments in [from, to), in order, each wherever chance puts it: they may come close together. */
export function scattered(random: Random, count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, () => random.between(from, to)).sort((a, b) => a - b);
}

/** `count` moments in [from, to), in order, one in each of as many equal parts: no stretch goes without. */
export function spread(random: Random, count: number, from: number, to: number): number[] {
  const part = (to - from) / count;
  return Array.from({ length: count }, (_, place) => from + (place + random.next()) * part);
}
