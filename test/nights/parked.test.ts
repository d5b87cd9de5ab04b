import assert from "node:assert/strict";
import { test } from "node:test";
import { httpApiEvent } from "../services/http-api-event.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { idsIn, invocation, judged, metric, NIGHT, type NightFiles, queue, type Stream, uuid } from "./night-files.ts";

const MESSAGES = 412;
const DELIVERIES = 3;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const DLQ = metric(
  ["AWS/SQS", "ApproximateNumberOfMessagesVisible"],
  { QueueName: "bookings-dlq" },
  [120, 300, MESSAGES],
  {
    stat: "Maximum",
  },
);

interface Waiting {
  /** How many days each queue keeps a message; null: nobody asked. */
  readonly days: number | null;
  readonly deadLetterDays: number | null;
  readonly sentMsAgo: number;
  readonly messages?: number;
}

test("412 bookings that were accepted lie in a dead-letter queue for 14 days: it can wait, and until when", async (t) => {
  const report = await judged(t, parked({ days: 4, deadLetterDays: 14, sentMsAgo: 50 * MINUTE_MS }));
  assert.equal(report.verdict.decision, "wait", JSON.stringify(report.verdict));
  assert.deepEqual(report.lossClock, { items: MESSAGES, firstLostAt: iso(NIGHT - 50 * MINUTE_MS + 14 * DAY_MS) });
  assert.equal(report.users.outcomes.parked, MESSAGES);
  assert.equal(report.failing?.requests, MESSAGES);
  assert.match(
    report.verdict.reasons.map(({ text }) => text).join("\n"),
    /lies in SQS bookings-dlq, and can be done again until 2026-12-06T01:42:00\.000Z/,
  );
  for (const { evidence } of report.verdict.reasons) for (const id of evidence) assert.ok(idsIn(report).has(id), id);
});

test("the same with queues of 4 days, sent 3 days and 20 hours ago: the team is woken, with the hour of the loss", async (t) => {
  const sentMsAgo = 3 * DAY_MS + 20 * HOUR_MS;
  const report = await judged(t, parked({ days: 4, deadLetterDays: 4, sentMsAgo }));
  assert.equal(report.verdict.decision, "wake", JSON.stringify(report.verdict));
  assert.equal(report.verdict.rule, "work-runs-out-before-morning");
  assert.equal(report.lossClock?.firstLostAt, iso(NIGHT - sentMsAgo + 4 * DAY_MS));
  assert.match(
    report.verdict.reasons[0]?.text ?? "",
    /in SQS bookings-dlq\. The first of it is gone at 2026-11-22T06:32:00/,
  );
});

test("a limit that nobody read leaves the clock unknown, is a gap, and forbids to wait", async (t) => {
  const unread = await judged(t, parked({ days: 4, deadLetterDays: null, sentMsAgo: 50 * MINUTE_MS }));
  assert.deepEqual(unread.lossClock, { items: MESSAGES, firstLostAt: null });
  assert.equal(unread.verdict.decision, "unclear");
  const why = "how long SQS bookings-dlq keeps it was not read";
  assert.ok(unread.gaps.some((gap) => gap.what === "when work is lost" && gap.why === why));

  const blind = await judged(t, parked({ days: null, deadLetterDays: null, sentMsAgo: 50 * MINUTE_MS }));
  assert.equal(blind.lossClock?.firstLostAt, null);
  assert.equal(blind.users.outcomes.parked, 0);
  assert.notEqual(blind.verdict.decision, "wait");
});

test("messages that are still being tried count from their sending, by the queue that they lie in", async (t) => {
  const night = parked({ days: 4, deadLetterDays: 14, sentMsAgo: 50 * MINUTE_MS, messages: 2 });
  const first = { ...night, streams: night.streams.filter(({ stream }) => !/delivery-[23]/.test(stream)) };
  const report = await judged(t, first);
  assert.deepEqual([report.users.outcomes.pending, report.users.outcomes.parked], [2, 0]);
  assert.equal(report.lossClock?.firstLostAt, iso(NIGHT - 50 * MINUTE_MS + 4 * DAY_MS));
});

function parked({ days, deadLetterDays, sentMsAgo, messages = MESSAGES }: Waiting): NightFiles {
  const queues = [
    ...(days === null ? [] : [queue("bookings", days, ["bookings-dlq", DELIVERIES])]),
    ...(deadLetterDays === null ? [] : [queue("bookings-dlq", deadLetterDays)]),
  ];
  return {
    alarm: {
      namespace: "AWS/SQS",
      metric: "ApproximateNumberOfMessagesVisible",
      dimension: ["QueueName", "bookings-dlq"],
    },
    streams: Array.from({ length: messages }, (_, n) => booking(n, NIGHT - sentMsAgo + n)).flat(),
    metrics: [DLQ],
    config: { "sqs:GetQueueAttributes": queues },
  };
}

/** A booking: accepted with a 202, and then failed at each of its deliveries, the last of them minutes before the alarm. */
function booking(n: number, sentAt: number): Stream[] {
  const messageId = uuid(5, n);
  const requestId = `Req${String(n).padStart(12, "0")}=`;
  const event = httpApiEvent({ requestId, at: sentAt - 20, routeKey: "POST /rides", sub: `user-${n}` });
  const sent = { MessageId: messageId, MD5OfMessageBody: "9a0364b9e99bb480dd25e1f0284c8555" };
  const api: Stream = {
    group: "/aws/lambda/rides",
    stream: `api-${n}`,
    lines: invocation(uuid(6, n), sentAt - 10, [
      `event ${JSON.stringify(event)}`,
      `sent ${JSON.stringify(sent)}`,
      `response ${JSON.stringify({ statusCode: 202, body: "" })}`,
    ]),
  };
  const deliveries = Array.from({ length: DELIVERIES }, (_, i): Stream => {
    const records = sqsEvent("bookings", [{ messageId, body: "{}", sentAt, receiveCount: i + 1 }]);
    const at = NIGHT - (DELIVERIES - i) * 5 * MINUTE_MS + n * 100;
    return {
      group: "/aws/lambda/book",
      stream: `delivery-${i + 1}-${n}`,
      lines: invocation(uuid(7 + i, n), at, [`event ${JSON.stringify(records)}`], { error: "no driver" }),
    };
  });
  return [api, ...deliveries];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
