import type { Story } from "../../../sandbox/scenarios/story.ts";
import { STORIES, type StoryName } from "../../../sandbox/scenarios/table.ts";

/** The night of the stories, epoch ms. */
export const MIDNIGHT = Date.UTC(2026, 10, 22);
/** Seeds that differ in everything but what the stories promise. */
export const SEEDS = [1, 2, 77] as const;
export const NAMES = Object.keys(STORIES) as StoryName[];

const told = new Map<string, Story>();

/** A story of this night. Each is told once, however many tests ask for it. */
export function story(name: StoryName, seed: number): Story {
  const key = `${name} ${seed}`;
  const known = told.get(key) ?? STORIES[name](seed, MIDNIGHT);
  told.set(key, known);
  return known;
}

/** `at("02:31:40")`, epoch ms. */
export function at(clock: string): number {
  return Date.parse(`2026-11-22T${clock}Z`);
}
