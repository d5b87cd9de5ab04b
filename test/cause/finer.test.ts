import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { causeOf } from "../../src/cause/cause.ts";
import { providerTrouble } from "../../src/cause/provider.ts";
import { caseOf } from "../../src/impact/case.ts";
import { type Judged, judge } from "../../src/impact/judge.ts";
import type { Seen } from "../../src/record.ts";
import { micros, SECOND } from "../../src/time.ts";
import type { Hop } from "../../src/transaction.ts";
import { hopOf } from "../impact/hop-of.ts";
import { judgedOf } from "../impact/judged-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

const TABLE = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders";

function throttled(words: Partial<Seen>): Judged {
  const error = { type: "ThrottlingException", message: "", stack: [], causes: [], ...words };
  return judgedOf({ at: 1, outcome: "error", call: hopOf("dynamodb orders", { outcome: "throttled", error }) });
}

function ended(hop: Hop, seconds: number): Hop {
  return { ...hop, end: micros(seconds * 1_000_000) };
}

const LIMITS: readonly (readonly [reason: string, resource: string, text: string, heals: boolean | null])[] = [
  ["TableWriteProvisionedThroughputExceeded", TABLE, "the provisioned write capacity of table orders", null],
  [
    "IndexReadProvisionedThroughputExceeded",
    `${TABLE}/index/by-date`,
    "the provisioned read capacity of index by-date of table orders",
    null,
  ],
  [
    "TableReadKeyRangeThroughputExceeded",
    TABLE,
    "what one partition can take of reads (a hot key) of table orders",
    null,
  ],
  [
    "TableWriteMaxOnDemandThroughputExceeded",
    TABLE,
    "the maximum of on-demand writes that is configured of table orders",
    false,
  ],
  ["TableReadAccountLimitExceeded", TABLE, "the account's quota of reads of table orders", false],
];

for (const [reason, resource, text, heals] of LIMITS) {
  test(`${reason} is ${text}`, () => {
    const cause = causeOf(throttled({ reasons: [{ reason, resource }] }), []);
    assert.deepEqual([cause?.kind, cause?.limit?.text, cause?.limit?.healsItself], ["throttled", text, heals]);
    assert.match(cause?.text ?? "", /It ran into /);
  });
}

test("an exception without reasons tells its limit by its words", () => {
  const message =
    "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table";
  assert.equal(causeOf(throttled({ message }), [])?.limit?.healsItself, true);
  assert.equal(causeOf(throttled({ message: "Rate exceeded" }), [])?.limit, undefined);
});

test("a function that may not run more than its reservation says so, and does not heal by itself", () => {
  const reasons = [{ reason: "ReservedFunctionConcurrentInvocationLimitExceeded", resource: null }];
  const error = { type: "TooManyRequestsException", message: "Rate Exceeded.", stack: [], causes: [], reasons };
  const call = hopOf("lambda pricing", { kind: "client", outcome: "throttled", error });
  const cause = causeOf(judgedOf({ at: 1, outcome: "error", call }), []);
  assert.deepEqual(
    [cause?.limit?.text, cause?.limit?.healsItself],
    ["the concurrency that is reserved for the function", false],
  );
});

test("a function that ran into its own limit was waiting for the call that is still open", () => {
  const call = hopOf("http api.bank.example", { start: 2, outcome: "unknown" });
  const cause = causeOf(judgedOf({ at: 1, outcome: "timeout", call }), []);
  assert.deepEqual([cause?.kind, cause?.detail], ["timeout", "own-timeout"]);
  assert.match(cause?.text ?? "", /It was waiting for HTTP api\.bank\.example\.$/);
  assert.deepEqual(cause?.evidence.slice(1), [call.id]);
});

test("a call that had ended was not waited for", () => {
  const call = ended(hopOf("http api.bank.example", { start: 2 }), 3);
  const late = judgedOf({ at: 1, outcome: "timeout", call });
  const hops = late.transaction.hops.map((hop) => (hop === call ? call : ended(hop, 9)));
  const cause = causeOf({ ...late, transaction: { ...late.transaction, hops } }, []);
  assert.doesNotMatch(cause?.text ?? "", /waiting for/);
});

test("an API that gave up while the function was still at work is its caller's timeout", () => {
  const api = ended(hopOf("apigateway shop", { start: 1, kind: "server", outcome: "timeout" }), 30);
  const slow = ended(hopOf("lambda checkout", { start: 2 }), 45);
  const cause = causeOf(judge(transactionOf([api], [slow, 0]), EMPTY_CATALOG), []);
  assert.deepEqual([cause?.detail, cause?.evidence], ["callers-timeout", [api.id, slow.id]]);
});

test("a message that fails for what it holds at every delivery is poisoned", () => {
  const error = {
    type: "TypeError",
    message: "ride.stops is not iterable",
    stack: ["at stops (/var/task/ride.js:4:2)"],
    causes: [],
  };
  const delivered = (delivery: number): Hop => hopOf("lambda worker", { start: 2, outcome: "error", error, delivery });
  const at = (delivery: number): Judged =>
    judge(transactionOf([hopOf("sqs rides", { start: 1, kind: "producer" })], [delivered(delivery), 0]), EMPTY_CATALOG);
  assert.deepEqual([causeOf(at(4), [])?.detail, causeOf(at(1), [])?.detail], ["poisoned", undefined]);
  assert.match(causeOf(at(4), [])?.text ?? "", /delivered 4 times/);
});

test("code that broke names the line in the team's own code, and not that of a library", () => {
  const stack = ["at get (/var/task/node_modules/lodash/get.js:1:1)", "at price (/var/task/src/fare.js:12:3)"];
  const error = { type: "RangeError", message: "too far", stack, causes: [] };
  const call = hopOf("lambda pricing", { outcome: "error", error });
  const cause = causeOf(judgedOf({ at: 1, outcome: "error", call }), []);
  assert.deepEqual(cause?.frame, { file: "/var/task/src/fare.js", line: 12, function: "price" });
  assert.match(cause?.text ?? "", /In the team's own code: price at \/var\/task\/src\/fare\.js:12\./);
});

test("a variable of the environment that is set to nothing is the configuration's fault", () => {
  const error = {
    type: "Error",
    message: "No value provided for TABLE_NAME",
    stack: ["at f (/var/task/a.js:1:1)"],
    causes: [],
  };
  const call = (environment: Hop["environment"]): Hop =>
    hopOf("lambda pricing", { outcome: "error", error, environment });
  const at = (environment: Hop["environment"]) =>
    causeOf(judgedOf({ at: 1, outcome: "error", call: call(environment) }), []);
  assert.equal(at({ TABLE_NAME: "" })?.detail, "configuration");
  assert.match(at({ TABLE_NAME: "" })?.text ?? "", /variable TABLE_NAME of its environment is not set/);
  assert.equal(at({ TABLE_NAME: "rides" })?.detail, undefined);
  assert.equal(at(null)?.detail, undefined);
});

test("several services of the provider that fail by themselves at once are the provider's failure", () => {
  const fails = (name: `${Hop["service"]} ${string}`, at: number): Judged => {
    const error = { type: "InternalServerError", message: "Internal server error", stack: [], causes: [] };
    return judgedOf({ at, outcome: "error", call: hopOf(name, { start: at, outcome: "error", error }) });
  };
  const cases = (...all: readonly Judged[]) => all.flatMap((one) => caseOf(one, true) ?? []);
  const [table, queue, topic] = [fails("dynamodb orders", 1), fails("sqs mails", 2), fails("sns news", 3)];
  const around = micros(2 * SECOND);
  const trouble = providerTrouble(cases(table, queue, topic), around);
  assert.deepEqual(trouble?.services, ["dynamodb", "sqs", "sns"]);
  assert.equal(causeOf(table, [], null, trouble)?.kind, "provider");
  assert.match(
    causeOf(table, [], null, trouble)?.text ?? "",
    /^It is the provider: DynamoDB, SQS and SNS fail by themselves/,
  );
  assert.equal(providerTrouble(cases(table, queue), around), null, "two that failed once each are an ordinary day");
  const bank = fails("http api.bank.example", 4);
  assert.equal(providerTrouble(cases(table, queue, bank), around), null, "a third party is none of its services");
  const hourLater = fails("sns news", 3600);
  assert.equal(providerTrouble(cases(table, queue, hourLater), around), null, "one an hour is an ordinary day");
});

test("errors that functions throw themselves are not the provider's, whatever they are called", () => {
  const stack = ["at tax (/var/task/src/tax.js:12:9)"];
  const error = { type: "InternalServerErrorException", message: "Could not compute the tax", stack, causes: [] };
  const threw = (name: string, at: number) => {
    const invocation = hopOf(`lambda ${name}`, { start: at, outcome: "error", error });
    return caseOf(judge(transactionOf([invocation]), EMPTY_CATALOG), true) ?? [];
  };
  const fails = (name: `${Hop["service"]} ${string}`, at: number) => {
    const answer = { type: "InternalServerError", message: "Internal server error", stack: [], causes: [] };
    const call = hopOf(name, { start: at, outcome: "error", error: answer });
    return caseOf(judgedOf({ at, outcome: "error", call }), true) ?? [];
  };
  const others = [fails("dynamodb orders", 1), fails("sqs mails", 2)].flat();
  const around = micros(2 * SECOND);
  assert.equal(providerTrouble([...others, ...[threw("tax", 1), threw("fare", 2)].flat()], around), null);
  assert.notEqual(providerTrouble([...others, ...[fails("sns news", 3)].flat()], around), null);
});
