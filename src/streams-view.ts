import type { Hop } from "./transaction.ts";

/** Where lines of a hop stand; what its source did not tell is null. */
export interface StreamView {
  readonly group: string;
  readonly stream: string | null;
  readonly account: string | null;
  readonly region: string | null;
}

/** A trace that X-Ray has, by its own form of the id. */
export interface TraceView {
  readonly id: string;
  readonly region: string | null;
}

const MOST_STREAMS = 3;
/** Where CloudWatch keeps the spans that X-Ray shows. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search.html */
const SPANS = "aws/spans";

/** Where the lines of a hop stand, that of the last line first: what went wrong stands at the end. */
export function streamsOf({ logs }: Hop): StreamView[] {
  const streams = new Map<string, StreamView>();
  for (let i = logs.length - 1; i >= 0 && streams.size < MOST_STREAMS; i--) {
    const { group, stream = null, account = null, region = null } = logs[i]?.origin ?? {};
    if (group === undefined || group === SPANS) continue;
    const name = `${account} ${region} ${group} ${stream}`;
    if (!streams.has(name)) streams.set(name, { group, stream, account, region });
  }
  return [...streams.values()];
}

/** The trace under which X-Ray recorded a hop. That a line names a trace does not mean that it was sampled. */
export function traceIn({ spans }: Hop): TraceView | null {
  for (const { traced, origin, region, keys } of spans) {
    if (traced !== "xray" && origin.group !== SPANS) continue;
    const id = keys.find(({ kind, role }) => kind === "xray-trace" && role === "shared")?.value;
    if (id !== undefined) return { id, region: origin.region ?? region };
  }
  return null;
}
