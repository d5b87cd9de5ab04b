import type { CauseKind, HopView, Outcome, Report, Shown } from "../report.ts";
import type { HopOutcome } from "../span.ts";
import { hopsNear, placeNear } from "./place-near.ts";
import type { Part } from "./read-sentence.ts";

/** What a hop has to be, so that it may be called that: how it ended, or, of the hop of the cause, the sort of that. */
const STATES: readonly (readonly [RegExp, readonly HopOutcome[], readonly CauseKind[]])[] = [
  [/^throttl/, ["throttled"], ["throttled"]],
  [/^time(d|out)$/, ["timeout"], ["timeout"]],
  [/^answer$/, ["timeout", "error", "throttled"], ["timeout", "dependency"]],
  [/^memory$/, [], ["memory"]],
  [/^(permission|allowed|den(y|ies|ied))$/, [], ["permission"]],
  [/^(refuse|reject)|^fail(s|ed|ing)?$|^br(eaks|oke)$/, ["error", "throttled", "timeout"], []],
];

/** What has to stand in the report, so that it may be said of it at all. */
const SAID: readonly (readonly [
  RegExp,
  (report: Shown<Report>, cited: readonly HopView[], parts: readonly Part[]) => boolean,
])[] = [
  [/^(deploy|version|change)$/, hasChanged],
  [/^(rising|increasing|worse)$/, ({ failing }) => failing?.trend === "rising"],
  [/^(slow|slower|longer)$/, ({ slow = null, healthy = null }) => slow !== null || healthy?.differs?.in === "duration"],
  [/^(healthy|usual)$/, ({ slow = null, healthy = null }) => slow !== null || healthy !== null],
  [/^customer-facing$/, ({ entries }) => entries.some(({ customerFacing }) => customerFacing === true)],
  [/^business-critical$/, ({ entries }) => entries.some(({ businessCritical }) => businessCritical === true)],
  [/^(empty|missing|null|bad)$/, (report, cited, parts) => hasStep(report, cited, "bad", isIncoming(parts))],
  [/^good$/, (report, cited) => hasStep(report, cited, "good", true)],
];
const TRENDS = new Set(["steady", "falling", "stopped"]);
const OUTCOMES = new Set<string>(["lost", "parked", "pending", "delayed"] satisfies Outcome[]);

/**
 * Whether what a sentence calls throttled, refused, slow or lost is that in the report. It is said of the
 * nearest place, or, where none is named, of the hops that are cited. Names that stand side by side name one thing.
 */
export function holdsStates(parts: readonly Part[], report: Shown<Report>, cited: readonly HopView[]): boolean {
  const hops = new Map(report.transactions.flatMap((one) => one.hops.map((hop) => [hop.id, hop] as const)));
  return parts.every((part, at) => {
    if (part.is === "name") return namesOneThing(part, parts[at + 1]);
    if (part.is !== "word") return true;
    const { word } = part;
    if (!isSaid(word, report, hopsNear(parts, at, cited), parts)) return false;
    const state = STATES.find(([said]) => said.test(word));
    if (state === undefined) return true;
    const place = placeNear(parts, at);
    const [, outcomes, kinds] = state;
    // Requests to an entry fail, wherever behind it that is; all else is a matter of hops.
    if (place?.sort === "entry") return outcomes.includes("error");
    const meant = place === null ? cited : [...place.hops].flatMap((id) => hops.get(id) ?? []);
    return meant.some(
      ({ id, outcome }) =>
        outcomes.includes(outcome) || (id === report.cause?.hop && kinds.includes(report.cause.kind)),
    );
  });
}

function isSaid(word: string, report: Shown<Report>, cited: readonly HopView[], parts: readonly Part[]): boolean {
  if (TRENDS.has(word)) return report.failing?.trend === word;
  if (OUTCOMES.has(word)) return isOutcome(word, report, parts);
  return SAID.every(([said, holds]) => !said.test(word) || holds(report, cited, parts));
}

/** What waits is lost at a time, and not before. */
function isOutcome(
  word: string,
  { users, transactions, lossClock, asOf }: Shown<Report>,
  parts: readonly Part[],
): boolean {
  const told = parts.some((part) => part.is === "word" && /^(was|were|has|have|had|been|since)$/.test(part.word));
  const ahead = (lossClock?.firstLostAt ?? "") > asOf;
  const counted = Object.entries(users.outcomes).some(([outcome, people]) => outcome === word && people > 0);
  return (
    counted ||
    transactions.some(({ outcome }) => outcome === word) ||
    (word === "lost" && lossClock !== null && !(ahead && told) && parts.some((part) => part.is === "time"))
  );
}

function hasChanged({ cause, healthy = null, changes }: Shown<Report>): boolean {
  return cause?.kind === "deploy" || healthy?.differs?.in === "version" || changes.length > 0;
}

function hasStep(
  { cause }: Shown<Report>,
  cited: readonly HopView[],
  state: "bad" | "good",
  incoming: boolean,
): boolean {
  const steps = cause?.field?.steps ?? [];
  const shown = steps.filter((step) => step.state === state).map(({ hop }) => hop);
  const all = state === "bad" && !incoming ? [...shown, cause?.field?.firstBadHop] : shown;
  return cited.some(({ id }) => all.includes(id));
}

/** What is said of what came in is not true of the hop that made it. */
function isIncoming(parts: readonly Part[]): boolean {
  return parts.some(
    (part) => part.is === "word" && /^(came|comes|come|receive[sd]?|gets?|got|takes?|took|input)$/.test(part.word),
  );
}

function namesOneThing(part: Part, next: Part | undefined): boolean {
  if (part.ends || part.is !== "name" || next?.is !== "name") return true;
  const [one, other] = [part.name.hops, next.name.hops];
  return one.size === 0 || other.size === 0 || one.intersection(other).size > 0;
}
