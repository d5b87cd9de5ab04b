import type { SlowView } from "../comparison.ts";
import { requestsIn } from "../impact/impact.ts";
import type { Judged } from "../impact/judge.ts";
import type { Slow } from "../impact/slow.ts";
import { many } from "../many.ts";
import type { CauseKind, CauseView } from "../report.ts";
import { titleOf } from "../services/table.ts";
import type { Window } from "../time.ts";
import type { Hop } from "../transaction.ts";
import { type ColdStart, coldStartOf } from "./cold-start.ts";
import { nameOf } from "./sentence.ts";
import { type SlowHop, slowHop } from "./slow-hop.ts";

/** Why requests were slow that did not fail, as some of them show it beside healthy ones; and the report's part on it. */
export function slownessOf<T extends Parameters<typeof slowCause>[0]>(slow: T | null, window: Window) {
  return slow === null ? null : { ...slow, ...slowCause(slow, requestsIn(slow.tally, window)) };
}

function slowCause(
  slow: Slow & {
    readonly examples: readonly Judged[];
    readonly whole: boolean;
    readonly healthy: readonly Judged[];
  },
  total: number,
): { readonly view: SlowView; readonly cause: CauseView | null; readonly evidence: readonly string[] } {
  const [first, ...others] = slow.examples.map(({ transaction }) => transaction);
  const healthy = slow.healthy.map(({ transaction }) => transaction);
  // Of one that was read in part nobody knows what it waited for.
  const found = first === undefined || !slow.whole ? null : slowHop([first, ...others], healthy);
  const transaction = first?.id ?? null;
  // Where healthy requests wait for a new instance as well, that is not what tells them apart.
  const isApart = others.every((one) => coldStartOf(one) !== null) && healthy.every((one) => coldStartOf(one) === null);
  const cold = first === undefined || !slow.whole || !isApart ? null : coldStartOf(first);
  return {
    view: viewOf(slow, total, transaction, found),
    evidence: [found?.hop ?? first?.hops[0]].flatMap((hop) => hop?.id ?? []),
    cause:
      found === null || transaction === null
        ? null
        : {
            ...(cold === null ? { kind: kindOf(found.hop) } : { kind: "unknown", detail: "cold-start" }),
            transaction,
            hop: found.hop.id,
            text: cold === null ? textOf(found, healthy.length) : coldInWords(cold),
            certainty: found.proven ? "proven" : "likely",
            field: null,
            evidence: [...new Set([found.hop.id, ...(cold === null ? [] : [cold.hop.id])])],
          },
  };
}

function viewOf(slow: Slow, total: number, transaction: string | null, found: SlowHop | null): SlowView {
  return {
    entry: slow.tally.name,
    requests: slow.slow.length,
    total,
    limitMs: slow.limit / 1000,
    against: slow.against,
    usualMs: slow.usual === null ? null : slow.usual / 1000,
    worstMs: (slow.slow[0]?.took ?? 0) / 1000,
    step:
      found === null || transaction === null
        ? null
        : { transaction, hop: found.hop.id, ms: rounded(found.took), usualMs: rounded(found.usual) },
    path: (found?.path ?? []).map(({ hop, took, waiting }) => ({ hop: hop.id, ms: rounded(took), waiting })),
  };
}

function rounded<T extends number | null>(ms: T): T | number {
  return ms === null ? ms : Math.round(ms * 1000) / 1000;
}

/** What a program spends itself nobody recorded why. */
function kindOf({ tries, spans }: Hop): CauseKind {
  if (tries.some(({ outcome }) => outcome === "throttled")) return "throttled";
  return spans.every(({ kind }) => kind === "client") ? "dependency" : "unknown";
}

function textOf({ hop, took, usual }: SlowHop, compared: number): string {
  const name = `${titleOf(hop.service)} ${hop.resource ?? hop.operation}`;
  const itself = hop.spans.every(({ kind }) => kind === "client") ? `, ${hop.operation},` : " itself";
  const before = usual === null ? "" : `; in ${many(compared, "healthy request")} it is ${time(usual)}`;
  return `${name}${itself} takes ${time(took)} of a slow request${before}.`;
}

/** "Most of a slow request is the start of a new instance of Lambda quotes: 4.1 s of 5.0 s." */
function coldInWords({ hop, took, of }: ColdStart): string {
  return `Most of a slow request is the start of a new instance of ${nameOf(hop)}: ${time(took)} of ${time(of)}.`;
}

function time(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
