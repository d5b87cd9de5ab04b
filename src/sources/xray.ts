import type { XRayClient } from "@aws-sdk/client-xray";
import { xrayTraceId } from "../services/trace-id.ts";
import { fromMillis, MINUTE, micros } from "../time.ts";
import { checkPermission } from "./check-permission.ts";
import type { Question, Source, Told } from "./source.ts";
import { type XRayApi, xrayApi } from "./xray-api.ts";
import { XRAY } from "./xray-gap.ts";
import { XRAY_LIMITS } from "./xray-limits.ts";
import { searchFailures } from "./xray-search.ts";
import { readTraces } from "./xray-traces.ts";

/** The id of no trace, that has the form of one. */
const NO_TRACE = "1-00000001-000000000000000000000001";

/**
 * X-Ray of one account and region. It finds traces by their own ids and by how they ended; other ids it has no index of,
 * and the logs have them. Where Transaction Search is on it holds nothing, and the log group `aws/spans` does.
 */
export function xray(client: XRayClient): Source {
  const api = xrayApi(client);
  return {
    name: XRAY,
    whole: false,
    async *ask(question, until) {
      let complete = true;
      for await (const told of answer(api, question, until)) {
        if ("gap" in told && told.gap.unread) complete = false;
        yield told;
      }
      // Of a sample the newest trace does not tell up to when it is complete: no moment is held back by it.
      const asked = "find" in question || ("failures" in question && question.groups === null);
      if (asked && complete) yield { read: { source: XRAY, newest: null, ingested: true } };
    },
    async *check(until) {
      const to = fromMillis(Date.now());
      const page = { expression: "error", window: { from: micros(to - MINUTE), to }, token: undefined };
      yield await checkPermission("xray:GetTraceSummaries", until, () => api.summaries(page, until));
      yield await checkPermission("xray:BatchGetTraces", until, () => api.traces([NO_TRACE], until));
    },
  };
}

async function* answer(api: XRayApi, question: Question, until: AbortSignal): AsyncGenerator<Told> {
  if ("find" in question) {
    const ids = [...new Set(question.find.flatMap((id) => xrayTraceId(id) ?? []))];
    const beyond = ids.length - XRAY_LIMITS.wantedTraces;
    if (beyond > 0) {
      const why = `only ${XRAY_LIMITS.wantedTraces} are asked for at once`;
      yield { gap: { what: `${beyond} traces`, why, origin: { source: XRAY }, unread: true } };
    }
    yield* readTraces(api, ids.slice(0, XRAY_LIMITS.wantedTraces), "elsewhere", until);
  }
  // Of named log groups, failures are asked for to know since when: that is a question to the logs.
  if ("failures" in question && question.groups === null) {
    const resources = question.failures.flatMap(({ resource }) => resource ?? []);
    const { ids, told } = await searchFailures(api, resources, question.window, until);
    yield* told;
    if (ids.length === 0) return;
    const why = "it keeps a sample, and of that only what failed was read: more requests were made than it shows";
    yield { gap: { what: "X-Ray", why, origin: { source: XRAY } } };
    yield* readTraces(api, ids, "xray", until);
  }
}
