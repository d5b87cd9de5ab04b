import type { HopView, Outcome, Report, Shown } from "../report.ts";
import { hopsNear } from "./place-near.ts";
import { COUNTED, type Counted, UNITS } from "./plain-words.ts";
import type { Part } from "./read-sentence.ts";

type Figure = Extract<Part, { is: "number" }>;
/** What a figure counts, and the word for it. */
interface Of {
  readonly counted: Counted;
  readonly word: string;
}

/**
 * Whether every figure of a sentence is the report's, and of the same thing: 5120 requests are no 5120 customers. A figure counts
 * the noun that follows in its clause, or else the last one before it; that of a hop is cited.
 * Nothing is ever zero: that would be a reassurance.
 */
export function holdsFigures(parts: readonly Part[], report: Shown<Report>, cited: readonly HopView[]): boolean {
  return parts.every((part, at) => {
    if (part.is === "name") return part.name.sort !== "hop" || cited.some(({ id }) => part.name.hops.has(id));
    if (part.is !== "number") return true;
    if (part.value === 0 || parts[at + 1]?.is === "number") return false;
    const of = nounAfter(parts, at) ?? nounBefore(parts, at);
    return of !== null && holds(part, of, { parts, at, report, cited });
  });
}

interface Place {
  readonly parts: readonly Part[];
  readonly at: number;
  readonly report: Shown<Report>;
  readonly cited: readonly HopView[];
}

function holds(figure: Figure, { counted, word }: Of, place: Place): boolean {
  const { parts, at, report, cited } = place;
  switch (counted) {
    case "people":
      return isHarm(place) && peopleOf(place).includes(figure.value);
    case "requests":
      return isHarm(place) && requestsOf(place).includes(figure.value);
    case "items":
      return isKept(place) && [report.lossClock?.items, report.blocked?.items].includes(figure.value);
    case "attempts":
      return figure.value === Math.max(...hopsNear(parts, at, cited).map(({ attempts }) => attempts));
    case "time":
      return timesOf(place).some((ms) => isAbout(ms / (UNITS.get(word) ?? 1), figure));
    case "share":
      return entriesOf(place).some(({ share }) => share !== null && isAbout(share * 100, figure));
    case "versions":
      return report.changes.some(({ version, previous }) => [version, previous].includes(`${figure.value}`));
    case "nothing":
      return false;
  }
}

const HARM =
  /^(fail(s|ed|ing|ures?)?|errors?|exceptions?|hits?|affect(s|ed)?|impact(s|ed)|throttled|refused|rejected|denied|timed|slow|slower|longer|lost|parked|pending|delayed)$/;

/** Who is counted is who is harmed: of nobody else it is known how many there are. */
function isHarm({ parts, at }: Place): boolean {
  const harmed = clauseOf(parts, at).some((word) => HARM.test(word));
  return harmed || parts.some((part) => part.is === "name" && part.name.sort === "error");
}

const OUTCOMES: readonly Exclude<Outcome, "ok">[] = ["lost", "parked", "pending", "delayed"];

function isKept({ parts, at }: Place): boolean {
  return clauseOf(parts, at).some((word) => /^(lost|parked|pending|wait)/.test(word));
}

/** Those of whom this clause speaks. Of some it is not known that there are no more. */
function peopleOf({ parts, at, report: { users } }: Place): number[] {
  const words = clauseOf(parts, at);
  const outcome = OUTCOMES.find((one) => words.includes(one));
  if (outcome !== undefined) return [users.outcomes[outcome]];
  if (/\b(still|continues?)\b/.test(words.join(" "))) return [users.stillFailing];
  const least = wordAt(parts, at - 1) === "least";
  return users.exact || least ? [users.hit, users.stillFailing, users.outcomes.failed] : [];
}

/** How many came in all is only ever that of which some failed. */
function requestsOf({ parts, at, report }: Place): (number | null | undefined)[] {
  const { failing, slow, users } = report;
  const named = namedIn(parts);
  const entries = entriesOf({ parts, report });
  const words = clauseOf(parts, at);
  if (words.some((word) => OUTCOMES.some((one) => one === word))) return [];
  const late = words.some((word) => /^(slow|slower|longer)$/.test(word));
  const failed = late
    ? [slow?.requests]
    : [
        ...(named.size === 0 ? [failing?.requests, users.unidentifiedRequests] : []),
        ...entries.map((one) => one.requests),
      ];
  const all = [slow?.total, ...entries.map(({ total }) => total)];
  return isOfWhich(parts, at) ? [...failed, ...all] : failed;
}

/** Those of which it speaks. */
function entriesOf({ parts, report }: Pick<Place, "parts" | "report">): Report["entries"] {
  const named = namedIn(parts);
  return report.entries.filter(({ name }) => named.size === 0 || named.has(name.toLowerCase()));
}

function namedIn(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.flatMap((part) => (part.is === "name" && part.name.sort === "entry" ? [part.name.key] : [])));
}

/** "214 of 5120", "214 requests of 5120", "4 % of 5120": some of them are counted before. */
function isOfWhich(parts: readonly Part[], at: number): boolean {
  if (wordAt(parts, at - 1) !== "of") return false;
  const counted = /^(requests?|failures?|percent|%)$/.test(wordAt(parts, at - 2) ?? "") ? at - 3 : at - 2;
  return parts[counted]?.is === "number";
}

/** What something took is told of its hop; what is usual, or allowed, stands behind "than". */
function timesOf({ parts, at, report: { slow = null, blocked }, cited }: Place): number[] {
  const before = wordAt(parts, at - 1);
  if ((before === "about" ? wordAt(parts, at - 2) : before) === "than")
    return [slow?.limitMs, slow?.usualMs, slow?.step?.usualMs].flatMap((one) => one ?? []);
  const hops = hopsNear(parts, at, cited);
  const path = slow?.path.filter(({ hop }) => hops.some(({ id }) => id === hop)).map(({ ms }) => ms) ?? [];
  const waits = blocked !== null && clauseOf(parts, at).some((word) => word.startsWith("wait"));
  const own = hops.flatMap(({ durationMs, dwellMs }) => [durationMs, dwellMs]).flatMap((one) => one ?? []);
  return [...own, ...path, ...(waits ? [blocked.oldestSeconds * 1000] : [])];
}

/** As exact as the figure itself. */
function isAbout(value: number, { value: said, decimals }: Figure): boolean {
  return Math.abs(value - said) <= 0.5 / 10 ** decimals + 1e-9;
}

function wordAt(parts: readonly Part[], at: number): string | null {
  const part = parts[at];
  return part?.is === "word" ? part.word : null;
}

function ofWord(part: Part | undefined): Of | null {
  if (part?.is !== "word") return null;
  const counted = COUNTED.get(part.word);
  return counted === undefined ? null : { counted, word: part.word };
}

/** A share is one of requests alone. */
function nounAfter(parts: readonly Part[], at: number): Of | null {
  let share: Of | null = null;
  for (let here = at; here < parts.length; here += 1) {
    const of = here === at ? null : ofWord(parts[here]);
    if (of !== null && share !== null) return of.counted === "requests" ? share : { ...of, counted: "nothing" };
    if (of !== null && of.counted !== "share") return of;
    share = of ?? share;
    if (parts[here]?.ends) break;
  }
  return share;
}

function nounBefore(parts: readonly Part[], at: number): Of | null {
  return parts.slice(0, at).reduceRight<Of | null>((found, part) => found ?? ofWord(part), null);
}

/** The words of the clause in which it stands; "and" begins another. */
function clauseOf(parts: readonly Part[], at: number): string[] {
  const isEnd = (here: number): boolean => parts[here]?.ends === true || wordAt(parts, here + 1) === "and";
  let from = at;
  while (from > 0 && !isEnd(from - 1)) from -= 1;
  let to = at;
  while (to < parts.length - 1 && !isEnd(to)) to += 1;
  return parts.slice(from, to + 1).flatMap((part) => (part.is === "word" ? [part.word] : []));
}
