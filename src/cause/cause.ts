import { wayTo } from "../impact/case.ts";
import type { Judged } from "../impact/judge.ts";
import type { CauseKind, CauseView } from "../report.ts";
import { titleOf } from "../services/table.ts";
import type { Subject } from "../subject.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { kindOfFailure } from "./error-kind.ts";
import { namedField } from "./named-field.ts";
import { walkUpstream } from "./walk.ts";

/**
 * The cause, as one example shows it: what sort of failure the deepest failing hop had, and, where its error names a field,
 * where the bad value came from. Null where no hop failed. `subjects`: what the alarms named, with their metric behind it.
 */
export function causeOf(example: Judged, subjects: readonly Subject[]): CauseView | null {
  const { transaction, hop: place } = example;
  const hop = place === null ? undefined : transaction.hops[place];
  if (place === null || hop === undefined) return null;
  const silent = silentThrottle(example, hop, subjects);
  if (silent !== null) return { ...silent, transaction: transaction.id, hop: hop.id, certainty: "likely", field: null };
  const retried = example.outcome === "recovered" || example.outcome === "delayed";
  const kind = retried && hop.outcome === "ok" ? kindOfRetry(hop, subjects) : kindOfFailure(hop);
  const field = hop.error === null ? null : namedField(hop.error.message);
  const walk = field === null ? null : walkUpstream(transaction, place, field);
  const born = walk?.firstBadHop == null ? undefined : transaction.hops.find(({ id }) => id === walk.firstBadHop);
  return {
    kind: field !== null && (kind === "code" || kind === "unknown") ? "bad-input" : kind,
    transaction: transaction.id,
    hop: hop.id,
    text: `${textOf(hop, kind, field?.path ?? null, born, place, walk?.trailEnds ?? null)}${itemAtFault(transaction, place)}`,
    certainty: hop.error === null ? "likely" : "proven",
    field: field === null || walk === null ? null : { path: field.path, ...walk },
  };
}

/**
 * A function that ran out of time while the alarm says that a resource which it calls is throttled: the SDK backed off and
 * wrote nothing. Likely, by the alarm's metric; no line proves it.
 */
function silentThrottle(
  { transaction }: Judged,
  hop: Hop,
  subjects: readonly Subject[],
): { kind: CauseKind; text: string } | null {
  if (hop.outcome !== "timeout") return null;
  const throttle = subjects.find(
    ({ signal, service }) => signal === "throttle" && service !== null && service !== hop.service,
  );
  if (throttle?.service == null) return null;
  const other = transaction.hops.find((one) => one.outcome === "throttled" && one.service !== throttle.service);
  if (other !== undefined) return null;
  return {
    kind: "throttled",
    text: `${nameOf(hop)} ran out of time while ${titleOf(throttle.service)} ${throttle.resource ?? ""} was throttled: the SDK's backoff outlasts the function.`,
  };
}

/** A call that needed several attempts failed in a way that only the alarm names, if it is about that resource. */
function kindOfRetry(hop: Hop, subjects: readonly Subject[]): CauseKind {
  const about = subjects.find(({ service, resource }) => service === hop.service && resource === hop.resource);
  return about?.signal === "throttle" ? "throttled" : about?.signal === "timeout" ? "timeout" : "unknown";
}

function textOf(
  hop: Hop,
  kind: CauseKind,
  field: string | null,
  born: Hop | undefined,
  place: number,
  ends: string | null,
): string {
  const said =
    hop.error === null
      ? ""
      : `: ${[hop.error.type, hop.error.message]
          .filter((one) => one !== null && one !== "")
          .join(": ")
          .replace(/[.\s]+$/, "")}`;
  const where = `${nameOf(hop)} ${VERB[kind]}${said}`;
  if (field === null) return `${where}.`;
  if (born !== undefined)
    return `${where}. The bad ${field} was born in ${nameOf(born)}${born === hop && place === 0 ? " itself" : ""}.`;
  return `${where}. Where the bad ${field} came from is not proven: ${ends ?? "the trail ends"}.`;
}

/** A batch fails for one of its items, mostly. */
function itemAtFault(transaction: Transaction, place: number): string {
  const { hops, links, outside } = transaction;
  const way = new Set<Hop | undefined>(wayTo(transaction, place));
  const guilty = links.find(({ atFault, child }) => atFault === true && way.has(hops[child]));
  if (guilty === undefined) return "";
  const own = links.filter(({ child }) => child === guilty.child);
  const others = outside.filter(({ child }) => child === guilty.child);
  return ` Of the ${own.length + others.length} items of the batch it was ${guilty.by[1].value}.`;
}

const VERB: Readonly<Record<CauseKind, string>> = {
  throttled: "is throttled",
  timeout: "ran out of time",
  "bad-input": "refused its input",
  permission: "was not allowed",
  dependency: "failed",
  code: "broke",
  memory: "ran out of memory",
  deploy: "fails since a deploy",
  provider: "failed at the provider",
  unknown: "failed",
};

function nameOf(hop: Hop): string {
  return `${titleOf(hop.service)} ${hop.resource ?? hop.operation}`;
}
