import type { HopView, Report, Shown } from "../report.ts";
import type { Part } from "./read-sentence.ts";
import { skeletonOf } from "./skeleton.ts";

type Name = Extract<Part, { is: "name" }>["name"];

/** Where the culprit stands: on that side of a word of blame, or, `doer`: nearest before it, where one is named at all. */
type Side = "before" | "after" | "both" | "doer";
const BLAME: readonly (readonly [RegExp, Side])[] = [
  [/\b(because|due to|owing to|when|while)\b/g, "after"],
  [/(?<!\b(called|invoked|sent|published|received|recorded|seen) )\bby\b/g, "after"],
  [/\b(stems?|stemmed|comes?|came|results?|resulted|originates?|originated) from\b/g, "after"],
  [/\b(originates?|originated) (in|at|with)\b/g, "after"],
  [/\b(begins?|began|starts?|started|lies) (\w+ )?(in|at|with|from)\b(?! TIME)/g, "after"],
  [/(ERROR|\berrors?|\bexceptions?)( (is|are|was|were|recorded|seen|returned))?( (from|of|in))/g, "after"],
  [/\b(causes|caused|causing|triggers?|triggered)\b(?! by)/g, "before"],
  [/\b(broke|breaks|led|leads|(results?|resulted|resulting) in)\b/g, "before"],
  [/(?<!# )\bfailures?\b/g, "both"],
  [/\b(fault|culprit|cause|reason|origin|source)\b/g, "both"],
  [/\bfirst\b(?! (of|attempt))/g, "both"],
  [/\bsen(d|ds|t)\b(?=.*\b(ERROR|errors?|exceptions?)\b)/g, "both"],
  [/(?<=\b(ERROR|errors?|exceptions?)\b.*)\bsen(d|ds|t)\b/g, "both"],
  [/\bit (is|was)\b(?=( the| in| at)* NAME)/g, "after"],
  [/\bfrom\b(?! TIME)(?=.*\b(ERROR|errors?|exceptions?|come|comes|came|fail))/g, "after"],
  [/(?<=\b(come|comes|came|fails?|failed|ERROR|errors?|exceptions?)\b.*)\bfrom\b(?! TIME)/g, "after"],
  [/\b(refuses?|rejects?|den(y|ies)|hits|affects|impacts)\b/g, "doer"],
  [
    /(?<!\b(are|is|was|were|been|have|has|had) )\b(refused|rejected|denied|hit|affect|affected|impacted)\b(?! by)/g,
    "doer",
  ],
];
/** Whoever is on the side of the culprit and is no place of the report. */
const OTHERS = new Set("customer customers user users people person requests deploy version change".split(" "));

/**
 * Who says where it comes from says what the report says. Each word of blame knows on which side of it the culprit stands: before
 * it ("orders caused 214 failures"), after it ("fails because orders is throttled"), or anywhere ("the cause is orders"). On that
 * side the guilty resource has to be named, no other place may be, and its hop has to be cited. What an error came "from", and by
 * what something was refused, is blame as well. Guilty are the hop of the cause, and the first at which a value was bad; where
 * there is neither, nobody is blamed. That is stricter than language is: what is dropped was told already, in plain text.
 */
export function holdsBlame(parts: readonly Part[], report: Shown<Report>, cited: readonly HopView[]): boolean {
  const { text, starts } = skeletonOf(parts);
  const { cause, transactions } = report;
  const hops = transactions.flatMap((one) => one.hops);
  const guilty = hops.filter(({ id }) => id === cause?.hop || id === cause?.field?.firstBadHop);
  const isCited = guilty.some((hop) => cited.includes(hop));
  return BLAME.every(([pattern, side]) =>
    [...text.matchAll(pattern)].every(({ index, 0: words }) => {
      const before = parts.slice(
        0,
        starts.findIndex((start) => start >= index),
      );
      if (side === "doer") return isDoneBy(guilty, before);
      const after = parts.slice(starts.findLastIndex((start) => start < index + words.length) + 1);
      const there = { before, after, both: parts }[side];
      return isCited && blamesOnly(guilty, there, cause?.kind === "deploy");
    }),
  );
}

function isDoneBy(guilty: readonly HopView[], before: readonly Part[]): boolean {
  const doer = before.findLast((part) => part.is === "name" && part.name.hops.size > 0);
  return doer?.is !== "name" || isOneOf(doer.name, guilty);
}

function blamesOnly(guilty: readonly HopView[], parts: readonly Part[], deployed: boolean): boolean {
  const names = parts.flatMap((part) => (part.is === "name" ? [part.name] : []));
  const places = names.filter(({ sort }) => sort !== "error" && sort !== "other");
  const others = parts.flatMap((part) => (part.is === "word" && OTHERS.has(part.word) ? [part.word] : []));
  return (
    places.every((name) => isOneOf(name, guilty)) &&
    places.some((name) => (/^(resource|hop)$/.test(name.sort) || hasNoResource(guilty)) && isOneOf(name, guilty)) &&
    others.every((word) => word === "requests" || (deployed && /deploy|version|change/.test(word)))
  );
}

function isOneOf({ hops }: Name, guilty: readonly HopView[]): boolean {
  return guilty.some(({ id }) => hops.has(id));
}

function hasNoResource(hops: readonly HopView[]): boolean {
  return hops.every(({ resource }) => resource === null);
}
