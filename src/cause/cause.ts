import type { FieldView } from "../cause-detail.ts";
import { wayTo } from "../impact/case.ts";
import type { Judged } from "../impact/judge.ts";
import type { Seen } from "../record.ts";
import type { CauseKind, CauseView } from "../report.ts";
import { titleOf } from "../services/table.ts";
import { ANSWERED } from "../span.ts";
import type { Subject } from "../subject.ts";
import type { Hop, Transaction } from "../transaction.ts";
import { sortOfFailure } from "./error-kind.ts";
import { fieldAtFault, saysValidation } from "./field-at-fault.ts";
import { finerThan } from "./finer.ts";
import { isVariableName } from "./is-variable-name.ts";
import type { Sort } from "./languages/language.ts";
import { type NamedField, namedField } from "./named-field.ts";
import { type ProviderTrouble, servicesInWords } from "./provider.ts";
import { limitInWords, nameOf, whatHappened } from "./sentence.ts";
import type { Throttled, Throttles } from "./throttles.ts";
import { waitedFor } from "./timeout.ts";
import { type Walk, walkUpstream } from "./walk.ts";

/**
 * The cause, as one example shows it: what sort of failure the deepest failing hop had, and, where its error names a field,
 * where the bad value came from. Null where no hop failed. `subjects`: what the alarms named, with their metric behind it;
 * `throttles`: what CloudWatch counted, where that was read; `provider`: whether several of its services failed at once.
 */
export function causeOf(
  example: Judged,
  subjects: readonly Subject[],
  throttles: Throttles | null = null,
  provider: ProviderTrouble | null = null,
): CauseView | null {
  const { transaction, hop: place } = example;
  const hop = place === null ? undefined : transaction.hops[place];
  if (place === null || hop === undefined) return null;
  const silent = silentThrottle(example, place, hop, subjects, throttles);
  if (silent !== null) return backoffCause(transaction, hop, silent);
  const sort = sortOf(example, hop, subjects);
  if (provider !== null && sort.detail === "server-error") return providerCause(transaction, hop, provider);
  const { field, refused } = fieldAtFault(transaction, hop);
  const walk = field === null ? null : walkUpstream(transaction, place, field);
  const kind = kindBy(sort, hop, field, refused);
  const finer = finerThan({ ...sort, kind }, transaction, place, hop, throttles);
  const born = walk?.firstBadHop == null ? undefined : transaction.hops.find(({ id }) => id === walk.firstBadHop);
  const sentences = [
    `${whatHappened(hop, field === null ? kind : sort.kind)}.`,
    ...(field === null ? [] : [whereBorn(field.path, hop, born, place, walk?.trailEnds ?? null)]),
    ...finer.sentences,
    ...itemAtFault(transaction, place),
  ];
  // That something is missing is seen of nothing: of a guess it is not shown who should have sent it.
  const shown = field?.origin !== "guess" || field.complaint !== "missing";
  const caller = walk?.fromOutside === true && kind === "bad-input" && shown && isRequest(transaction);
  if (caller) sentences.push("The caller sent it so: it should have been refused with a 4xx.");
  return {
    kind,
    ...finer.view,
    ...(caller ? { detail: "caller" as const } : {}),
    transaction: transaction.id,
    hop: hop.id,
    text: sentences.join(" "),
    certainty: certaintyOf(hop),
    field: field === null || walk === null ? null : fieldView(field.path, walk),
    evidence: [hop.id, ...finer.evidence],
  };
}

/** Code that broke over a field of its input was given bad input; what named none of its input was not, whatever words it has. */
function kindBy({ kind }: Sort, { error }: Hop, field: NamedField | null, refused: boolean): CauseKind {
  if (field !== null) return kind === "code" || kind === "unknown" ? "bad-input" : kind;
  if (!refused || error === null || kind !== "bad-input" || (saysValidation(error) && !namesVariable(error)))
    return kind;
  return "code";
}

function namesVariable(error: Seen): boolean {
  return isVariableName(namedField(error)?.path ?? "");
}

/** An error of a whole batch may be another item's. */
function certaintyOf({ error, errorOf }: Hop): CauseView["certainty"] {
  return error === null || errorOf === "batch" ? "likely" : "proven";
}

/** Somebody waits for an answer, who can be told that the request was wrong. */
function isRequest({ entry }: Transaction): boolean {
  return entry !== null && ANSWERED.has(entry.kind);
}

function fieldView(path: string, { firstBadHop, seen, trailEnds, steps }: Walk): FieldView {
  return { path, firstBadHop, seen, trailEnds, steps };
}

function backoffCause(transaction: Transaction, hop: Hop, { place, evidence, limit }: Throttled): CauseView {
  const text = `${nameOf(hop)} ran out of time while ${titleOf(place.service)} ${place.resource} was throttled: the SDK's backoff outlasts the function.`;
  return {
    kind: "throttled",
    detail: "backoff",
    ...(limit === null ? {} : { limit }),
    transaction: transaction.id,
    hop: hop.id,
    text: limit === null ? text : `${text} ${limitInWords(limit)}`,
    certainty: "likely",
    field: null,
    evidence: [hop.id, ...evidence],
  };
}

function providerCause(transaction: Transaction, hop: Hop, { services, evidence }: ProviderTrouble): CauseView {
  return {
    kind: "provider",
    detail: "server-error",
    transaction: transaction.id,
    hop: hop.id,
    text: `It is the provider: ${servicesInWords(services)} fail by themselves at the same time. ${whatHappened(hop, "provider")}.`,
    certainty: "likely",
    field: null,
    evidence: [...new Set([hop.id, ...evidence])],
  };
}

/**
 * A function that ran out of time while something that it calls was throttled: the SDK backed off and wrote nothing. Likely,
 * by the metric, or by the alarm where the metric was not read; no line proves it, and a line that says that it waited for
 * something else says otherwise.
 */
function silentThrottle(
  { transaction }: Judged,
  place: number,
  hop: Hop,
  subjects: readonly Subject[],
  throttles: Throttles | null,
): Throttled | null {
  if (hop.outcome !== "timeout") return null;
  const found = throttles?.whileRan(hop, subjects) ?? alarmed(hop, subjects, throttles);
  if (found === null) return null;
  const other = transaction.hops.find((one) => one.outcome === "throttled" && one.service !== found.place.service);
  const waited = waitedFor(transaction, place).for;
  const elsewhere =
    waited !== null &&
    (waited.service !== found.place.service || (waited.resource ?? found.place.resource) !== found.place.resource);
  return other === undefined && !elsewhere ? found : null;
}

/** What the alarm says is throttled, as long as CloudWatch was not asked: else it knows better in which minutes. */
function alarmed(hop: Hop, subjects: readonly Subject[], throttles: Throttles | null): Throttled | null {
  for (const { service, resource, signal } of subjects) {
    if (signal !== "throttle" || service === null || resource === null || service === hop.service) continue;
    const place = { service, resource };
    if (throttles?.wasRead(place) !== true) return { place, evidence: [], limit: null };
  }
  return null;
}

function sortOf({ outcome }: Judged, hop: Hop, subjects: readonly Subject[]): Sort {
  const retried = outcome === "recovered" || outcome === "delayed";
  if (retried && hop.outcome === "ok") return { kind: kindOfRetry(hop, subjects) };
  const named = LEFT_UNDONE.test(hop.error?.type ?? "") ? kindOfRetry(hop, subjects) : "unknown";
  return named === "unknown" ? sortOfFailure(hop) : { kind: named };
}

/** What a batch gives back undone, without a word why: for a throttle mostly. */
const LEFT_UNDONE = /^Unprocessed(Items|Keys)$/;

/** A call that needed several attempts, or left a part undone, failed in a way that only the alarm names, if it is about that resource. */
function kindOfRetry(hop: Hop, subjects: readonly Subject[]): CauseKind {
  const about = subjects.find(({ service, resource }) => service === hop.service && resource === hop.resource);
  return about?.signal === "throttle" ? "throttled" : about?.signal === "timeout" ? "timeout" : "unknown";
}

function whereBorn(field: string, hop: Hop, born: Hop | undefined, place: number, ends: string | null): string {
  if (born !== undefined)
    return `The bad ${field} was born in ${nameOf(born)}${born === hop && place === 0 ? " itself" : ""}.`;
  return `Where the bad ${field} came from is not proven: ${ends ?? "the trail ends"}.`;
}

/** A batch fails for one of its items, mostly. */
function itemAtFault(transaction: Transaction, place: number): string[] {
  const { hops, links, outside } = transaction;
  const way = new Set<Hop | undefined>(wayTo(transaction, place));
  const guilty = links.find(({ atFault, child }) => atFault === true && way.has(hops[child]));
  if (guilty === undefined) return [];
  const own = links.filter(({ child }) => child === guilty.child);
  const others = outside.filter(({ child }) => child === guilty.child);
  return [`Of the ${own.length + others.length} items of the batch it was ${guilty.by[1].value}.`];
}
