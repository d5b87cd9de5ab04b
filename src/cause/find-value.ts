import { isArray, isObject, type Json, unwrapped } from "../json.ts";

/** A value in a payload, at a dotted path of keys and indexes. */
export interface FoundValue {
  readonly path: string;
  readonly value: Json;
}

interface Place {
  readonly value: Json;
  readonly key: string;
  readonly above: Place | null;
}

const MOST_PLACES = 20_000;

/**
 * Everything in a payload that may be the field called `path`: its last name must be equal, and the more of the names before
 * it are equal, the better. Only the best matches are returned. JSON text inside is opened, because envelopes carry it.
 * Bounded, and without recursion.
 */
export function findValue(payload: Json, path: string): FoundValue[] {
  const wanted = path.split(".").reverse();
  let best: Place[] = [];
  let bestScore = 0;
  const open: Place[] = [{ value: payload, key: "", above: null }];
  for (const place of open) {
    const score = scoreOf(place, wanted);
    if (score > bestScore) best = [];
    bestScore = Math.max(score, bestScore);
    if (score > 0 && score === bestScore) best.push(place);
    for (const [key, value] of childrenOf(unwrapped(place.value))) {
      if (open.length < MOST_PLACES) open.push({ value, key, above: place });
    }
  }
  return best.map((place) => ({ path: pathOf(place), value: place.value }));
}

/** Whether the object that would hold the field is there, although the field is not: then it is missing, not unseen. */
export function holderIsPresent(payload: Json, path: string): boolean {
  const holder = path.split(".").slice(0, -1);
  if (holder.length === 0) return isObject(unwrapped(payload));
  return findValue(payload, holder.join(".")).some(({ value }) => isObject(unwrapped(value)));
}

/** How many names, counted from the last, agree with the way down to a place. */
function scoreOf(place: Place, wanted: readonly string[]): number {
  let score = 0;
  let here: Place | null = place;
  for (const name of wanted) {
    if (here === null || here.above === null || here.key.toLowerCase() !== name.toLowerCase()) break;
    score++;
    here = here.above;
  }
  return score;
}

function pathOf(place: Place): string {
  const keys: string[] = [];
  for (let here: Place | null = place; here !== null && here.above !== null; here = here.above) keys.push(here.key);
  return keys.reverse().join(".");
}

function childrenOf(value: Json): [string, Json][] {
  if (isArray(value)) return value.map((one, index) => [String(index), one]);
  return isObject(value) ? Object.entries(value) : [];
}
