import assert from "node:assert/strict";
import test from "node:test";
import { NIGHT, openLogs } from "./open-logs.ts";

/** A query over the lines of one stream, and what it must answer. */
export interface InsightsCase {
  readonly says: string;
  /** One second apart, the last one at NIGHT. */
  readonly lines: readonly string[];
  readonly query: string;
  /** The rows, as `field=value` joined by blanks, without @ptr. */
  readonly rows: readonly string[];
}

export const GROUP = "/aws/lambda/rides";

export const RIDES = [
  '{"level":"INFO","status":200,"ms":10,"user":{"id":"u1"}}',
  '{"level":"ERROR","status":500,"ms":25.5,"user":{"id":"u2"}}',
  '{"level":"ERROR","status":503,"ms":31,"user":{"id":"u1"},"cold":true}',
  "plain text",
];

export function testCase({ says, lines, query: text, rows }: InsightsCase): void {
  test(`Logs Insights: ${says}`, async (t) => {
    const { logs, query } = await openLogs(t);
    logs.load(
      GROUP,
      "one",
      lines.map((message, index) => {
        const timestamp = NIGHT - (lines.length - 1 - index) * 1000;
        return { timestamp, ingestionTime: timestamp, message };
      }),
    );
    const { results } = await query(GROUP, text);
    const found = (results ?? []).map((row) =>
      row.flatMap(({ field, value }) => (field === "@ptr" ? [] : [`${field}=${value}`])).join(" "),
    );
    assert.deepEqual(found, rows);
  });
}
