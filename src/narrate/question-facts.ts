import type { Json } from "../json.ts";
import type { Report, Shown } from "../report.ts";
import { factsOf, type Payloads } from "./facts.ts";

const MOST_STEPS = 20;
const MOST_CHANGES = 6;
const MOST_TEXT = 300;

/**
 * What a model is told for a question: more than for its own three sentences, since nobody knows what is asked. What was seen of
 * a bad value at each hop, what changed, and when waiting work is lost. What went in and came out as a whole stays out.
 */
export function questionFactsOf(report: Shown<Report>, payloads: Payloads): object {
  const { cause, changes, lossClock } = report;
  const field = cause?.field ?? null;
  return {
    ...factsOf(report, payloads),
    walk:
      field === null
        ? null
        : {
            field: cut(field.path),
            firstBadHop: field.firstBadHop,
            trailEnds: field.trailEnds === null ? null : cut(field.trailEnds),
            steps: (field.steps ?? []).slice(0, MOST_STEPS).map(({ hop, state, in: side, path, value }) => {
              const step = { hop, state, in: side, path: path === null ? null : cut(path) };
              return payloads === "hidden" ? step : { ...step, value: seen(value) };
            }),
          },
    changes: changes.slice(0, MOST_CHANGES).map(({ kind, at, text, function: name, version, previous }) => {
      return { kind, at, text: cut(text), function: name, version, previous };
    }),
    lossClock,
  };
}

/** Of what holds further values only that it does: it is a payload of its own. */
function seen(value: Json): Json {
  if (typeof value === "string") return cut(value);
  return typeof value === "object" && value !== null ? "(holds further values)" : value;
}

function cut(long: string): string {
  return long.length <= MOST_TEXT ? long : `${long.slice(0, MOST_TEXT)} …`;
}
