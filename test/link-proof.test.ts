import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { EvidenceInMemory } from "../src/evidence/evidence.ts";
import type { JsonObject } from "../src/json.ts";
import { judgedIn } from "../src/judged-in.ts";
import type { Chunk } from "../src/record.ts";
import { linkWords } from "../src/say/link-words.ts";
import { contentsIn } from "../src/stitch/contents-in.ts";
import { viewOfTransaction } from "../src/transaction-view.ts";
import { type LoggedStream, logChunk } from "./decode/log-chunk.ts";
import { xrayChunk } from "./decode/xray-chunk.ts";
import { eventbridgeEvent } from "./services/eventbridge-event.ts";
import { snsNotification } from "./services/sns-notification.ts";
import { sqsEvent } from "./services/sqs-event.ts";
import { tableChanges } from "./services/table-change.ts";
import { functionLog } from "./stitch/function-log.ts";
import { uuid } from "./stitch/uuid.ts";
import { xraySegment } from "./stitch/xray-segment.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const MESSAGE = uuid("message");
const SENT = `{"MessageId":"${MESSAGE}","MD5OfMessageBody":"x"}`;
const TRACE = "1-5759e988-bd862e3fe1be46a994272793";

test("an id that the producer was answered with and the consumer's event holds is told with both places", () => {
  assert.deepEqual(wordsOf(run("sender", AT, `SendMessage ${SENT}`), got(queued())), [
    `From hop 1: exact, the call stands in the log lines of Lambda request \`${uuid("sender")}\``,
    `From hop 2: exact, SQS message id \`${MESSAGE}\` in the answer to that call (\`MessageId\`) and in the event here (\`Records[0].messageId\`)`,
  ]);
});

test("where nobody recorded the producer, the event is all that both sides were read in", () => {
  assert.deepEqual(wordsOf(got(queued())), [
    `From hop 1: exact, SQS message id \`${MESSAGE}\`, read in the event on both sides (\`Records[0].messageId\`)`,
  ]);
});

test("of a notification in a queue, the answer to the publisher is told, and not that the queue answered", () => {
  const topic = snsNotification({ messageId: uuid("n"), topic: "rides", message: "{}", at: AT });
  const publish = run("sender", AT, `Publish {"MessageId":"${uuid("n")}","$metadata":{"requestId":"${uuid("p")}"}}`);
  assert.deepEqual(wordsOf(publish, got(queued(JSON.stringify(topic)))).slice(1), [
    `From hop 2: exact, SNS message id \`${uuid("n")}\` in the answer to that call (\`MessageId\`) and in the event here (\`MessageId\`)`,
    `From hop 3: exact, SQS message id \`${MESSAGE}\`, read in the event on both sides (\`Records[0].messageId\`)`,
  ]);
});

test("an id that a line only mentions is told as that", () => {
  const [mentioned] = wordsOf(run("rides", AT, `published ${uuid("event")}`), got(published()));
  assert.equal(
    mentioned,
    `From hop 1: exact, EventBridge event id \`${uuid("event")}\` in the log lines there and in the event here (\`id\`); of those that wrote it down, it alone can have sent it`,
  );
});

test("of a shared trace it is said that it makes the link no more than likely", () => {
  const [event] = wordsOf(
    run("sender", AT, 'calling {"x-correlation-id":"order-2026-7"}'),
    run("other", AT + 20, 'working {"x-correlation-id":"order-2026-7"}'),
  );
  assert.equal(
    event,
    "From hop 1: likely (trace), correlation id `order-2026-7` in the log lines there and in the log lines here: they belong together, which does not say that one called the other",
  );
});

test("a change in a table is told to have no id, and why it is likely all the same", () => {
  const put = `PutItem ${JSON.stringify({ TableName: "orders", Item: { id: "o-1", status: "new" } })}`;
  const change = tableChanges({ id: "1", name: "INSERT", at: AT + 100, keys: { id: { S: "o-1" } } });
  const words = wordsOf(run("shop", AT, put, 'put {"$metadata":{"httpStatusCode":200}}'), got(change));
  assert.deepEqual(
    words.filter((one) => one.includes("likely")),
    [
      "From hop 2: likely (content), no id on both sides, but what came in here is what was written there, within the seconds that this can have taken",
    ],
  );
});

test("what a tracer wrote down as the parent is told as its word", () => {
  const seconds = AT / 1000;
  const api = { id: "a000000000000001", name: "shop/prod", origin: "AWS::ApiGateway::Stage", start: seconds };
  const fn = { id: "b000000000000001", name: "pay", origin: "AWS::Lambda::Function", start: seconds + 0.1 };
  const chunk = xrayChunk(xraySegment(api), xraySegment({ ...fn, parent: api.id }));
  assert.deepEqual(wordsOf(chunk), [
    `From hop 1: exact, the X-Ray segment here names \`${TRACE}:${api.id}\` as its parent`,
  ]);
});

test("an event without an id shows what it came through, and no id is claimed", () => {
  const event = {
    httpMethod: "GET",
    path: "/rides",
    headers: { host: "shop.example.com" },
    requestContext: {
      elb: { targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0a" },
    },
  };
  assert.deepEqual(wordsOf(got(event)), [
    "From hop 1: exact, the event here shows that it came through it, and holds no id of it",
  ]);
});

test("of a parent in another request, only what this side shows is told", () => {
  const ids = [uuid("m1"), uuid("m2")];
  const senders = ids.map((id, i) =>
    run(`sender-${i}`, AT + i, `SendMessage {"MessageId":"${id}","MD5OfMessageBody":"x"}`),
  );
  const event = sqsEvent(
    "rides",
    ids.map((messageId) => ({ messageId, body: "{}" })),
  );
  const words = wordsOf(...senders, got(event));
  assert.ok(
    words.includes(
      `From another request: exact, SQS message id \`${ids[1]}\` in the event here (\`Records[1].messageId\`)`,
    ),
    words.join("\n"),
  );
});

test("what was stored before there were proofs is told by its kind", () => {
  const link = { hop: 3, certainty: "exact", by: "sqs-message", key: "m<1>", outcome: "ok" } as const;
  assert.equal(linkWords(link), "From hop 3: exact, by sqs-message `m&lt;1&gt;`");
});

function queued(body = "{}"): JsonObject {
  return sqsEvent("rides", [{ messageId: MESSAGE, body, sentAt: AT + 15 }]);
}

function published(): JsonObject {
  return eventbridgeEvent({ id: uuid("event"), detailType: "RideDispatched", detail: {}, at: AT + 15 });
}

function run(name: string, at: number, ...lines: readonly string[]): LoggedStream {
  return functionLog({ name, requestId: uuid(name), at, lines: lines.map((line) => `INFO\t${line}`) });
}

function got(event: JsonObject): LoggedStream {
  return run("consumer", AT + 200, `EVENT ${JSON.stringify(event)}`);
}

/** What the window of each hop of the first transaction says of its parents, hop by hop. */
function wordsOf(...told: readonly (LoggedStream | Chunk)[]): string[] {
  const evidence = new EvidenceInMemory(contentsIn);
  for (const one of told) evidence.add("lines" in one ? logChunk(one) : one);
  const [first] = evidence
    .reach("all")
    .flatMap((component) => judgedIn(component, EMPTY_CATALOG))
    .map((judged) => viewOfTransaction(judged, { id: "q", kind: "unknown" }));
  return (
    first?.hops.flatMap(({ from, alsoFrom }) =>
      [from, ...alsoFrom].flatMap((link) => (link === null ? [] : [linkWords(link)])),
    ) ?? []
  );
}
