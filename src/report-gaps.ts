import { type Alert, evaluatedWindow } from "./alert.ts";
import type { Blocked } from "./impact/blocked.ts";
import type { Case } from "./impact/case.ts";
import type { Relevant } from "./impact/relevance.ts";
import type { Gap } from "./record.ts";
import type { Subject } from "./subject.ts";
import { iso, MINUTE, type Window } from "./time.ts";

/** A quiet system may write nothing for so long, and an alarm looks at what was a minute or two before. */
const LATEST_LINES = 5 * MINUTE;
/** Examples that a report holds. */
export const MOST_SHOWN = 20;

/** Lines are late where the newest of all was there long before the alert: what it is about may stand in those to come. */
export function notTakenIn(alert: Alert, { to }: Window): Gap[] {
  const went = evaluatedWindow(alert)?.to ?? alert.at;
  const { gaps = [] } = alert;
  if (to >= went - LATEST_LINES) return [...gaps];
  const why = `nothing later than ${iso(to)} is complete, and the alert is of ${iso(went)}`;
  return [...gaps, { what: "what happened of late", why, unread: true }];
}

/** What the report itself has to say of its limits. */
export function notes(
  alert: Alert,
  subjects: readonly Subject[],
  { everything, cases }: Relevant,
  others: readonly Case[],
): Gap[] {
  const found: Gap[] = [];
  if (subjects.length === 0) {
    found.push({
      what: "the alert",
      why: "it names nothing that is known, so everything that fails in the window is shown",
    });
  } else if (everything && cases.length > 0) {
    found.push({
      what: alert.incident.title,
      why: "no request that was found comes to it, so everything that fails is shown",
    });
  }
  if (others.length > 0) {
    found.push({
      what: `${others.length} other failing requests`,
      why: `not about what the alert names: ${placesOf(others).join(", ")}`,
    });
  }
  const shown = cases.length > MOST_SHOWN;
  if (shown)
    found.push({ what: "examples", why: `at most ${MOST_SHOWN} of ${cases.length} requests with trouble are shown` });
  return found;
}

/** What keeps the report from saying when work is lost, and how much of it waits. */
export function limitsNotRead(cases: readonly Case[], blocked: Blocked | null): Gap[] {
  const limits = new Set(cases.flatMap(({ fates }) => fates.flatMap(({ unread }) => unread ?? [])));
  const gaps = [...limits].map((limit): Gap => ({ what: "when work is lost", why: `${limit} was not read` }));
  if (blocked !== null && !blocked.exact)
    gaps.push({
      what: `what waits in ${blocked.where}`,
      why: "how much it is was not read; at least what failed waits",
    });
  return gaps;
}

/** Where cases belong, in words: a few entries or functions. */
export function placesOf(cases: readonly Case[]): string[] {
  return [...new Set(cases.map(({ entry, function: name }) => entry ?? name ?? "an unknown entry"))].slice(0, 3);
}
