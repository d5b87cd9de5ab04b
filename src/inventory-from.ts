import type { Configuration } from "./configuration.ts";
import { type Handed, type KnownFrom, MOST_BEHIND, type Tagged, type Use } from "./inventory.ts";
import type { Place } from "./place.ts";
import type { Report } from "./report.ts";
import { plainName } from "./services/arn.ts";
import { lambda } from "./services/lambda.ts";
import { placeOfArn } from "./services/place-of-arn.ts";
import type { KnownNames } from "./subject.ts";

/**
 * The tags of AWS that say to what a resource belongs, the narrowest first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 * https://docs.aws.amazon.com/servicecatalog/latest/arguide/overview-appreg.html
 */
const BELONGS_TO = ["aws:cloudformation:stack-name", "awsApplication", "aws:servicecatalog:applicationName"] as const;

/**
 * The uses that event source mappings and environment variables tell of. A variable's value may be a secret: only what is an ARN,
 * or the name of a resource that is known by other means, is kept of it, as that resource.
 */
export function usesConfigured({ settings, handovers }: Configuration, known: KnownNames): Use[] {
  const mapped = [...handovers].flatMap(({ from, to }): Handed[] => (from === null ? [] : [[from, to]]));
  const names = placesByName([...mapped.map(([from]) => from), ...placesOf(known)]);
  const named = [...settings].flatMap(({ service, resource, environment }): Use[] => {
    if (service !== lambda.name || environment === null) return [];
    const places = Object.values(environment).flatMap((value) =>
      typeof value === "string" ? placesIn(value, names) : [],
    );
    return places.map((place) => ({ function: resource, how: "calls", place, from: ["environment variable"] }));
  });
  return [...usesHanded(mapped, "event source mapping"), ...named].filter((use) => !isItself(use));
}

function placesIn(value: string, names: ReadonlyMap<string, readonly Place[]>): readonly Place[] {
  const arn = placeOfArn(value);
  return arn === null ? (names.get(value) ?? names.get(plainName(value)) ?? []) : [arn];
}

function placesOf(known: KnownNames): Place[] {
  return [...known].flatMap(([service, own]) => [...own].map((resource) => ({ service, resource })));
}

function placesByName(places: readonly Place[]): ReadonlyMap<string, readonly Place[]> {
  const distinct = new Map(places.map((place) => [`${place.service} ${place.resource}`, place]));
  return Map.groupBy(distinct.values(), ({ resource }) => resource);
}

function isItself(use: Use): boolean {
  return use.place.service === lambda.name && use.place.resource === use.function;
}

/** The uses among what hands work on, by whoever saw it. */
export function usesHanded(handed: Iterable<Handed>, known: KnownFrom): Use[] {
  const uses: Use[] = [];
  for (const [from, to] of handed) {
    if (from.service === lambda.name) uses.push({ function: from.resource, how: "calls", place: to, from: [known] });
    else if (to.service === lambda.name)
      uses.push({ function: to.resource, how: "takes from", place: from, from: [known] });
  }
  return uses;
}

/** What the requests of a report went through. */
export function usesReported({ transactions }: Pick<Report, "transactions">): Use[] {
  const handed = transactions.flatMap(({ hops }) => {
    const byNumber = new Map(hops.map((hop) => [hop.n, hop]));
    return hops.flatMap(({ service, resource, from }): Handed[] => {
      const parent = from?.hop == null ? undefined : byNumber.get(from.hop);
      if (parent === undefined || parent.resource === null || resource === null) return [];
      return [
        [
          { service: parent.service, resource: parent.resource },
          { service, resource },
        ],
      ];
    });
  });
  return usesHanded(handed, "past report");
}

/**
 * The functions of the stack of each resource, then those of its application, as many as are read. `tagged`: of one account and
 * region, because elsewhere another stack may have the same name. `applicationTags`: the tags by which the team says so.
 */
export function usesTagged(tagged: readonly Tagged[], applicationTags: readonly string[]): Use[] {
  const keys = [...new Set([...BELONGS_TO, ...applicationTags])];
  const functions = tagged.filter(({ place }) => place.service === lambda.name);
  const others = tagged.filter(({ place }) => place.service !== lambda.name);
  const named = functions.flatMap(({ place, tags }) =>
    groupsOf(tags, keys).map((group) => [group, place.resource] as const),
  );
  const members = Map.groupBy(named.sort(byName), ([group]) => group);
  return others.flatMap(({ place, tags }) => {
    const near = new Set<string>();
    for (const group of groupsOf(tags, keys)) {
      for (const [, name] of members.get(group) ?? []) {
        if (near.size === MOST_BEHIND) break;
        near.add(name);
      }
    }
    return [...near].map((name): Use => ({ function: name, how: "belongs with", place, from: ["tag"] }));
  });
}

function groupsOf(tags: Tagged["tags"], keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const value = tags.get(key) ?? "";
    return value === "" ? [] : [`${key}=${value}`];
  });
}

/** Which of many are read does not depend on the order in which they were listed. */
function byName([, a]: readonly [string, string], [, b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
