import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BatchGetTracesCommand,
  GetTraceSummariesCommand,
  type GetTraceSummariesCommandOutput,
  XRayClient,
} from "@aws-sdk/client-xray";
import { NIGHT, type OpenXRay, openXRay, segment, traceId } from "./open-xray.ts";

const CALL = { id: "c000000000000001", namespace: "aws", start_time: 1, end_time: 2 };
const TABLE = { ...CALL, name: "DynamoDB", throttle: true, error: true, aws: { table_name: "orders" } };

test("traces come whole, each document as the text of a JSON object", async (t) => {
  const open = await openXRay(t);
  const document = segment(traceId(5), { annotations: { café: "ü" } });
  open.hold(document);
  const { Traces: traces, UnprocessedTraceIds: left } = await batch(open, traceId(5));
  assert.deepEqual([traces?.length, traces?.[0]?.Id, left], [1, traceId(5), []]);
  assert.deepEqual(JSON.parse(traces?.[0]?.Segments?.[0]?.Document ?? ""), document);
});

test("of a call to a service that sends no segments one is inferred, with its resource's type", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(5), { subsegments: [TABLE] }));
  const { Traces: traces } = await batch(open, traceId(5));
  const documents = (traces?.[0]?.Segments ?? []).map(({ Document: text }) => JSON.parse(text ?? ""));
  const inferred = documents.find((one) => one.inferred === true);
  assert.equal(inferred.parent_id, CALL.id);
  assert.equal(inferred.origin, "AWS::DynamoDB::Table");
  assert.equal(inferred.throttle, true);
});

test("a trace that there is none of is left unprocessed", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(5)));
  const { Traces: traces, UnprocessedTraceIds: left } = await batch(open, traceId(5), traceId(6));
  assert.deepEqual([traces?.map(({ Id: id }) => id), left], [[traceId(5)], [traceId(6)]]);
});

test("more than five ids, a token for their pages, and no ids at all are refused", async (t) => {
  const open = await openXRay(t);
  const six = Array.from({ length: 6 }, (_, i) => traceId(i));
  await assert.rejects(batch(open, ...six), { name: "InvalidRequestException", message: /maximum query size: 5/ });
  const paged = new BatchGetTracesCommand({ TraceIds: [traceId(1)], NextToken: "x" });
  await assert.rejects(open.client.send(paged), { name: "InvalidRequestException" });
  await assert.rejects(batch(open), { name: "InvalidRequestException" });
});

test("a segment is there from the moment at which it arrives, and its later form takes its place", async (t) => {
  const open = await openXRay(t);
  const early = segment(traceId(5), { in_progress: true });
  open.xray.load([
    { document: { ...early, in_progress: false, fault: true }, arrivesAt: NIGHT + 2000 },
    { document: early, arrivesAt: NIGHT },
  ]);
  assert.deepEqual(await found(open, "partial"), [traceId(5)]);
  assert.deepEqual(await found(open, "fault"), []);
  open.clock.advanceTo(NIGHT + 2000);
  assert.deepEqual(await found(open, "fault"), [traceId(5)]);
  assert.deepEqual(await found(open, "partial"), []);
});

const EXPRESSIONS: readonly (readonly [expression: string, ids: readonly number[]])[] = [
  // 1: all went well. 2: throttled at the table, handled. 3: a fault where it began. 4: a user's 404.
  ["ok", [1, 2]],
  ["fault", [3]],
  ["error", [4]],
  ["!ok", [3, 4]],
  ["ok = false", [3, 4]],
  ["fault = true OR error = true", [3, 4]],
  ["service() { fault OR throttle }", [2, 3]],
  ["service() { error }", [2, 4]],
  ['service("orders") { fault OR error OR throttle }', [2]],
  ['service(id(name: "orders", type: "AWS::DynamoDB::Table")) { throttle = true }', [2]],
  ['service(id(name: "orders", type: "AWS::SQS::Queue"))', []],
  ['service("checkout") AND !service("orders")', [1, 3, 4]],
  ["http.status >= 500", [3]],
  ["ok responsetime < 1", [1, 2]],
  ["responsetime > 1", []],
  ['user = "maya"', [4]],
  ['user CONTAINS ""', [4]],
  ['http.url BEGINSWITH "https://shop" AND http.url CONTAINS "/rides"', [4]],
  ['annotation[plan] = "gold"', [3]],
  ["annotation.tries > 2", [3]],
  ["annotation.tries", [3]],
  ["annotation[ok] = true", [3]],
  ['annotation.plan CONTAINS "ol"', [3]],
  ["(fault OR error) AND !(annotation.tries)", [4]],
  ['service("nobody \\"at\\" home")', []],
];

test("filter expressions are read as the documentation has them", async (t) => {
  const open = await openXRay(t);
  open.hold(
    segment(traceId(1), { http: { response: { status: 200 } } }),
    segment(traceId(2), { subsegments: [TABLE] }),
    segment(traceId(3), {
      fault: true,
      http: { response: { status: 502 } },
      annotations: { plan: "gold", tries: 3, ok: true },
    }),
    segment(traceId(4), {
      error: true,
      user: "maya",
      http: { request: { url: "https://shop.example/rides/7" }, response: { status: 404 } },
    }),
  );
  for (const [expression, seconds] of EXPRESSIONS) {
    const expected = seconds.map((one) => traceId(one)).sort();
    assert.deepEqual(await found(open, expression), expected, expression);
  }
});

test("an expression that is not understood is refused", async (t) => {
  const open = await openXRay(t);
  for (const expression of [
    "faulty",
    "constructor",
    "http.status constructor 5",
    "fault =",
    "fault = maybe",
    "service(",
    "service() { fault",
    'service(id(group: "x"))',
    'edge("a", "b")',
    "http.status = high",
    "user = maya",
    "(fault",
    "fault )",
    "#",
    "",
    "x".repeat(2001),
  ]) {
    await assert.rejects(found(open, expression), { name: "InvalidRequestException" }, expression.slice(0, 30));
  }
});

test("a range may be six hours long, and says by what it counts", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(3600), { end_time: NIGHT / 1000 - 5 }));
  const since = (hours: number): Date => new Date(NIGHT - hours * 3_600_000);
  const [long, tooLong, short] = [since(6), since(6.01), since(0.1)];
  assert.equal((await summaries(open, { StartTime: long })).length, 1);
  await assert.rejects(summaries(open, { StartTime: tooLong }), { name: "InvalidRequestException" });
  await assert.rejects(summaries(open, { StartTime: new Date(NIGHT) }), { name: "InvalidRequestException" });
  assert.equal((await summaries(open, { StartTime: short, TimeRangeType: "TraceId" })).length, 0);
  assert.equal((await summaries(open, { StartTime: short, TimeRangeType: "Event" })).length, 1);
});

test("summaries come in pages, of which some are empty; another expression's token is refused", async (t) => {
  const open = await openXRay(t, { tracesPerPage: 2 });
  for (let i = 1; i <= 5; i++) open.hold(segment(traceId(i), { fault: i === 1 || i === 5 }));
  const pages: number[] = [];
  let token: string | undefined;
  let scanned = 0;
  do {
    const page = await open.client.send(asking({ FilterExpression: "fault", NextToken: token }));
    pages.push(page.TraceSummaries?.length ?? 0);
    scanned += page.TracesProcessedCount ?? 0;
    const stolen = asking({ FilterExpression: "error", NextToken: page.NextToken });
    if (page.NextToken !== undefined) await assert.rejects(open.client.send(stolen), { message: /NextToken/ });
    token = page.NextToken;
  } while (token !== undefined);
  assert.deepEqual([pages, scanned], [[1, 0, 1], 5]);
});

test("requests without a signature, and operations that are denied, are refused", async (t) => {
  const open = await openXRay(t);
  const plain = await fetch(`${open.xray.url}/Traces`, { method: "POST", body: "{}" });
  assert.equal(plain.status, 403);
  open.xray.faults.deny("GetTraceSummaries");
  await assert.rejects(found(open, "ok"), { name: "AccessDeniedException", message: /xray:GetTraceSummaries/ });
  await batch(open, traceId(1));
});

test("the rate of the account is kept, and the refusal says when to come again", async (t) => {
  const open = await openXRay(t, { requestsPerSecond: { BatchGetTraces: 2 } });
  await batch(open, traceId(1));
  await batch(open, traceId(1));
  await assert.rejects(batch(open, traceId(1)), { name: "ThrottledException" });
  open.clock.advanceTo(NIGHT + 1000);
  await batch(open, traceId(1));
});

test("faults come as planned: a page of HTML, half an answer, one without end, and ids left unprocessed", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(1)));
  const { faults } = open.xray;
  faults.failNext("BatchGetTraces", "html-500");
  await assert.rejects(batch(open, traceId(1)));
  faults.failNext("BatchGetTraces", "truncated-json");
  await assert.rejects(batch(open, traceId(1)), { name: "SyntaxError" });
  faults.failNext("BatchGetTraces", "endless-body");
  const endless = open.client.send(new BatchGetTracesCommand({ TraceIds: [traceId(1)] }), {
    abortSignal: AbortSignal.timeout(100),
  });
  await assert.rejects(endless);
  faults.leaveUnprocessed(traceId(1));
  assert.deepEqual((await batch(open, traceId(1))).UnprocessedTraceIds, [traceId(1)]);
  assert.deepEqual((await batch(open, traceId(1))).UnprocessedTraceIds, []);
});

test("a client with its own settings retries what a proxy answered, as every SDK does", async (t) => {
  const open = await openXRay(t);
  const client = new XRayClient({
    endpoint: open.xray.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  t.after(() => client.destroy());
  open.xray.faults.failNext("BatchGetTraces", "html-500");
  const { $metadata: how } = await client.send(new BatchGetTracesCommand({ TraceIds: [traceId(1)] }));
  assert.equal(how.attempts, 2);
});

function batch({ client }: OpenXRay, ...ids: readonly string[]) {
  return client.send(new BatchGetTracesCommand({ TraceIds: [...ids] }));
}

type Asked = ConstructorParameters<typeof GetTraceSummariesCommand>[0];

function asking(more: Partial<Asked>): GetTraceSummariesCommand {
  return new GetTraceSummariesCommand({ StartTime: new Date(NIGHT - 60_000), EndTime: new Date(NIGHT), ...more });
}

async function summaries(
  { client }: OpenXRay,
  more: Partial<Asked>,
): Promise<NonNullable<GetTraceSummariesCommandOutput["TraceSummaries"]>> {
  return (await client.send(asking(more))).TraceSummaries ?? [];
}

async function found(open: OpenXRay, expression: string): Promise<string[]> {
  const all = await summaries(open, { FilterExpression: expression });
  return all.flatMap(({ Id: id }) => id ?? []).sort();
}
