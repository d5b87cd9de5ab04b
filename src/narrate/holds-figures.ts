import type { HopView, Outcome, Report, Shown } from "../report.ts";
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
 * the noun that follows in its clause, or else the last one before it; that of a hop is cited. Nothing is ever zero: that would be a reassurance.
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
  const { report, cited } = place;
  switch (counted) {
    case "people":
      return peopleOf(place).includes(figure.value);
    case "requests":
      return requestsOf(place).includes(figure.value);
    case "items":
      return [report.lossClock?.items, report.blocked?.items].includes(figure.value);
    case "attempts":
      return cited.some(({ attempts }) => attempts === figure.value);
    case "time":
      return timesOf(report, cited).some((ms) => isAbout(ms / (UNITS.get(word) ?? 1), figure));
    case "share":
      return report.entries.some(({ share }) => share !== null && isAbout(share * 100, figure));
    case "versions":
      return report.changes.some(({ version, previous }) => [version, previous].includes(`${figure.value}`));
    case "nothing":
      return false;
  }
}

const OUTCOMES: readonly Exclude<Outcome, "ok">[] = ["lost", "parked", "pending", "delayed"];

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
function requestsOf({ parts, at, report: { failing, entries, slow, users } }: Place): (number | null | undefined)[] {
  if (clauseOf(parts, at).some((word) => OUTCOMES.some((one) => one === word))) return [];
  const failed = [failing?.requests, users.unidentifiedRequests, slow?.requests, ...entries.map((one) => one.requests)];
  const all = [slow?.total, ...entries.map(({ total }) => total)];
  return wordAt(parts, at - 1) === "of" ? [...failed, ...all] : failed;
}

function timesOf({ slow, blocked }: Shown<Report>, cited: readonly HopView[]): number[] {
  const hops = cited.flatMap(({ durationMs, dwellMs }) => [durationMs, dwellMs]);
  const path = slow?.path.filter(({ hop }) => cited.some(({ id }) => id === hop)).map(({ ms }) => ms) ?? [];
  const all = [...hops, ...path, slow?.limitMs, slow?.usualMs, slow?.worstMs, slow?.step?.ms, slow?.step?.usualMs];
  return [...all, ...(blocked === null ? [] : [blocked.oldestSeconds * 1000])].flatMap((one) => one ?? []);
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
