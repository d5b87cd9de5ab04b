import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAlert } from "../src/alert.ts";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { Report } from "../src/report.ts";
import { cloudwatchLogs } from "../src/sources/cloudwatch-logs.ts";
import { httpEvent, invocationId, NOW } from "./fake-source.ts";
import { openLogs } from "./sandbox/cloudwatch/open-logs.ts";

const GROUP = "/aws/lambda/price";
const STREAM = "2026/11/22/[$LATEST]0a1b2c3d4e5f60718293a4b5c6d7e8f9";
const ALERT = parseAlert({
  incident: { id: "Q1", title: "price fails", created_at: "2026-11-22T02:32:00Z" },
  alerts: [
    {
      body: {
        AlarmName: "price errors",
        StateChangeTime: "2026-11-22T02:31:50.000+0000",
        Trigger: {
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Dimensions: [{ name: "FunctionName", value: "price" }],
          ...{ Period: 60, EvaluationPeriods: 1 },
        },
      },
    },
  ],
});

/** What the runtimes print of an error that nobody caught: no request id stands in it, nor in what the program printed. */
const CRASHES = {
  Python:
    "[ERROR] KeyError: 'size'\nTraceback (most recent call last):\n\u00a0\u00a0File \"/var/task/price.py\", line 31, in handler\n\u00a0\u00a0\u00a0\u00a0fare = table[size]\n",
  Java: "no size: java.lang.IllegalStateException\njava.lang.IllegalStateException: no size\n\tat shop.Price.handle(Price.java:7)\n",
};
/** Failures spread over ten minutes: a minute and a half around the alarm shows the invocation of the last one alone. */
const FAILED = [570_000, 450_000, 330_000, 210_000, 90_000];

for (const [runtime, crash] of Object.entries(CRASHES)) {
  test(`lines of ${runtime} that name no request are read as the part of their stream between START and END`, async (t) => {
    const { logs, client, clock } = await openLogs(t);
    clock.advanceTo(NOW);
    const lines = FAILED.flatMap((before, i) => [
      ...invoked(2 * i, NOW - before - 20_000, null),
      ...invoked(2 * i + 1, NOW - before, crash),
    ]);
    logs.load(GROUP, STREAM, lines);
    const streams: string[] = [];
    client.middlewareStack.add((next) => (args) => {
      if ("logStreamNames" in args.input) streams.push(...(args.input.logStreamNames ?? []));
      return next(args);
    });
    const report = await reported(client);
    assert.ok(streams.includes(STREAM), "its stream is read");
    assert.equal(report.failing?.requests, FAILED.length);
    assert.equal(report.users.hit, FAILED.length);
    const hops = report.transactions.flatMap(({ hops: own }) => own.filter(({ resource }) => resource === "price"));
    const ids = new Set(FAILED.map((_, i) => invocationId(2 * i + 1)));
    assert.ok(hops.length > 1 && hops.every(({ requestId }) => ids.has(requestId ?? "")));
    for (const { logs: said, requestId } of hops) {
      const texts = said.map(({ text }) => text.split("\n")[0] ?? "");
      const own = texts.filter((text) => /^looking up/.test(text));
      assert.deepEqual(own, [`looking up tariff ${Number(requestId?.slice(-12))}`]);
      assert.equal(said.filter(({ level }) => level === "error").length, 1);
    }
  });
}

/** One invocation: what it printed in between names nothing, so that only its place tells whose it is. */
function invoked(n: number, atMs: number, crash: string | null) {
  const id = invocationId(n);
  const said: [number, string][] = [
    [0, `START RequestId: ${id} Version: $LATEST\n`],
    [5, `${JSON.stringify(httpEvent(n, `user-${n}`, atMs))}\n`],
    [10, `looking up tariff ${n}\n`],
    ...(crash === null ? [] : [[20, crash] as [number, string]]),
    [30, `END RequestId: ${id}\n`],
    [
      30,
      `REPORT RequestId: ${id}\tDuration: 30.00 ms\tBilled Duration: 30 ms\tMemory Size: 128 MB\tMax Memory Used: 80 MB\t\n`,
    ],
  ];
  return said.map(([after, message]) => ({ timestamp: atMs + after, ingestionTime: atMs + after + 2000, message }));
}

async function reported(client: Parameters<typeof cloudwatchLogs>[0]): Promise<Report> {
  const sources = [cloudwatchLogs(client, EMPTY_CATALOG)];
  const room = { sources, catalog: EMPTY_CATALOG, now: () => NOW, deadlineMs: 60_000 };
  let last: Report | null = null;
  for await (const { report } of investigate(ALERT, room, NOW)) last = report;
  assert.ok(last !== null);
  return last;
}
