import type { Trace } from "@aws-sdk/client-xray";
import { arrayAt, parseJson, textAt } from "../json.ts";
import { xrayTraceId } from "../services/trace-id.ts";
import type { Told } from "./source.ts";
import type { XRayApi } from "./xray-api.ts";
import { isDenied, XRAY, xrayGap } from "./xray-gap.ts";
import { XRAY_LIMITS } from "./xray-limits.ts";

/** Who named a trace: X-Ray itself, or somebody else, and X-Ray may never have had it. */
type Namer = "xray" | "elsewhere";

/**
 * Whole traces, and those that they are linked to, within bounds: a function that takes messages from a queue has a trace of
 * its own, linked to those of the senders. https://docs.aws.amazon.com/xray/latest/devguide/xray-tracelinking.html
 */
export async function* readTraces(
  api: XRayApi,
  ids: readonly string[],
  namer: Namer,
  until: AbortSignal,
): AsyncGenerator<Told> {
  const round = new Round(ids, namer);
  for (let open = round.take(); open.length > 0; open = round.take()) {
    const denied = new AbortController();
    for (const batch of await Promise.all(inBatches(open).map((own) => readBatch(api, own, until, denied)))) {
      yield* batch.told;
      for (const id of batch.left) round.leave(id);
      for (const id of batch.links) round.follow(id);
    }
  }
  yield* round.gaps();
}

/** Which traces are still to be asked for, and which will not be. */
class Round {
  readonly #namers: Map<string, Namer>;
  readonly #again = new Set<string>();
  #open: string[];
  #linked = 0;
  #missing: Record<Namer, number> = { xray: 0, elsewhere: 0 };

  constructor(ids: readonly string[], namer: Namer) {
    this.#namers = new Map(ids.map((id) => [id, namer]));
    this.#open = [...this.#namers.keys()];
  }

  take(): string[] {
    return this.#open.splice(0);
  }

  /** Nothing was handed over: it was not ready, or X-Ray never had it. X-Ray says the same of both, so it is asked again. */
  leave(id: string): void {
    if (!this.#again.has(id) && this.#again.size < XRAY_LIMITS.askedAgain) this.#open.push(id);
    else this.#missing[this.#namers.get(id) ?? "elsewhere"]++;
    this.#again.add(id);
  }

  follow(id: string): void {
    if (this.#namers.has(id)) return;
    this.#namers.set(id, "xray");
    this.#linked++;
    if (this.#linked <= XRAY_LIMITS.linkedTraces) this.#open.push(id);
  }

  *gaps(): Generator<Told> {
    const origin = { source: XRAY };
    const { xray, elsewhere } = this.#missing;
    if (xray > 0) {
      const why = "X-Ray named them and did not hand them over";
      yield { gap: { what: `${xray} traces`, why, origin, unread: true } };
    }
    const beyond = this.#linked - XRAY_LIMITS.linkedTraces;
    if (beyond > 0) {
      const why = `only ${XRAY_LIMITS.linkedTraces} are followed from what one question finds`;
      yield { gap: { what: `${beyond} linked traces`, why, origin, unread: true } };
    }
    if (elsewhere > 0) {
      const why = "X-Ray, which keeps a sample, handed over nothing of some of them";
      yield { gap: { what: "traces that were named elsewhere", why, origin } };
    }
  }
}

interface Batch {
  readonly told: readonly Told[];
  /** Ids for which nothing was handed over. */
  readonly left: readonly string[];
  readonly links: readonly string[];
}

/** Where one batch may not be read no other may: the rest is called off. */
async function readBatch(
  api: XRayApi,
  ids: readonly string[],
  until: AbortSignal,
  denied: AbortController,
): Promise<Batch> {
  try {
    const traces = await api.traces(ids, AbortSignal.any([until, denied.signal]));
    const held = new Set(traces.map(({ Id: id }) => id));
    const usd = (traces.length * XRAY_LIMITS.usdPerMillion) / 1e6;
    const told: Told[] = [{ cost: { queries: 1, bytesScanned: 0, usd } }];
    if (traces.length > 0) {
      const bytes = Buffer.from(JSON.stringify({ Traces: traces }));
      told.push({ chunk: { origin: { source: XRAY }, format: "xray", bytes } });
    }
    return { told, left: ids.filter((id) => !held.has(id)), links: traces.flatMap(linksOf) };
  } catch (error) {
    if (denied.signal.aborted && !until.aborted) return { told: [], left: [], links: [] };
    if (isDenied(error)) denied.abort();
    return { told: [{ gap: xrayGap("traces", "xray:BatchGetTraces", error, until) }], left: [], links: [] };
  }
}

/** The traces that a trace is linked to, of which its own segments tell. */
function linksOf({ Segments: segments }: Trace): string[] {
  return (segments ?? []).flatMap(({ Document: document = "" }) => {
    if (!document.includes('"links"')) return [];
    return arrayAt(parseJson(document), "links").flatMap((link) => xrayTraceId(textAt(link, "trace_id") ?? "") ?? []);
  });
}

function inBatches(ids: readonly string[]): string[][] {
  const size = XRAY_LIMITS.batchTraces;
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, i) => ids.slice(i * size, (i + 1) * size));
}
