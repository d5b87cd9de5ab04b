import assert from "node:assert/strict";
import { test } from "node:test";
import { sqsEvent } from "../services/sqs-event.ts";
import { arn, invocation, judged, metric, NIGHT, type NightFiles, queue, type Stream, uuid } from "./night-files.ts";

const MINUTE_MS = 60_000;
const CATALOG = { queues: { bookings: { entry: true, customerFacing: true } } };

/** The function that polls a queue is throttled: it writes less, and no line says why. */
const HELD_UP: NightFiles = {
  alarm: { namespace: "AWS/SQS", metric: "ApproximateAgeOfOldestMessage", dimension: ["QueueName", "bookings"] },
  streams: healthy(),
  metrics: [
    metric(["AWS/Lambda", "Throttles"], { FunctionName: "book" }, [0, 30, 40, 50, 60]),
    metric(["AWS/SQS", "ApproximateAgeOfOldestMessage"], { QueueName: "bookings" }, [60, 300, 600, 1200], {
      stat: "Maximum",
    }),
    metric(["AWS/SQS", "ApproximateNumberOfMessagesVisible"], { QueueName: "bookings" }, [2, 90, 240], {
      stat: "Maximum",
    }),
  ],
  config: {
    "sqs:GetQueueAttributes": [queue("bookings", 4, ["bookings-dlq", 3])],
    "lambda:ListEventSourceMappings": [
      {
        input: { FunctionName: "book" },
        output: {
          EventSourceMappings: [
            { EventSourceArn: arn("sqs", "bookings"), FunctionArn: arn("lambda", "function:book") },
          ],
        },
      },
    ],
  },
  catalog: CATALOG,
};

test("messages of customers that wait behind a throttled consumer wake the team, although nothing failed", async (t) => {
  const report = await judged(t, HELD_UP);
  assert.deepEqual(report.blocked, { items: 240, where: "queue bookings", oldestSeconds: 1200 });
  assert.equal(report.verdict.rule, "customers-are-blocked");
  assert.deepEqual(report.verdict.reasons[0]?.evidence, [
    "metric:AWS/SQS/ApproximateAgeOfOldestMessage@2026-11-22T02:32:00.000Z",
    "metric:AWS/SQS/ApproximateNumberOfMessagesVisible@2026-11-22T02:32:00.000Z",
  ]);
});

const FEW_AND_OLD: NightFiles = {
  ...HELD_UP,
  metrics: [
    metric(["AWS/Lambda", "Throttles"], { FunctionName: "book" }, [0, 30, 40, 50, 60]),
    metric(["AWS/SQS", "ApproximateAgeOfOldestMessage"], { QueueName: "bookings" }, [60, 300, 94 * 3600], {
      stat: "Maximum",
    }),
    metric(["AWS/SQS", "ApproximateNumberOfMessagesVisible"], { QueueName: "bookings" }, [2, 3, 5], {
      stat: "Maximum",
    }),
  ],
};

test("few messages wake as well where the first of them expires before morning, and the clock says when", async (t) => {
  const report = await judged(t, FEW_AND_OLD);
  assert.equal(report.verdict.rule, "work-runs-out-before-morning");
  assert.deepEqual(report.lossClock, { items: 5, firstLostAt: "2026-11-22T04:32:00.000Z" });
  assert.match(report.verdict.reasons[0]?.text ?? "", /^5 items wait in queue bookings .* gone at 2026-11-22T04:32/);
});

test("where nothing tells whose messages wait, the verdict is unclear", async (t) => {
  const catalog = { queues: { bookings: { entry: true } } };
  const many = await judged(t, { ...HELD_UP, catalog });
  assert.equal(many.verdict.decision, "unclear");
  assert.ok(
    many.verdict.reasons.some(({ text }) => /^240 items wait in queue bookings .* Nothing tells whose/.test(text)),
  );
  assert.equal((await judged(t, { ...FEW_AND_OLD, catalog })).verdict.decision, "unclear");
});

test("a queue that is only busy blocks nobody", async (t) => {
  const calm = HELD_UP.metrics?.map((one, i) =>
    i === 0 ? metric(["AWS/Lambda", "Throttles"], { FunctionName: "book" }, [0, 0]) : one,
  );
  const report = await judged(t, { ...HELD_UP, metrics: calm ?? [] });
  assert.equal(report.blocked, null);
  assert.notEqual(report.verdict.decision, "wake");
});

function healthy(): Stream[] {
  return Array.from({ length: 12 }, (_, n) => {
    const at = NIGHT + MINUTE_MS - n * MINUTE_MS;
    const event = sqsEvent("bookings", [{ messageId: uuid(5, n), body: "{}", sentAt: at - 5000 }]);
    const lines = invocation(uuid(6, n), at, [`event ${JSON.stringify(event)}`]);
    return { group: "/aws/lambda/book", stream: `s-${n}`, lines };
  });
}
