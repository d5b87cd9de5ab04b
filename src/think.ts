import { type Alert, evaluatedWindow } from "./alert.ts";
import { asOf } from "./as-of.ts";
import type { Catalog } from "./catalog.ts";
import type { Case } from "./impact/case.ts";
import { Impact } from "./impact/impact.ts";
import { HARMED } from "./impact/outcome.ts";
import { type Relevant, relevantCases } from "./impact/relevance.ts";
import { commonIds } from "./impact/searchable-ids.ts";
import { judgedAgain, judgedIn } from "./judged-in.ts";
import type { Brought } from "./pursue.ts";
import { type KnownNames, namesInCatalog, type Subject, subjectsOf } from "./subject.ts";
import { HOUR, MINUTE, type Micros, micros, type Window } from "./time.ts";

const SHORTEST_WINDOW = 15 * MINUTE;
/** Nothing before this long ago is looked at. */
export const LONGEST_WINDOW = 3 * HOUR;

/** What the evidence amounts to: everything that the report is made of, and what the plan needs to go on. */
export interface Thought {
  readonly subjects: readonly Subject[];
  readonly impact: Impact;
  readonly relevant: Relevant;
  /** By case, the ids that tell it apart, and are worth following. */
  readonly idsOf: (one: Case) => readonly string[];
  readonly window: Window;
  /** Where what is known to be about the alert lies: the window, before all is read. */
  readonly trouble: Window;
}

/** Goes over the evidence once, transaction by transaction, and keeps what the report and the plan need. Pure. */
export function think(
  alert: Alert,
  brought: Pick<Brought, "evidence" | "reads" | "asked">,
  catalog: Catalog,
  nowMs: number | null,
): Thought {
  const to = asOf(brought.reads, brought.evidence, nowMs) ?? alert.at;
  const wasAsked = (id: string): boolean => brought.asked === null || brought.asked.has(id);
  const impact = new Impact(wasAsked);
  const judgedOf = brought.asked === null ? judgedIn : judgedAgain;
  for (const component of brought.evidence.reach("all")) {
    for (const judged of judgedOf(component, catalog)) {
      if (judged.at <= to && judged.at >= to - LONGEST_WINDOW) impact.add(judged);
    }
  }
  const subjects = subjectsOf(alert, namesSeen(impact, catalog));
  const common = commonIds(impact.cases);
  const idsOf = ({ ids }: Case): string[] => ids.filter((id) => !common.has(id));
  const isRead = (one: Case): boolean =>
    one.invocation === null ? idsOf(one).every(wasAsked) : wasAsked(one.invocation);
  const relevant = relevantCases(impact, subjects, isRead);
  const window = windowOf(alert, relevant.cases, to);
  return { subjects, impact, relevant, idsOf, window, trouble: windowOf(alert, relevant.about, to) };
}

function namesSeen(impact: Impact, catalog: Catalog): KnownNames {
  const names = new Map([...namesInCatalog(catalog)].map(([service, set]) => [service, new Set(set)]));
  for (const { service, resource } of impact.resources.values()) {
    const set = names.get(service) ?? new Set<string>();
    names.set(service, set.add(resource));
  }
  return names;
}

/** What the alarm looked at, and what came before it, back to the first failure. */
export function windowOf(alert: Alert, cases: readonly Case[], to: Micros): Window {
  const first = cases.filter(({ outcome }) => HARMED.has(outcome)).map(({ at }) => at);
  const earliest = first.reduce<number>((min, at) => Math.min(min, at), to);
  const from = Math.min(to - SHORTEST_WINDOW, earliest, evaluatedWindow(alert)?.from ?? to);
  return { from: micros(Math.max(from, to - LONGEST_WINDOW)), to };
}
