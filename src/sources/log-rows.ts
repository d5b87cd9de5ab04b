import { fromMillis, parseTime, toMillis } from "../time.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { Answer, Row } from "./insights.ts";
import { LOGS } from "./log-gaps.ts";
import type { LogGroup } from "./log-groups.ts";
import type { Told } from "./source.ts";

/** Rows become the records that a subscription would have delivered. */
export function toldByRows({ rows, bytesScanned }: Answer, groups: readonly LogGroup[]): Told[] {
  const told: Told[] = [{ cost: { queries: 1, bytesScanned, usd: (bytesScanned / 2 ** 30) * LIMITS.usdPerGigabyte } }];
  const moment = rows[0]?.["newest"];
  if (moment !== undefined) {
    return [...told, { read: { source: LOGS, newest: fromMillis(Number(moment)), ingested: true } }];
  }
  const accounts = new Map(groups.map(({ name, account }) => [name, account]));
  const byStream = Map.groupBy(rows, (row) => `${row["@log"] ?? ""}\n${row["@logStream"] ?? ""}`);
  for (const [place, own] of byStream) {
    const [log = "", stream = ""] = place.split("\n");
    // "123456789012:/aws/lambda/checkout"
    const account = /^(\d{12}):/.exec(log)?.[1];
    const group = log.replace(/^\d{12}:/, "");
    const owner = account ?? accounts.get(group);
    told.push(
      logEventsTold({ owner: owner ?? undefined, logGroup: group, logStream: stream, logEvents: own.flatMap(eventOf) }),
    );
  }
  return told;
}

/** One shape of log events, that of a subscription, whoever read them. What is undefined is left out. */
export function logEventsTold(record: {
  owner: string | undefined;
  logGroup: string;
  logStream: string;
  logEvents: object[];
}): Told {
  const bytes = Buffer.from(JSON.stringify({ messageType: "DATA_MESSAGE", ...record }));
  return { chunk: { origin: { source: LOGS }, format: "log-events", bytes } };
}

function eventOf(row: Row): { timestamp: number; message: string; ingestionTime?: number }[] {
  const at = parseTime(row["@timestamp"] ?? "");
  const ingested = parseTime(row["@ingestionTime"] ?? "");
  if (at === null) return [];
  return [
    {
      timestamp: toMillis(at),
      message: row["@message"] ?? "",
      ...(ingested === null ? {} : { ingestionTime: toMillis(ingested) }),
    },
  ];
}
