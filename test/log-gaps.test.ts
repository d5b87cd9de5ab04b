import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAlert } from "../src/alert.ts";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { Report } from "../src/report.ts";
import { cloudwatchLogs } from "../src/sources/cloudwatch-logs.ts";
import type { Question, Source } from "../src/sources/source.ts";
import { fakeSource, GROUP, httpEvent, invocationLines, logSource, NOW } from "./fake-source.ts";
import { openLogs } from "./sandbox/cloudwatch/open-logs.ts";

const ALERT = parseAlert({
  incident: { id: "Q1", title: "checkout fails", created_at: "2026-11-22T02:32:00Z" },
  alerts: [
    {
      body: {
        AlarmName: "checkout errors",
        StateChangeTime: "2026-11-22T02:31:50.000+0000",
        Trigger: {
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Dimensions: [{ name: "FunctionName", value: "checkout" }],
          ...{ Period: 60, EvaluationPeriods: 1 },
        },
      },
    },
  ],
});

test("that the platform's lines of a function are switched off is said of the one that the alert names", async () => {
  const settings = configured({ checkout: { LogFormat: "JSON", SystemLogLevel: "WARN" } });
  const { gaps } = await reported(logSource([night(0)]), settings);
  assert.deepEqual(
    gaps.filter(({ what }) => what === "the logs of checkout").map(({ why }) => why.split(":")[0]),
    ["SystemLogLevel WARN"],
  );
});

test("where errors are not logged nothing is called healthy", async () => {
  const quiet = configured({ checkout: { LogFormat: "JSON", ApplicationLogLevel: "FATAL" } });
  const silenced = await reported(logSource([night(0)]), quiet);
  assert.notEqual(silenced.verdict.decision, "wait");
  assert.match(silenced.gaps.map(({ why }) => why).join("\n"), /^ApplicationLogLevel FATAL: /m);
  const spoken = await reported(logSource([night(0)]), configured({ checkout: { LogFormat: "JSON" } }));
  assert.equal(spoken.verdict.decision, "wait");
});

test("how a function logs that nothing of the incident came to is not said", async () => {
  const settings = configured({ other: { LogFormat: "JSON", SystemLogLevel: "WARN" } });
  const { gaps } = await reported(logSource([night(6)]), settings);
  assert.ok(!gaps.some(({ what }) => what.startsWith("the logs of")));
});

test("how the functions log that requests pass is asked, and not only that of the failing one", async () => {
  const settings = configured({});
  await reported(logSource([night(6)]), settings);
  const described = settings.asked.flatMap((question) => ("describe" in question ? question.describe : []));
  assert.ok(described.some(({ service, resource }) => service === "lambda" && resource === "checkout"));
});

test("a class that keeps no lines, masked lines and a group that may not be read are named in the report", async (t) => {
  const { logs, client, clock } = await openLogs(t);
  clock.advanceTo(NOW);
  const lines = night(6).flatMap((one) =>
    invocationLines(one).map(([timestamp, message]) => ({ timestamp, ingestionTime: timestamp + 2000, message })),
  );
  for (const name of ["pay", "mail", "stock", "cheap"]) logs.load(`/aws/lambda/${name}`, "s", []);
  logs.load(GROUP, "s", lines);
  logs.set("/aws/lambda/pay", { logGroupClass: "DELIVERY" });
  logs.set("/aws/lambda/mail", { logGroupClass: "STANDARD", dataProtectionStatus: "ACTIVATED" });
  logs.set("/aws/lambda/cheap", { logGroupClass: "INFREQUENT_ACCESS" });
  logs.faults.denyGroup("/aws/lambda/stock");
  const { gaps, failing } = await reported(cloudwatchLogs(client, EMPTY_CATALOG));
  assert.equal(failing?.requests, 6);
  const told = new Map(gaps.map(({ what, why }) => [what, why]));
  assert.match(told.get("/aws/lambda/pay") ?? "", /only delivers lines/);
  assert.match(told.get("/aws/lambda/mail") ?? "", /data protection masks/);
  assert.match(told.get("/aws/lambda/stock") ?? "", /^it may not be read/);
  // It is read like any other: nothing is missing.
  assert.equal(told.has("/aws/lambda/cheap"), false);
});

function night(failing: number) {
  return Array.from({ length: 36 }, (_, i) => {
    const atMs = NOW - 600_000 + i * 10_000;
    const one = { n: i + 1, atMs, event: httpEvent(i + 1, `user-${i}`, atMs) };
    return i % 6 === 0 && i / 6 < failing ? { ...one, error: "no price" } : one;
  });
}

/** Answers how functions log. */
function configured(logging: Readonly<Record<string, object>>): Source & { readonly asked: readonly Question[] } {
  return fakeSource("aws", (question) => {
    if (!("describe" in question)) return [];
    const answers = Object.entries(logging).map(([FunctionName, LoggingConfig]) => ({
      input: { FunctionName },
      output: { FunctionName, LoggingConfig },
    }));
    const bytes = Buffer.from(JSON.stringify({ "lambda:GetFunctionConfiguration": answers }));
    return [{ chunk: { origin: { source: "aws" }, format: "configuration", bytes } }];
  });
}

async function reported(...sources: readonly Source[]): Promise<Report> {
  const room = { sources, catalog: EMPTY_CATALOG, now: () => NOW, deadlineMs: 60_000 };
  let last: Report | null = null;
  for await (const { report } of investigate(ALERT, room, NOW)) last = report;
  assert.ok(last !== null);
  return last;
}
