import type { Backend } from "../backends.ts";
import { Fault } from "../fault.ts";
import { arrayAt, at, isArray, isObject, textAt } from "../json.ts";
import type { Gap } from "../record.ts";
import { SECOND, type Window } from "../time.ts";
import { type Answer, type Asking, httpJson } from "./http-json.ts";
import type { HttpLimits } from "./http-limits.ts";
import type { Source } from "./source.ts";
import { chunkOf, isPage, jsonOf, otlpTraceIds } from "./trace-answer.ts";
import { ID_ATTRIBUTES } from "./trace-ids.ts";
import { TRACE_LIMITS as LIMITS } from "./trace-limits.ts";
import { type Search, type TraceStore, type Traces, traceSource } from "./trace-source.ts";

const NAME = "tempo";

/** Proxies take addresses of 8 KB, and quotes and spaces of a query are three signs each in them. */
const MOST_QUERY_CHARACTERS = 6000;

/** A response with status 5xx or 429 is a failure also where the instrumentation left the span's own status alone. */
const FAILURES =
  "{ status = error || span.http.response.status_code >= 500 || span.http.status_code >= 500" +
  " || span.http.response.status_code = 429 || span.http.status_code = 429 }";

/** Grafana Tempo. https://grafana.com/docs/tempo/latest/api_docs/ */
export function tempo(backend: Backend, limits?: HttpLimits): Source {
  return traceSource(new Tempo(), httpJson(backend, limits));
}

class Tempo implements TraceStore {
  readonly name = NAME;
  readonly title = "Tempo";
  /** Under which route it told a trace, once it did: the second came in 2024. */
  #route: "/api/v2/traces" | "/api/traces" | null = null;

  async trace(id: string, asking: Asking): Promise<Traces | null> {
    const routes = this.#route === null ? (["/api/v2/traces", "/api/traces"] as const) : [this.#route];
    for (const route of routes) {
      const answer = await asking.get(`${route}/${id}`);
      // It has nothing to say of a trace that it does not know, and a sentence for a route.
      if (answer.status === 404 && answer.bytes.length === 0) return null;
      if (answer.status === 404) {
        if (isPage(answer) || (route === "/api/traces" && isNoRoute(answer))) throw noApi();
        continue;
      }
      const found = fromOtlp(answer);
      this.#route = route;
      if (found.ids.length > 0) return found;
    }
    return null;
  }

  async holding(ids: readonly string[]): Promise<{ readonly searches: readonly Search[]; readonly ids: number }> {
    const queries: string[] = [];
    let terms: string[] = [];
    let covered = 0;
    for (const id of ids) {
      const own = ID_ATTRIBUTES.map((attribute) => `span.${attribute} = ${quoted(id)}`);
      const next = [...terms, ...own];
      if (terms.length > 0 && encodeURIComponent(anyOf(next)).length > MOST_QUERY_CHARACTERS) {
        queries.push(anyOf(terms));
        if (queries.length === LIMITS.idSearches) return { searches: queries.map(search), ids: covered };
        terms = own;
      } else terms = next;
      covered++;
    }
    if (terms.length > 0) queries.push(anyOf(terms));
    return { searches: queries.map(search), ids: covered };
  }

  async failures(): Promise<{ readonly searches: readonly Search[]; readonly gaps: readonly Gap[] }> {
    return { searches: [search(FAILURES)], gaps: [] };
  }
}

/** It answers with the ids of traces, in any order: of more than the limit these are the first that it came across. */
function search(q: string): Search {
  return async ({ from, to }: Window, asking) => {
    // Whole seconds, and never an empty stretch of them.
    const start = Math.floor(from / SECOND);
    const end = Math.max(start + 1, Math.ceil(to / SECOND));
    const limit = String(LIMITS.tracesInAnswer);
    const query = new URLSearchParams({ q, start: String(start), end: String(end), limit, spss: "1" });
    const json = jsonOf(await asking.get(`/api/search?${query}`));
    const traces = at(json, "traces");
    if (!isObject(json) || (traces !== undefined && traces !== null && !isArray(traces))) {
      throw new Fault("unavailable", "what it answered is no list of traces");
    }
    const ids = arrayAt(json, "traces").flatMap((one) => textAt(one, "traceID") ?? []);
    return { ids: [...new Set(ids)], chunk: null, full: ids.length >= LIMITS.tracesInAnswer };
  };
}

function anyOf(terms: readonly string[]): string {
  return `{ ${terms.join(" || ")} }`;
}

/** Ids come from log lines: nothing of them may be read as a query. */
function quoted(id: string): string {
  return `"${id.replace(/["\\]/g, "\\$&").replaceAll(/\p{Cc}/gu, " ")}"`;
}

/** What servers written in Go say of a path that they do not have. */
function isNoRoute({ bytes }: Answer): boolean {
  return /page not found/.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

function noApi(): Fault {
  return new Fault("refused", "there is no API of Tempo at this address");
}

function fromOtlp(answer: Answer): Traces {
  const json = jsonOf(answer);
  const found = otlpTraceIds(answer);
  if (found === null) throw new Fault("unavailable", "what it answered is no trace");
  const partial = textAt(json, "status") === "PARTIAL";
  return {
    ...found,
    chunk: chunkOf(NAME, "otlp-json", answer),
    full: false,
    ...(partial ? { cut: "a trace is larger than it tells; the rest was not read" } : {}),
  };
}
