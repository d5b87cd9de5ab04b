import type { HopView } from "../report.ts";
import { insightsPage } from "../services/console-insights.ts";
import { logsPage } from "../services/console-logs.ts";
import { tracePage } from "../services/console-trace.ts";
import { facesOf, titleOf } from "../services/table.ts";

const MINUTE = 60_000;
/** Characters of an address on a button. https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const LONGEST = 3000;

export interface ConsoleLink {
  readonly label: string;
  readonly url: string;
}

/**
 * Where AWS's console shows a hop: its log lines around that moment, every line with its id, its trace, and its resource. What is
 * not known for sure, such as the region of lines that came from a file, has no link.
 */
export function consoleLinks(hop: HopView): ConsoleLink[] {
  const { streams = [], requestId, trace, startedAt, durationMs, service } = hop;
  const began = Date.parse(startedAt);
  const [from, to] = [began - MINUTE, began + (durationMs ?? 0) + MINUTE];
  const timed = isMoment(from) && isMoment(to);
  const [stream] = streams;
  const pages: readonly (readonly [label: string, url: string | null])[] = [
    ["Logs at that moment", timed && stream !== undefined ? logsPage(stream, from, to) : null],
    ["Logs Insights by its id", timed && requestId !== null ? insightsPage(streams, requestId, from, to) : null],
    ["X-Ray trace", trace === undefined ? null : tracePage(trace)],
    [`Open in ${titleOf(service)}`, resourcePage(hop)],
  ];
  return pages.flatMap(([label, url]) => (url === null || url.length > LONGEST ? [] : [{ label, url }]));
}

function resourcePage(hop: HopView): string | null {
  for (const face of facesOf(hop.service)) {
    const page = face.console?.(hop) ?? null;
    if (page !== null) return page;
  }
  return null;
}

/** One that can be written as a date. */
function isMoment(ms: number): boolean {
  return !Number.isNaN(new Date(ms).getTime());
}
