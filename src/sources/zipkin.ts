import type { Backend } from "../backends.ts";
import { Fault } from "../fault.ts";
import { isArray, type Json, textAt } from "../json.ts";
import type { Gap } from "../record.ts";
import { toMillis, type Window } from "../time.ts";
import { type Answer, type Asking, httpJson } from "./http-json.ts";
import type { HttpLimits } from "./http-limits.ts";
import type { Source } from "./source.ts";
import { chunkOf, isPage, jsonOf } from "./trace-answer.ts";
import { ID_ATTRIBUTES } from "./trace-ids.ts";
import { TRACE_LIMITS as LIMITS } from "./trace-limits.ts";
import { type Search, searchableIds, type TraceStore, type Traces, traceSource } from "./trace-source.ts";

const NAME = "zipkin";

/** Zipkin's version 2. https://zipkin.io/zipkin-api/ */
export function zipkin(backend: Backend, limits?: HttpLimits): Source {
  return traceSource(new Zipkin(), httpJson(backend, limits));
}

class Zipkin implements TraceStore {
  readonly name = NAME;
  readonly title = "Zipkin";

  async trace(id: string, asking: Asking): Promise<Traces | null> {
    const answer = await asking.get(`/api/v2/trace/${id}`);
    if (answer.status === 404 && !isPage(answer)) return null;
    const spans = listOf(answer);
    return spans.length === 0 ? null : { ids: idsOf(spans), chunk: chunkOf(NAME, "zipkin-json", answer), full: false };
  }

  async holding(ids: readonly string[]): Promise<{ readonly searches: readonly Search[]; readonly ids: number }> {
    // The word between two conditions cannot be escaped.
    const askable = ids.filter((id) => !id.includes(" and "));
    const covered = askable.slice(0, searchableIds(ID_ATTRIBUTES.length));
    const searches = covered.flatMap((id) => ID_ATTRIBUTES.map((attribute) => search(`${attribute}=${id}`)));
    return { searches, ids: covered.length };
  }

  async failures(): Promise<{ readonly searches: readonly Search[]; readonly gaps: readonly Gap[] }> {
    return { searches: [search("error")], gaps: [] };
  }
}

/** It answers with whole traces. It looks back from a moment, in milliseconds. */
function search(annotationQuery: string): Search {
  return async ({ from, to }: Window, asking) => {
    const endTs = Math.ceil(toMillis(to));
    const lookback = Math.max(1, endTs - Math.floor(toMillis(from)));
    const limit = LIMITS.tracesInAnswer;
    const query = new URLSearchParams({
      annotationQuery,
      endTs: String(endTs),
      lookback: String(lookback),
      limit: String(limit),
    });
    const answer = await asking.get(`/api/v2/traces?${query}`);
    const traces = listOf(answer);
    const ids = idsOf(traces.flatMap((one) => (isArray(one) ? one : [])));
    return { ids, chunk: chunkOf(NAME, "zipkin-json", answer), full: traces.length >= limit };
  };
}

function listOf(answer: Answer): readonly Json[] {
  const list = jsonOf(answer);
  if (!isArray(list)) throw new Fault("unavailable", "what it answered are no spans");
  return list;
}

function idsOf(spans: readonly Json[]): string[] {
  return [...new Set(spans.flatMap((span) => textAt(span, "traceId")?.toLowerCase() ?? []))];
}
