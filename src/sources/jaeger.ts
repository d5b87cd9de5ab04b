import type { Backend } from "../backends.ts";
import { Fault } from "../fault.ts";
import { arrayAt, at, isArray, textAt } from "../json.ts";
import type { Gap } from "../record.ts";
import { iso, micros, SECOND, type Window } from "../time.ts";
import { type Answer, type Asking, httpJson } from "./http-json.ts";
import type { HttpLimits } from "./http-limits.ts";
import type { Source } from "./source.ts";
import { chunkOf, isPage, jsonOf, otlpTraceIds, textsOf } from "./trace-answer.ts";
import { ID_ATTRIBUTES } from "./trace-ids.ts";
import { TRACE_LIMITS as LIMITS } from "./trace-limits.ts";
import { type Search, searchableIds, type TraceStore, type Traces, traceSource } from "./trace-source.ts";

const NAME = "jaeger";

type Api = "v3" | "old";

/**
 * Jaeger, and whatever speaks its API, as VictoriaTraces does. `/api/v3` comes first. The routes before it are gone since 2.21,
 * and are needed where there is no `/api/v3`, or one that knows no attributes: until early 2026 it ignored them, and told
 * whatever there is. https://www.jaegertracing.io/docs/latest/architecture/apis/
 */
export function jaeger(backend: Backend, limits?: HttpLimits): Source {
  return traceSource(new Jaeger(), httpJson(backend, limits));
}

class Jaeger implements TraceStore {
  readonly name = NAME;
  readonly title = "Jaeger";
  /** By which routes traces are told and searched for, once that is known. */
  #tells: Api | null = null;
  #searches: Api | null = null;

  async trace(id: string, asking: Asking): Promise<Traces | null> {
    if (this.#tells !== "old") {
      const answer = await asking.get(`/api/v3/traces/${id}`);
      const unknown = isUnknown(answer);
      if (unknown || (answer.status === 200 && answer.json !== undefined)) this.#tells = "v3";
      if (unknown) return null;
      if (this.#tells === "v3" || isBroken(answer)) return fromOtlp(answer);
    }
    const answer = await asking.get(`/api/traces/${id}`);
    if (answer.status === 404 && at(answer.json, "errors") !== undefined) return null;
    if (answer.status === 404) throw noApi();
    const found = fromJaeger(answer);
    this.#tells = "old";
    return found.ids.length === 0 ? null : found;
  }

  async holding(
    ids: readonly string[],
    asking: Asking,
  ): Promise<{ readonly searches: readonly Search[]; readonly ids: number }> {
    const { names } = await this.#services(asking);
    const each = Math.max(1, names.length * ID_ATTRIBUTES.length);
    const covered = ids.slice(0, searchableIds(each));
    return {
      searches: covered.flatMap((id) =>
        ID_ATTRIBUTES.flatMap((attribute) => names.map((service) => this.#search(service, { [attribute]: id }))),
      ),
      ids: names.length === 0 ? ids.length : covered.length,
    };
  }

  async failures(asking: Asking): Promise<{ readonly searches: readonly Search[]; readonly gaps: readonly Gap[] }> {
    const { names, gaps } = await this.#services(asking);
    return { searches: names.map((service) => this.#search(service, { error: "true" })), gaps };
  }

  async #services(asking: Asking): Promise<{ names: string[]; gaps: Gap[] }> {
    const names = await this.#allServices(asking);
    if (names.length <= LIMITS.services) return { names, gaps: [] };
    const what = `${names.length - LIMITS.services} services in Jaeger`;
    const gap: Gap = { what, why: `only ${LIMITS.services} are searched`, origin: { source: NAME }, unread: true };
    return { names: names.slice(0, LIMITS.services), gaps: [gap] };
  }

  async #allServices(asking: Asking): Promise<string[]> {
    if (this.#searches !== "old") {
      const answer = await asking.get("/api/v3/services");
      if (this.#searches === "v3" || isBroken(answer) || (await this.#searchesByV3(answer, asking))) {
        return textsOf(at(jsonOf(answer), "services"));
      }
    }
    const answer = await asking.get("/api/services");
    if (answer.status !== 200 || isPage(answer)) throw noApi();
    const names = at(jsonOf(answer), "data");
    if (!isArray(names) && names !== null) throw new Fault("unavailable", "what it answered is no list of services");
    this.#searches = "old";
    return textsOf(names);
  }

  /** Asks with attributes that are broken: who reads them refuses, before anything is searched. */
  async #searchesByV3(answer: Answer, asking: Asking): Promise<boolean> {
    if (answer.status !== 200 || answer.json === undefined) return false;
    const window = period({ from: micros(0), to: SECOND });
    const understood = (await asking.get(`/api/v3/traces?${window}&query.attributes=%7B`)).status === 400;
    if (understood) this.#searches = "v3";
    return understood;
  }

  #search(service: string, attributes: Readonly<Record<string, string>>): Search {
    return async (window, asking) => {
      const v3 = this.#searches !== "old";
      const answer = await asking.get(
        v3 ? v3Search(service, attributes, window) : oldSearch(service, attributes, window),
      );
      // An empty search is a 404 that says so in JSON.
      if (v3 && isUnknown(answer)) return { ids: [], chunk: null, full: false };
      return v3 ? fromOtlp(answer) : fromJaeger(answer);
    };
  }
}

/** Both ways of writing the names: the second is refused soon, and the first by servers of 2025. */
function period(window: Window): URLSearchParams {
  const [from, to] = [iso(window.from), iso(window.to)];
  const most = String(LIMITS.tracesInAnswer);
  return new URLSearchParams({
    "query.startTimeMin": from,
    "query.startTimeMax": to,
    "query.searchDepth": most,
    "query.start_time_min": from,
    "query.start_time_max": to,
    "query.num_traces": most,
  });
}

function v3Search(service: string, attributes: Readonly<Record<string, string>>, window: Window): string {
  const query = period(window);
  query.set("query.serviceName", service);
  query.set("query.service_name", service);
  query.set("query.attributes", JSON.stringify(attributes));
  return `/api/v3/traces?${query}`;
}

/** Times in microseconds. */
function oldSearch(service: string, attributes: Readonly<Record<string, string>>, { from, to }: Window): string {
  const tags = JSON.stringify(attributes);
  const limit = String(LIMITS.tracesInAnswer);
  return `/api/traces?${new URLSearchParams({ service, tags, start: String(from), end: String(to), limit })}`;
}

function fromOtlp(answer: Answer): Traces {
  const found = answer.status === 200 ? otlpTraceIds(answer) : null;
  if (found === null) {
    jsonOf(answer);
    throw new Fault("unavailable", "what it answered are no traces");
  }
  return { ...found, chunk: chunkOf(NAME, "otlp-json", answer), full: found.ids.length >= LIMITS.tracesInAnswer };
}

function fromJaeger(answer: Answer): Traces {
  const json = jsonOf(answer);
  // Nothing found is an empty list, or null.
  if (!isArray(at(json, "data")) && at(json, "data") !== null)
    throw new Fault("unavailable", "what it answered are no traces");
  const traces = arrayAt(json, "data");
  const ids = traces.flatMap((one) => textAt(one, "traceID")?.toLowerCase() ?? []);
  const references = traces.flatMap((one) => arrayAt(one, "spans")).flatMap((one) => arrayAt(one, "references"));
  const others = references.flatMap((one) => textAt(one, "traceID")?.toLowerCase() ?? []);
  const follows = [...new Set(others)].filter((id) => !ids.includes(id));
  return { ids, follows, chunk: chunkOf(NAME, "jaeger-json", answer), full: ids.length >= LIMITS.tracesInAnswer };
}

function isUnknown(answer: Answer): boolean {
  return answer.status === 404 && at(answer.json, "error") !== undefined;
}

/** It meant to answer with data. A page, or another status, only says that there is no such route. */
function isBroken(answer: Answer): boolean {
  return answer.status === 200 && answer.json === undefined && !isPage(answer);
}

function noApi(): Fault {
  return new Fault("refused", "there is no API of Jaeger at this address");
}
