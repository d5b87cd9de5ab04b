import assert from "node:assert/strict";
import { test } from "node:test";
import { httpApiEvent } from "../services/http-api-event.ts";
import { arn, invocation, judged, metric, NIGHT, type NightFiles, type Stream, uuid } from "./night-files.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const AGE_MS = 22 * HOUR_MS;
const ARRIVED = NIGHT - AGE_MS;
const SEQUENCE = "49590338271490256608559692538361571095921575989136588898";
const RETENTION = [
  {
    input: { StreamName: "rides" },
    output: { StreamDescriptionSummary: { StreamName: "rides", RetentionPeriodHours: 24 } },
  },
];

/** One record that cannot be read holds up its shard since 22 hours; 1,900 came in behind it, and after 24 they are trimmed. */
const POISON: NightFiles = {
  alarm: { namespace: "AWS/Lambda", metric: "IteratorAge", dimension: ["FunctionName", "dispatch"] },
  streams: [producer(), ...attempts()],
  metrics: [
    metric(["AWS/Lambda", "IteratorAge"], { FunctionName: "dispatch" }, [AGE_MS - MINUTE_MS, AGE_MS], {
      stat: "Maximum",
    }),
    metric(["AWS/Kinesis", "IncomingRecords"], { StreamName: "rides" }, [700, 800, ...Array<number>(19).fill(100)], {
      period: 3600,
      lastMs: NIGHT - 4 * HOUR_MS,
    }),
  ],
  config: { "kinesis:DescribeStreamSummary": RETENTION, "lambda:ListEventSourceMappings": [mapping()] },
};

test("one bad record, and 1,900 behind it that will be trimmed in two hours: the team is woken", async (t) => {
  const report = await judged(t, POISON);
  assert.equal(report.verdict.decision, "wake", JSON.stringify(report.verdict));
  assert.equal(report.failing?.requests, 1);
  assert.deepEqual(report.blocked, { items: 1900, where: "stream rides", oldestSeconds: AGE_MS / 1000 });
  assert.equal(report.lossClock?.firstLostAt, "2026-11-22T04:32:00.000Z");
  assert.deepEqual(report.gaps, []);
});

test("with a retention of a week nothing is lost before morning, and what is blocked wakes the team all the same", async (t) => {
  const week = [
    { input: {}, output: { StreamDescriptionSummary: { StreamName: "rides", RetentionPeriodHours: 168 } } },
  ];
  const report = await judged(t, { ...POISON, config: { ...POISON.config, "kinesis:DescribeStreamSummary": week } });
  assert.equal(report.verdict.rule, "customers-are-blocked");
  const [reason] = report.verdict.reasons;
  assert.equal(reason?.text, "1,900 items wait in stream rides behind what fails, the oldest for 22 hours.");
  assert.deepEqual(reason?.evidence, ["metric:AWS/Lambda/IteratorAge@2026-11-22T02:32:00.000Z"]);
});

test("where nobody counted what came in, as much is blocked as was seen, and a gap says so", async (t) => {
  const [age] = POISON.metrics ?? [];
  const report = await judged(t, { ...POISON, metrics: age === undefined ? [] : [age] });
  assert.deepEqual(report.blocked, { items: 1, where: "stream rides", oldestSeconds: AGE_MS / 1000 });
  assert.ok(report.gaps.some(({ what }) => what === "what waits in stream rides"));
});

test("without metrics and configuration nothing is said to be blocked, and when it is lost is unknown", async (t) => {
  const { metrics: _, config: __, ...logs } = POISON;
  const report = await judged(t, logs);
  assert.equal(report.blocked, null);
  assert.deepEqual(report.lossClock, { items: 1, firstLostAt: null });
  assert.notEqual(report.verdict.decision, "wait");
});

/** A customer's request that put the bad record into the stream, a day ago. */
function producer(): Stream {
  const event = httpApiEvent({
    requestId: "Req000000000001=",
    at: ARRIVED - 30,
    routeKey: "POST /rides",
    sub: "user-1",
  });
  const lines = invocation(uuid(1, 1), ARRIVED - 20, [
    `event ${JSON.stringify(event)}`,
    `put ${JSON.stringify({ ShardId: "shardId-000000000006", SequenceNumber: SEQUENCE })}`,
    `response ${JSON.stringify({ statusCode: 202, body: "" })}`,
  ]);
  return { group: "/aws/lambda/rides", stream: "api", lines };
}

/** It is tried again every few minutes. */
function attempts(): Stream[] {
  const record = {
    kinesis: {
      partitionKey: "r-1",
      sequenceNumber: SEQUENCE,
      data: Buffer.from("{broken").toString("base64"),
      approximateArrivalTimestamp: ARRIVED / 1000,
    },
    eventSource: "aws:kinesis",
    eventID: `shardId-000000000006:${SEQUENCE}`,
    eventSourceARN: arn("kinesis", "stream/rides"),
  };
  return Array.from({ length: 12 }, (_, n) => ({
    group: "/aws/lambda/dispatch",
    stream: `attempt-${n}`,
    lines: invocation(
      uuid(2, n),
      NIGHT + MINUTE_MS - n * 5 * MINUTE_MS,
      [`event ${JSON.stringify({ Records: [record] })}`],
      {
        error: "Unexpected token b in JSON",
      },
    ),
  }));
}

function mapping(): object {
  const one = {
    EventSourceArn: arn("kinesis", "stream/rides"),
    FunctionArn: arn("lambda", "function:dispatch"),
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    DestinationConfig: { OnFailure: {} },
  };
  return { input: { FunctionName: "dispatch" }, output: { EventSourceMappings: [one] } };
}
