import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hop } from "../../src/transaction.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { type FunctionRun, functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const EVENT = `INFO\tEVENT ${JSON.stringify(httpApiEvent({ requestId: "JKJaXmPLvHcESHA=", at: AT - 5 }))}`;
const FAILED = "ERROR\tOrderError: table is full\r    at place (/var/task/index.js:7:9)";
const UNCAUGHT =
  'ERROR\tInvoke Error \t{"errorType":"Boom","errorMessage":"no","stack":["Boom: no","    at f (/var/task/index.js:1:2)"]}';

test("a proxy function's recorded status decides, although no line says ERROR", () => {
  const hop = invocation({ lines: [EVENT, 'INFO\tRESPONSE {"statusCode":503,"body":"{\\"error\\":\\"busy\\"}"}'] });
  assert.deepEqual([hop.outcome, hop.decidedBy], ["error", "the recorded response: status 503"]);
  assert.match(hop.error?.message ?? "", /status 503: .*busy/);
});

test("the error that the code caught before it answered 5xx is the hop's error", () => {
  const hop = invocation({ lines: [EVENT, FAILED, 'INFO\tRESPONSE {"statusCode":500,"body":"{}"}'] });
  assert.equal(hop.error?.type, "OrderError");
});

test("an ERROR line in an invocation that answered 200 makes a suspect and no failure", () => {
  const hop = invocation({ lines: [EVENT, FAILED, 'INFO\tRESPONSE {"statusCode":200,"body":"{}"}'] });
  assert.deepEqual([hop.outcome, hop.suspect, hop.error], ["ok", true, null]);
});

for (const [status, outcome] of [
  [404, "ok"],
  [429, "throttled"],
  [504, "timeout"],
] as const) {
  test(`an answer of ${status} is ${outcome}`, () => {
    assert.equal(invocation({ lines: [EVENT, `INFO\tRESPONSE {"statusCode":${status}}`] }).outcome, outcome);
  });
}

test("an error that nobody caught ends an invocation, whatever it answered before", () => {
  const hop = invocation({ lines: [EVENT, 'INFO\tRESPONSE {"statusCode":200}', UNCAUGHT], end: "error" });
  assert.equal(hop.outcome, "error");
  assert.deepEqual([hop.error?.type, hop.error?.stack], ["Boom", ["at f (/var/task/index.js:1:2)"]]);
});

test("an older runtime's REPORT says nothing, and the runtime's own word decides", () => {
  assert.equal(invocation({ lines: [UNCAUGHT] }).outcome, "error");
  assert.equal(invocation({ lines: ["INFO\tfine"] }).outcome, "ok");
});

test("a timeout is one, whether a line or only REPORT's status says so", () => {
  const told = invocation({
    lines: ["INFO\tworking", `|${new Date(AT).toISOString()} ${uuid("f")} Task timed out after 3.00 seconds`],
  });
  assert.equal(told.outcome, "timeout");
  assert.equal(told.error?.type, "Sandbox.Timedout");
  assert.equal(invocation({ lines: ["INFO\tworking"], end: "timeout" }).outcome, "timeout");
});

test("an invocation whose end was not read has no outcome and no end", () => {
  const hop = invocation({ lines: ["INFO\tworking"], end: "none" });
  assert.deepEqual([hop.outcome, hop.end, hop.decidedBy], ["unknown", null, null]);
});

test("START to REPORT is the time it took, and the lines between are its log", () => {
  const hop = invocation({ lines: ["INFO\ta", "INFO\tb"], ms: 1250 });
  assert.equal((hop.end ?? 0) - hop.start, 1_250_000);
  assert.equal(hop.logs.length, 5);
  assert.equal(hop.resource, "f");
});

test("input, output and environment are what the lines show, and null where none does", () => {
  const hop = invocation({
    lines: ['INFO\tEVENT {"rideId":"r1"}', 'INFO\tenvironment {"STAGE":"prod"}', 'INFO\tresult: {"fare":12}'],
  });
  assert.deepEqual([hop.input, hop.output, hop.environment], [{ rideId: "r1" }, { fare: 12 }, { STAGE: "prod" }]);
  const silent = invocation({ lines: ["INFO\tnothing to see"] });
  assert.deepEqual([silent.input, silent.output, silent.environment], [null, null, null]);
});

test("an empty input is an input", () => {
  assert.deepEqual(invocation({ lines: ["INFO\tEVENT {}"] }).input, {});
});

test("a user that only a line names is the invocation's own word, and a token goes before it", () => {
  const line = '|{"level":"INFO","message":"hi","function_request_id":"ID","user_id":"u-9"}'.replace("ID", uuid("f"));
  const [named] = transactionsOf(functionLog({ name: "f", requestId: uuid("f"), at: AT, lines: [EVENT, line] }));
  assert.deepEqual(named?.user, { id: "u-9", kind: "person", from: "log: user_id" });
  const signedIn = `INFO\tEVENT ${JSON.stringify(httpApiEvent({ requestId: "JKJaXmPLvHcESHA=", at: AT - 5, sub: "u-1" }))}`;
  const [proven] = transactionsOf(functionLog({ name: "f", requestId: uuid("f"), at: AT, lines: [signedIn, line] }));
  assert.equal(proven?.user?.id, "u-1");
});

test("an API that only its function's event shows ended as the function did, but for a throttle", () => {
  for (const [end, outcome] of [
    ["timeout", "timeout"],
    ["error", "error"],
    ["ok", "ok"],
    ["none", "unknown"],
  ] as const) {
    const [transaction] = transactionsOf(functionLog({ name: "f", requestId: uuid("f"), at: AT, lines: [EVENT], end }));
    assert.equal(transaction?.hops[0]?.service, "apigateway");
    assert.equal(transaction.hops[0].outcome, outcome);
  }
});

function invocation(run: Pick<FunctionRun, "lines" | "end" | "ms">): Hop {
  const transactions = transactionsOf(functionLog({ name: "f", requestId: uuid("f"), at: AT, ...run }));
  const hop = transactions.flatMap(({ hops }) => hops).find(({ requestId }) => requestId === uuid("f"));
  assert.ok(hop !== undefined);
  return hop;
}
