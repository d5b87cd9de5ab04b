import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAlert } from "../src/alert.ts";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { Report, Shown } from "../src/report.ts";
import type { LoggedStream } from "./decode/log-chunk.ts";
import { fakeSource, httpEvent, lines, NOW, readUpTo } from "./fake-source.ts";
import { sqsEvent } from "./services/sqs-event.ts";
import { functionLog } from "./stitch/function-log.ts";
import { uuid } from "./stitch/uuid.ts";

const TEN = Array.from({ length: 10 }, (_, i) => i + 1);
const AT = NOW - 120_000;
const ALERT = parseAlert({
  incident: { id: "Q1", title: "worker fails", created_at: "2026-11-22T02:32:00Z" },
  alerts: [
    {
      body: {
        AlarmName: "worker errors",
        StateChangeTime: "2026-11-22T02:31:50.000+0000",
        Trigger: {
          Namespace: "AWS/Lambda",
          MetricName: "Errors",
          Dimensions: [{ name: "FunctionName", value: "worker" }],
          Period: 60,
          EvaluationPeriods: 1,
        },
      },
    },
  ],
});

test("of ten messages of which the function named one, one request fails, one user is hit, and the report is about that one", async () => {
  const answer = { batchItemFailures: [{ itemIdentifier: uuid("m7") }] };
  const report = await reported([`ERROR\tno price`, `INFO\treturning ${JSON.stringify(answer)}`], "ok");
  assert.equal(report.failing?.requests, 1);
  assert.deepEqual(
    report.users.list.map(({ id, outcome }) => [id, outcome]),
    [["user-7", "pending"]],
  );
  assert.deepEqual(
    report.entries.map(({ requests, total }) => [requests, total]),
    [[1, 10]],
  );
  assertBlamed(report, 7);
});

test("of ten messages that failed together ten are pending, and the one that the lines speak of last is blamed", async () => {
  const report = await reported(
    [`INFO\tpricing ${uuid("m6")}`, `INFO\tpricing ${uuid("m7")}`, "ERROR\tno price"],
    "error",
  );
  assert.equal(report.failing?.requests, 10);
  assert.equal(report.users.outcomes.pending, 10);
  assertBlamed(report, 7);
});

test("of several messages that the function named, each failed with the error that speaks of it", async () => {
  const answer = { batchItemFailures: [3, 7].map((n) => ({ itemIdentifier: uuid(`m${n}`) })) };
  const report = await reported(
    [
      `ERROR\t${JSON.stringify({ messageId: uuid("m3"), errorType: "AccessDeniedException", errorMessage: "not authorized to perform: dynamodb:PutItem" })}`,
      `INFO\tskipping ${uuid("m4")}`,
      `ERROR\tTypeError: price of ${uuid("m7")} is not a number`,
      `INFO\treturning ${JSON.stringify(answer)}`,
    ],
    "ok",
  );
  assert.deepEqual(errorsOf(report), [
    ["user-3", "not authorized to perform: dynamodb:PutItem"],
    ["user-7", `TypeError: price of ${uuid("m7")} is not a number`],
  ]);
  assert.equal(report.cause?.certainty, "proven");
});

test("an error that names none of the messages that failed is of the batch, and likely at most", async () => {
  const answer = { batchItemFailures: [3, 7].map((n) => ({ itemIdentifier: uuid(`m${n}`) })) };
  const said = ["ERROR\tTypeError: no price", `INFO\treturning ${JSON.stringify(answer)}`];
  const report = await reported(said, "ok");
  assert.deepEqual(errorsOf(report), [
    ["user-3", "TypeError: no price"],
    ["user-7", "TypeError: no price"],
  ]);
  assert.equal(report.cause?.certainty, "likely");
  assert.match(report.cause.text, /no price/);
});

test("what failed beside an error of another message is not given that error", async () => {
  const answer = { batchItemFailures: [3, 7].map((n) => ({ itemIdentifier: uuid(`m${n}`) })) };
  const said = [`ERROR\tTypeError: no price for ${uuid("m7")}`, `INFO\treturning ${JSON.stringify(answer)}`];
  assert.deepEqual(errorsOf(await reported(said, "ok")), [
    ["user-3", "the function named it as failed"],
    ["user-7", `TypeError: no price for ${uuid("m7")}`],
  ]);
});

/** By user, with what the worker failed. */
function errorsOf({ transactions }: Shown<Report>): unknown[] {
  const failed = transactions.flatMap(({ user, hops }) => {
    const worker = hops.find(({ resource }) => resource === "worker");
    return worker?.from?.atFault === true ? [[user?.id, worker.error?.message]] : [];
  });
  return failed.sort();
}

function assertBlamed(report: Shown<Report>, number: number): void {
  const blamed = report.transactions.find(({ id }) => id === report.cause?.transaction);
  assert.equal(blamed?.user?.id, `user-${number}`);
  assert.match(report.cause?.text ?? "", new RegExp(`Of the 10 items of the batch it was ${uuid(`m${number}`)}\\.$`));
  const worker = blamed?.hops.find(({ resource }) => resource === "worker");
  assert.equal(worker?.from?.atFault, true);
  assert.deepEqual(
    worker.alsoFrom.map(({ atFault }) => atFault),
    Array(9).fill(false),
  );
}

async function reported(said: readonly string[], end: "ok" | "error"): Promise<Shown<Report>> {
  const records = TEN.map((n) => ({ messageId: uuid(`m${n}`), body: "{}", sentAt: AT + n * 10 + 5 }));
  const worker = functionLog({
    ...{ name: "worker", requestId: uuid("worker"), at: AT + 1000, end },
    lines: [`INFO\tEVENT ${JSON.stringify(sqsEvent("orders", records))}`, ...said],
  });
  const streams = [...TEN.map(sender), worker];
  const source = fakeSource(
    "files",
    function* () {
      for (const { group, stream, lines: all } of streams)
        yield lines(
          stream,
          all.map(({ at, message }) => [at, message] as const),
          group,
        );
      yield readUpTo("files", NOW);
    },
    true,
  );
  const room = { sources: [source], catalog: EMPTY_CATALOG, now: () => NOW, deadlineMs: 5000 };
  let last: Shown<Report> | null = null;
  for await (const { report } of investigate(ALERT, room, NOW)) last = report;
  assert.ok(last !== null);
  return last;
}

function sender(n: number): LoggedStream {
  const at = AT + n * 10;
  return functionLog({
    ...{ name: "checkout", requestId: uuid(`sender ${n}`), at },
    lines: [
      `INFO\tEVENT ${JSON.stringify(httpEvent(n, `user-${n}`, at))}`,
      'INFO\tSendMessage {"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/orders","MessageBody":"{}"}',
      `INFO\tSendMessage done {"MessageId":"${uuid(`m${n}`)}","MD5OfMessageBody":"0"}`,
      'INFO\tresponse {"statusCode":202,"body":"{}"}',
    ],
  });
}
