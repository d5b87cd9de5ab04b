import type { AwsPlace } from "../aws-place.ts";

/** Where several accounts or regions are read, a group that the catalog names lies in one of them. Which of them lie in none? */
export class NamedGroups {
  readonly #places: number;
  readonly #missing = new Map<AwsPlace, ReadonlySet<string>>();

  /** `places`: in how many it is looked. */
  constructor(places: number) {
    this.#places = places;
  }

  /** What is missing here, and, once it was looked everywhere, was found nowhere. */
  missing(place: AwsPlace, names: ReadonlySet<string>): string[] {
    this.#missing.set(place, names);
    if (this.#missing.size < this.#places) return [];
    return [...names].filter((name) => [...this.#missing.values()].every((missing) => missing.has(name)));
  }
}
