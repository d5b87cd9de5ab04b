import type { Alert } from "./alert.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { entriesOfSubjects, namesOfSubjects } from "./impact/relevance.ts";
import type { Known } from "./plan.ts";
import { pursue, type Room } from "./pursue.ts";
import { redact } from "./redact/redact.ts";
import type { Report, Shown } from "./report.ts";
import { reportOn } from "./report-on.ts";
import { facesOf } from "./services/table.ts";
import { namesInCatalog, type Subject, subjectsOf } from "./subject.ts";
import { LONGEST_WINDOW, type Thought, think, windowOf } from "./think.ts";
import { fromMillis, micros, SECOND, type Window } from "./time.ts";
import { unplacedErrors } from "./unplaced.ts";

/** A report, and whether it is the last word. */
export interface Progress {
  readonly report: Shown<Report>;
  readonly final: boolean;
}

/**
 * The story of one alert: plan, gather, think, and yield a better report, until enough is known or the time is up. What is
 * yielded last is final. Never throws for what sources do; with no evidence at all the report says so.
 * `atMs`: the moment to judge at, epoch ms; null where that is the newest record.
 */
export async function* investigate(alert: Alert, room: Room, atMs: number | null): AsyncGenerator<Progress> {
  const startedMs = room.now();
  const to = fromMillis(atMs ?? startedMs);
  const window: Window = { from: micros(to - LONGEST_WINDOW), to: micros(to + SECOND) };
  let thought: Thought | null = null;
  let report: Shown<Report> | null = null;
  const knownFrom = (so: { readonly evidence: Evidence }, asked: ReadonlySet<string>): Known =>
    thought === null ? firstKnown(alert, room, window, asked) : knownOf(thought, so.evidence, window, asked);
  for await (const so of pursue(room, knownFrom)) {
    if (report !== null) yield { report, final: false };
    thought = think(alert, so, room.catalog, atMs);
    report = redact(reportOn(alert, thought, so, room.catalog, room.now() - startedMs), room.catalog);
  }
  if (report !== null) yield { report, final: true };
}

/** Before anything was read, only the failures: they tell where, and since when, the rest is worth reading. */
function firstKnown(alert: Alert, { catalog }: Room, window: Window, asked: ReadonlySet<string>): Known {
  const subjects = subjectsOf(alert, namesInCatalog(catalog));
  return {
    window,
    trouble: windowOf(alert, [], window.to),
    subjects,
    wanted: [],
    follow: [],
    followed: window,
    entryGroups: [],
    unplaced: [],
    asked,
  };
}

/** What the plan needs to know: the requests that matter, and where the healthy ones of the same entries are logged. */
function knownOf(
  { impact, relevant, subjects, idsOf, trouble }: Thought,
  evidence: Evidence,
  window: Window,
  asked: ReadonlySet<string>,
): Known {
  const following = [...relevant.about, ...relevant.samples];
  const entries = new Set(relevant.about.flatMap(({ entry }) => entry ?? []));
  for (const name of entriesOfSubjects(subjects, impact)) entries.add(name);
  const groups = [...entries].flatMap((name) => [...(impact.entries.get(name)?.groups ?? [])]);
  const unseen = !namesOfSubjects(subjects).some((name) => impact.seen.has(name));
  return {
    window,
    trouble,
    subjects,
    // Nothing that failed came to it: then who else calls it has to be found by its name.
    wanted: unseen ? subjects.flatMap(({ resource }) => resource ?? []) : [],
    follow: following.map(idsOf),
    followed: {
      from: micros(following.reduce<number>((min, { at }) => Math.min(min, at), trouble.from)),
      to: window.to,
    },
    entryGroups: [...new Set([...groupsOf(subjects), ...groups])].sort(),
    unplaced: unplacedErrors(evidence),
    asked,
  };
}

function groupsOf(subjects: readonly Subject[]): string[] {
  return subjects.flatMap(({ service, resource }) =>
    service === null || resource === null ? [] : facesOf(service).flatMap((face) => face.logGroup?.(resource) ?? []),
  );
}
