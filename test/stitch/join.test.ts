import assert from "node:assert/strict";
import { test } from "node:test";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { snsNotification } from "../services/sns-notification.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { outline } from "./outline.ts";
import { ride } from "./ride.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";
import { xraySegment } from "./xray-segment.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const ROOT = "1-5759e988-bd862e3fe1be46a994272793";

test("an API, a topic, a queue, a bus and three functions are one transaction, each joined by an id of both sides", () => {
  const [transaction, ...others] = transactionsOf(...ride("r1", AT).streams);
  assert.deepEqual(others, []);
  assert.ok(transaction !== undefined);
  assert.deepEqual(outline(transaction), [
    "- > 0 apigateway a1b2c3d4e5 POST /rides: ok",
    "0 > 1 lambda ride-service Invoke: ok",
    "1 > 2 sns ride-requested Publish: ok",
    "2 > 3 sqs dispatch SendMessage: ok",
    "3 > 4 lambda dispatch Invoke: ok",
    "4 > 5 eventbridge rides PutEvents: ok",
    "5 > 6 lambda post-to-social Invoke: ok",
  ]);
  assert.equal(transaction.entry?.kind, "http");
  assert.equal(transaction.user?.id, "user-r1");
  assert.deepEqual(transaction.gaps, []);
  for (const { by } of transaction.links) assert.equal(by[0].value, by[1].value);
});

test("two rides at the same moment stay apart", () => {
  const both = transactionsOf(...ride("r1", AT).streams, ...ride("r2", AT).streams);
  assert.equal(both.length, 2);
  for (const { hops, user } of both) {
    assert.equal(hops.length, 7);
    assert.ok(hops.every(({ input }) => !JSON.stringify(input).includes(user?.id === "user-r1" ? '"r2"' : '"r1"')));
  }
});

test("the time in a queue is the dwell of the function that polled it", () => {
  const [transaction] = transactionsOf(...ride("r1", AT).streams);
  const dispatch = transaction?.hops.find(({ resource, service }) => service === "lambda" && resource === "dispatch");
  assert.equal(dispatch?.dwell, 240_000);
  assert.equal(transaction?.hops.find(({ resource }) => resource === "ride-service")?.dwell, null);
});

test("where the sender was not read, the topic begins the transaction, and a gap says that nobody names who sent to it", () => {
  const [, ...behind] = ride("r1", AT).streams;
  const [transaction, ...others] = transactionsOf(...behind);
  assert.deepEqual(others, []);
  assert.equal(transaction?.entry, null);
  assert.equal(transaction.hops[0]?.service, "sns");
  assert.deepEqual(transaction.gaps, [{ what: "SNS ride-requested", why: "no line names who sent to it" }]);
});

test("a function that nobody is known to have called has a gap, and no entry", () => {
  const [transaction] = transactionsOf(functionLog({ name: "f", requestId: uuid("f"), at: AT, lines: ["INFO\thi"] }));
  assert.deepEqual(transaction?.gaps, [{ what: "Lambda f", why: "no line names who called it" }]);
  assert.equal(transaction.entry, null);
});

test("a schedule is an entry", () => {
  const event = {
    ...eventbridgeEvent({ id: uuid("tick"), detailType: "Scheduled Event", detail: {}, at: AT }),
    source: "aws.events",
    resources: ["arn:aws:events:eu-central-1:123456789012:rule/nightly-export"],
  };
  const [transaction] = transactionsOf(
    functionLog({
      name: "export",
      requestId: uuid("f"),
      at: AT + 400,
      lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
    }),
  );
  assert.ok(transaction !== undefined);
  assert.deepEqual(outline(transaction), [
    "- > 0 eventbridge nightly-export Scheduled Event: ok",
    "0 > 1 lambda export Invoke: ok",
  ]);
  assert.equal(transaction.entry?.kind, "schedule");
});

test("the attempts of one asynchronous invocation are one hop, which ended as the last of them did", () => {
  const { streams, ids } = ride("r1", AT);
  const event = { ...eventbridgeEvent({ id: ids.event, detailType: "RideDispatched", detail: {}, at: AT }) };
  const attempt = (n: number, end: "ok" | "error"): ReturnType<typeof functionLog> =>
    functionLog({
      name: "post-to-social",
      requestId: ids.post,
      at: AT + 1000 + 60_000 * n,
      stream: `sandbox ${n % 2}`,
      lines: [
        `INFO\tEVENT ${JSON.stringify(event)}`,
        ...(end === "error"
          ? ['ERROR\tInvoke Error \t{"errorType":"Boom","errorMessage":"no","stack":["Boom: no"]}']
          : []),
      ],
      end,
    });
  const retried = transactionsOf(...streams.slice(0, 2), attempt(0, "error"), attempt(1, "error"), attempt(2, "ok"));
  assert.equal(retried.length, 1);
  const hops = retried[0]?.hops.filter(({ requestId }) => requestId === ids.post) ?? [];
  assert.equal(hops.length, 1);
  assert.equal(hops[0]?.outcome, "ok");
  assert.equal(hops[0].attempts, 3);
  assert.deepEqual(
    hops[0].tries.map(({ outcome }) => outcome),
    ["error", "error", "ok"],
  );
  const lost = transactionsOf(...streams.slice(0, 2), attempt(0, "error"), attempt(1, "error"), attempt(2, "error"));
  const last = lost[0]?.hops.find(({ requestId }) => requestId === ids.post);
  assert.equal(last?.outcome, "error");
  assert.equal(last.error?.type, "Boom");
});

test("each redelivery of a message is a hop of its own, with its count, behind the same message", () => {
  const message = { messageId: uuid("m"), body: "{}", sentAt: AT };
  const delivery = (n: number): ReturnType<typeof functionLog> =>
    functionLog({
      name: "receipts",
      requestId: uuid(`delivery ${n}`),
      at: AT + 30_000 * n,
      lines: [`INFO\tEVENT ${JSON.stringify(sqsEvent("receipts", [{ ...message, receiveCount: n }]))}`],
      end: n < 3 ? "error" : "ok",
    });
  const [transaction, ...others] = transactionsOf(delivery(2), delivery(1), delivery(3));
  assert.deepEqual(others, []);
  assert.ok(transaction !== undefined);
  assert.deepEqual(outline(transaction), [
    "- > 0 sqs receipts SendMessage: ok",
    "0 > 1 lambda receipts Invoke: error",
    "0 > 2 lambda receipts Invoke: error",
    "0 > 3 lambda receipts Invoke: ok",
  ]);
  assert.deepEqual(
    transaction.hops.map(({ delivery: count }) => count),
    [null, 1, 2, 3],
  );
});

test("one notification fans out to every queue behind the topic", () => {
  const notification = snsNotification({ messageId: uuid("n"), topic: "ride-requested", message: "{}", at: AT });
  const consumer = (queue: string): ReturnType<typeof functionLog> =>
    functionLog({
      name: `on-${queue}`,
      requestId: uuid(queue),
      at: AT + 200,
      lines: [
        `INFO\tEVENT ${JSON.stringify(sqsEvent(queue, [{ messageId: uuid(`${queue} m`), body: JSON.stringify(notification), sentAt: AT + 50 }]))}`,
      ],
    });
  const [transaction, ...others] = transactionsOf(consumer("pricing"), consumer("dispatch"));
  assert.deepEqual(others, []);
  const topics = transaction?.hops.filter(({ service }) => service === "sns") ?? [];
  assert.equal(topics.length, 1);
  assert.deepEqual(
    new Set(
      transaction?.links.filter(({ parent }) => parent === 0).map(({ child }) => transaction.hops[child]?.resource),
    ),
    new Set(["pricing", "dispatch"]),
  );
});

test("a batch is in the transaction of each of its senders, and says where its other messages came from", () => {
  const sender = (name: string): ReturnType<typeof functionLog> =>
    functionLog({
      name: "checkout",
      requestId: uuid(`checkout ${name}`),
      at: AT + 10,
      lines: [
        `INFO\tEVENT ${JSON.stringify(httpApiEvent({ requestId: `${uuid(name).replaceAll("-", "").slice(0, 15)}=`, at: AT, routeKey: `POST /${name}` }))}`,
        'INFO\tsend {"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/receipts","MessageBody":"{}"}',
        `INFO\tsent {"MessageId":"${uuid(`m ${name}`)}","MD5OfMessageBody":"0"}`,
      ],
    });
  const messages = ["a", "b"].map((name) => ({ messageId: uuid(`m ${name}`), body: "{}", sentAt: AT + 30 }));
  const batch = functionLog({
    name: "receipts",
    requestId: uuid("batch"),
    at: AT + 500,
    lines: [`INFO\tEVENT ${JSON.stringify(sqsEvent("receipts", messages))}`],
  });
  const both = transactionsOf(sender("a"), sender("b"), batch);
  assert.equal(both.length, 2);
  for (const { hops, outside, links } of both) {
    const place = hops.findIndex(({ resource }) => resource === "receipts" && hops.length > 0);
    assert.ok(place > 0);
    assert.equal(hops.filter(({ service, resource }) => service === "lambda" && resource === "receipts").length, 1);
    assert.equal(outside.length, 1);
    const own = hops[0]?.operation ?? "";
    assert.equal(outside[0]?.entry, own === "POST /a" ? "POST /b" : "POST /a");
    assert.notEqual(links.at(-1)?.by[1].item, outside[0]?.by[1].item);
  }
});

test("two functions that received the same id are not each other's cause", () => {
  const event = JSON.stringify(eventbridgeEvent({ id: uuid("e"), detailType: "RideDispatched", detail: {}, at: AT }));
  const target = (name: string): ReturnType<typeof functionLog> =>
    functionLog({ name, requestId: uuid(name), at: AT + 100, lines: [`INFO\tEVENT ${event}`] });
  const [transaction] = transactionsOf(target("a"), target("b"));
  assert.ok(transaction !== undefined);
  assert.equal(transaction.hops[0]?.service, "eventbridge");
  assert.deepEqual(
    transaction.links.map(({ parent }) => parent),
    [0, 0],
  );
});

test("with raw delivery only the trace is left to join by, and the link says no more than that", () => {
  const sender = functionLog({
    name: "rides",
    requestId: uuid("rides"),
    at: AT,
    lines: [`|XRAY TraceId: none`, `INFO\t{"xray_trace_id":"${ROOT}"}`],
  });
  const consumer = functionLog({
    name: "raw",
    requestId: uuid("raw"),
    at: AT + 400,
    lines: [
      `INFO\tEVENT ${JSON.stringify(sqsEvent("raw", [{ messageId: uuid("m"), body: '{"ride":1}', sentAt: AT + 100, trace: ROOT }]))}`,
    ],
  });
  const [transaction, ...others] = transactionsOf(sender, consumer);
  assert.deepEqual(others, []);
  assert.ok(transaction !== undefined);
  assert.deepEqual(outline(transaction), [
    "- > 0 lambda rides Invoke: ok",
    "0 trace > 1 sqs raw SendMessage: ok",
    "1 > 2 lambda raw Invoke: ok",
  ]);
});

test("a shared trace does not turn a cause with a late clock into what follows from its own effect", () => {
  const [transaction, ...others] = transactionsOf(
    xrayChunk(
      xraySegment({ id: "b", parent: "a", name: "callee", start: AT / 1000 }),
      xraySegment({ id: "a", name: "caller", start: AT / 1000 + 2 }),
    ),
  );
  assert.deepEqual(others, []);
  assert.ok(transaction !== undefined);
  assert.deepEqual(outline(transaction), ["- > 0 service caller caller: ok", "0 > 1 service callee callee: ok"]);
  assert.deepEqual(transaction.gaps, [{ what: "Service caller", why: "no line names who called it" }]);
});

test("a function far down the line that writes down where it all began is not what sent it", () => {
  const [, dispatch, post] = ride("r1", AT).streams;
  assert.ok(dispatch !== undefined && post !== undefined);
  const line = {
    at: AT + 915,
    message: `${new Date(AT).toISOString()}\t${uuid("r1 post")}\tINFO\tbegan with ${uuid("r1 topic")}`,
  };
  const [transaction, ...others] = transactionsOf(dispatch, { ...post, lines: [...post.lines, line] });
  assert.deepEqual(others, []);
  assert.equal(transaction?.hops[0]?.service, "sns");
  assert.deepEqual(
    transaction.gaps.map(({ why }) => why),
    ["no line names who sent to it"],
  );
});

for (const id of ["00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-8fff-ffffffffffff"]) {
  test(`an asynchronous Invoke and the invocation that it started are one hop, from whichever side: called by ${id}`, () => {
    const callee = functionLog({
      name: "pricing",
      requestId: uuid("pricing"),
      at: AT + 60,
      lines: ['INFO\tEVENT {"ride":"r1"}'],
      end: "error",
    });
    const caller = functionLog({
      name: "rides",
      requestId: id,
      at: AT,
      lines: [
        'INFO\tInvoke {"FunctionName":"pricing","InvocationType":"Event","Payload":"{}"}',
        `INFO\tinvoked {"StatusCode":202,"$metadata":{"httpStatusCode":202,"requestId":"${uuid("pricing")}"}}`,
      ],
    });
    const [transaction, ...others] = transactionsOf(caller, callee);
    assert.deepEqual(others, []);
    assert.deepEqual(transactionsOf(callee, caller)[0], transaction);
    assert.deepEqual(
      transaction?.hops.map(({ resource, outcome, input }) => [resource, outcome, input]),
      [
        ["rides", "ok", null],
        ["pricing", "error", { ride: "r1" }],
      ],
    );
  });
}
