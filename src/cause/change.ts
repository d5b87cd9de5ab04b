import type { ChangeEvent } from "../alert.ts";
import type { ChangeView } from "../change-view.ts";
import { type Case, nameOfHop } from "../impact/case.ts";
import type { OnVersion, Versions } from "../impact/versions.ts";
import { many } from "../many.ts";
import type { CauseKind, CauseView } from "../report.ts";
import { lambda } from "../services/lambda.ts";
import { HOUR, iso, MINUTE, type Micros, micros, SECOND } from "../time.ts";

/** What changed so long before the first failure is worth naming. */
const LOOK_BACK = 3 * HOUR;
/** Who deploys tells of it when it is done. */
const REPORTED_LATE = 2 * MINUTE;
/** A failure that begins so soon after a change likely comes of it. */
const SOON = 10 * MINUTE;
/** So many failures are to be expected of the other versions before that there were none proves anything: by chance, less than 1 %. */
const EXPECTED = 5;
const FEWEST = 3;
const MOST_SHOWN = 10;

/** Failures that the outside, or too much traffic, brings about whatever runs are not put down to a deploy. */
const NOT_BY_DEPLOY: ReadonlySet<CauseKind> = new Set(["throttled", "provider"]);

/** What changed before the failures, and what that says of them. */
export interface Changes {
  readonly views: readonly ChangeView[];
  /** In a sentence; null where nothing ties the failures to a change. `beside`: others worked while it failed, and not only before. */
  readonly said: { readonly text: string; readonly certainty: "proven" | "likely"; readonly beside: boolean } | null;
}

/**
 * The deploys and other changes before the first failure. That a version is at fault is proven where every failure is on it, others
 * served requests of the same entry without one, so many that some were to be expected, and it did not work well for long before: what
 * merely began after a deploy may have begun for another reason.
 */
export function changesBefore(
  harmed: readonly Case[],
  lead: Case | undefined,
  versions: Versions,
  events: readonly ChangeEvent[],
): Changes {
  if (lead === undefined || harmed.length === 0) return { views: [], said: null };
  const first = harmed.reduce((min, { at }) => (at < min ? at : min), lead.at);
  const recent = events
    .filter(({ at }) => at <= first + REPORTED_LATE && at >= first - LOOK_BACK)
    .sort((a, b) => b.at - a.at);
  // Who deploys knows best when that was.
  const told = versionsOnTheWay(lead, versions, recent.length === 0);
  const views = [...told.map(({ view }) => view), ...recent.map(viewOf)].slice(0, MOST_SHOWN);
  const proven = told.find((one) => one.proven);
  if (proven !== undefined)
    return { views, said: { text: proven.view.text, certainty: "proven", beside: proven.beside } };
  const [last] = recent;
  const soon = told.find((one) => one.soon)?.view.text;
  const event = last === undefined || first - last.at > SOON ? undefined : beganAfter(last, first);
  const text = [event, soon].filter((one) => one !== undefined).join(" ");
  return { views, said: text === "" ? null : { text, certainty: "likely", beside: false } };
}

/** Of each function on the way to where it went wrong, and there before all others, what its versions say. */
function versionsOnTheWay({ entry, function: own, touches }: Case, versions: Versions, byStart: boolean): Told[] {
  const names = versions
    .functions(entry)
    .filter((name) => touches.has(nameOfHop({ service: lambda.name, resource: name })))
    .sort((a, b) => Number(b === own) - Number(a === own) || (a < b ? -1 : 1));
  return names.flatMap((name) => byVersion(versions.of(entry, name), name, byStart) ?? []);
}

function beganAfter({ at, summary }: ChangeEvent, first: Micros): string {
  const apart = lengthOf(micros(Math.abs(first - at)));
  return `It began ${apart} ${at <= first ? "after a change" : "before a change was told"}: ${summary}.`;
}

/** The cause, with the change that it comes of: a deploy where that is proven and nothing finer is, else one sentence more. */
export function withChange(cause: CauseView, { said }: Changes): CauseView {
  if (said === null || NOT_BY_DEPLOY.has(cause.kind)) return cause;
  const text = `${cause.text} ${said.text}`;
  const born = cause.field !== null && cause.field.firstBadHop !== null;
  // A value whose birthplace is known says more than when it began. Another's own error may have begun by chance when the version came.
  const others = cause.kind === "dependency" && cause.detail === "server-error" && !said.beside;
  const kind = said.certainty === "proven" && !born && !others ? "deploy" : cause.kind;
  return { ...cause, kind, certainty: kind === "deploy" ? "proven" : cause.certainty, text };
}

interface Told {
  readonly view: ChangeView;
  readonly proven: boolean;
  /** So many requests succeeded on other versions since it began to fail that some were to be expected to fail there. */
  readonly beside: boolean;
  /** It began as soon as the version was there. */
  readonly soon: boolean;
}

/**
 * What the versions say, where all failures are on one of several and others were there before. `byStart`: its first instance that
 * started, before any request came to it perhaps, tells since when it was there.
 */
function byVersion(all: readonly OnVersion[], name: string, byStart: boolean): Told | null {
  const ran = all.toSorted((a, b) => (a.version < b.version ? -1 : 1));
  const bad = ran.filter(({ failedAt }) => failedAt.length > 0);
  const good = ran.filter(({ failedAt }) => failedAt.length === 0);
  const [one] = bad;
  if (one === undefined || bad.length > 1 || good.length === 0) return null;
  const seen = firstOf([...one.failedAt, ...one.succeededAt]);
  const before = good.filter(({ succeededAt }) => firstOf(succeededAt) < seen);
  // Failures on the version that was replaced meanwhile are none that a deploy brought.
  const previous = before.toSorted((a, b) => lastBefore(b, seen) - lastBefore(a, seen))[0];
  if (previous === undefined) return null;
  const began = firstOf(one.failedAt);
  const failed = one.failedAt.length;
  const since = one.succeededAt.filter((at) => at >= began && at <= lastOf(one.failedAt)).length;
  const share = failed / (failed + since);
  const healthy = good.reduce((sum, { succeededAt }) => sum + succeededAt.length, 0);
  const meanwhile = good.reduce((sum, { succeededAt }) => sum + succeededAt.filter((at) => at >= began).length, 0);
  const wellBefore = one.succeededAt.filter((at) => at < began).length;
  const proven = failed >= FEWEST && healthy * share >= EXPECTED && wellBefore * share < EXPECTED / 2;
  const none = good.map(({ version }) => version).join(", ");
  const text = `${failed} of ${many(failed, "failure")} are on version ${one.version} of ${name}, none on ${none}, where ${many(healthy, "request")} succeeded.`;
  return {
    view: {
      kind: "version",
      at: iso(byStart && one.startedAt !== null ? micros(Math.min(seen, one.startedAt)) : seen),
      text,
      function: name,
      version: one.version,
      previous: previous.version,
      url: null,
    },
    proven,
    beside: meanwhile * share >= EXPECTED,
    soon: failed >= FEWEST && began - seen <= SOON && wellBefore * share < EXPECTED / 2,
  };
}

function viewOf({ at, summary, url }: ChangeEvent): ChangeView {
  return { kind: "event", at: iso(at), text: summary, function: null, version: null, previous: null, url };
}

function firstOf(moments: readonly Micros[]): Micros {
  return micros(moments.reduce((min, at) => Math.min(min, at), Number.MAX_SAFE_INTEGER));
}

function lastOf(moments: readonly Micros[]): number {
  return moments.reduce((max, at) => Math.max(max, at), Number.NEGATIVE_INFINITY);
}

function lastBefore({ succeededAt }: OnVersion, moment: number): number {
  return lastOf(succeededAt.filter((at) => at < moment));
}

function lengthOf(span: Micros): string {
  return span < 2 * MINUTE ? many(Math.round(span / SECOND), "second") : many(Math.round(span / MINUTE), "minute");
}
