import assert from "node:assert/strict";
import { test } from "node:test";
import { pino as realPino } from "pino";
import { lambdaJson } from "../../../sandbox/world/logging/lambda-json.ts";
import type { Failure, LogStyle, Said, Speaker } from "../../../sandbox/world/logging/log-style.ts";
import { nodeText } from "../../../sandbox/world/logging/node-text.ts";
import { pino } from "../../../sandbox/world/logging/pino.ts";
import { powertools } from "../../../sandbox/world/logging/powertools.ts";
import { pythonText } from "../../../sandbox/world/logging/python-text.ts";

const AT = Date.parse("2026-11-22T02:24:11.005Z");
const ID = "8a3f1c52-5a0e-4d0c-9d52-6a0e0d6a1f10";
const LOADING: Speaker = {
  functionName: "checkout",
  functionArn: "arn:aws:lambda:eu-central-1:111122223333:function:checkout",
  memoryMb: 512,
  hostname: "169.254.7.9",
  invocation: null,
};
const SPEAKER: Speaker = {
  ...LOADING,
  invocation: {
    requestId: ID,
    cold: false,
    traceHeader: "Root=1-6b025244-c8d58781e4e70bc3b3a2e6c9;Parent=53995c3f42cd8ad8;Sampled=0",
    apiRequestId: "L6LcA32aSrfQz0s=",
    keys: { orderId: "ord_1" },
  },
};
const FAILURE: Failure = {
  name: "ShortLinkError",
  message: "taken",
  frames: ["    at shorten (/var/task/link.js:44:9)"],
  fields: { candidates: 5 },
};
const CALL = { name: "DynamoDB GetItem", input: { TableName: "orders" } };
const ENVIRONMENT: Said = { what: "environment", variables: { STAGE: "prod" } };
const EVENT: Said = { what: "event", event: { headers: { Authorization: "Bearer abc", host: "x" }, name: "Zoë" } };
const ASKED: Said = { what: "asked", call: CALL };
const ANSWERED: Said = { what: "answered", call: CALL, output: { Count: 0 }, durationMs: 6.4 };
const FAILED: Said = { what: "failure", message: "link not shortened:", failure: FAILURE };

test("Node's console writes time, request id, level and text between tabs, and `undefined` while it loads", () => {
  assert.deepEqual(said(nodeText, EVENT), [
    `2026-11-22T02:24:11.005Z\t${ID}\tINFO\tEVENT {"headers":{"Authorization":"Bearer abc","host":"x"},"name":"Zoë"}\n`,
  ]);
  assert.equal(
    nodeText.line(ENVIRONMENT, LOADING, AT),
    '2026-11-22T02:24:11.005Z\tundefined\tINFO\tenvironment {"STAGE":"prod"}\n',
  );
  assert.deepEqual(said(nodeText, FAILED), [
    `2026-11-22T02:24:11.005Z\t${ID}\tERROR\tlink not shortened: ShortLinkError: taken\n    at shorten (/var/task/link.js:44:9) {\n  candidates: 5\n}\n`,
  ]);
});

test("an error that a Node handler lets through is the runtime's line, with the stack last", () => {
  const line = `2026-11-22T02:24:11.005Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"ShortLinkError","errorMessage":"taken","candidates":5,"stack":["ShortLinkError: taken","    at shorten (/var/task/link.js:44:9)"]}\n`;
  for (const style of [nodeText, powertools, pino]) assert.equal(style.crash(FAILURE, SPEAKER, AT), line);
});

test("Powertools writes the invocation's context, then appended keys, then what is said", () => {
  const context = `"level":"INFO","message":"DynamoDB GetItem request","timestamp":"2026-11-22T02:24:11.005Z","service":"checkout","cold_start":false,"function_arn":"arn:aws:lambda:eu-central-1:111122223333:function:checkout","function_memory_size":"512","function_name":"checkout","function_request_id":"${ID}","sampling_rate":0,"xray_trace_id":"1-6b025244-c8d58781e4e70bc3b3a2e6c9","orderId":"ord_1"`;
  assert.deepEqual(said(powertools, ASKED), [`{${context},"request":{"TableName":"orders"}}\n`]);
  assert.equal(
    powertools.line(ENVIRONMENT, LOADING, AT),
    '{"level":"INFO","message":"environment","timestamp":"2026-11-22T02:24:11.005Z","service":"checkout","sampling_rate":0,"environment":{"STAGE":"prod"}}\n',
  );
});

test("Powertools formats an error with its place, its stack and what else it carries", () => {
  const [line = ""] = said(powertools, FAILED);
  assert.match(
    line,
    /"error":\{"name":"ShortLinkError","location":"\/var\/task\/link\.js:44","message":"taken","stack":"ShortLinkError: taken\\n {4}at shorten \(\/var\/task\/link\.js:44:9\)","candidates":5\}\}\n$/,
  );
});

test("pino's lines are those of pino itself, behind the context that pino-lambda puts before them", () => {
  const lines: string[] = [];
  const logger = realPino(
    {
      base: { pid: 2, hostname: "169.254.7.9" },
      timestamp: () => `,"time":${AT}`,
      redact: ["event.headers.Authorization"],
    },
    { write: (line: string) => lines.push(line) },
  );
  const error = Object.assign(new Error("taken"), { candidates: 5 });
  error.stack = "ShortLinkError: taken\n    at shorten (/var/task/link.js:44:9)";
  Object.defineProperty(error, "constructor", { value: class ShortLinkError {}, enumerable: false });
  logger.info({ event: { headers: { Authorization: "Bearer abc", host: "x" }, name: "Zoë" } }, "event");
  logger.info({ input: CALL.input, output: { Count: 0 }, durationMs: 6 }, "DynamoDB GetItem");
  logger.error({ err: error }, "link not shortened:");
  const context = `{"awsRequestId":"${ID}","apiRequestId":"L6LcA32aSrfQz0s=","x-correlation-trace-id":"Root=1-6b025244-c8d58781e4e70bc3b3a2e6c9;Parent=53995c3f42cd8ad8;Sampled=0","x-correlation-id":"${ID}","orderId":"ord_1",`;
  const expected = lines.map((line) => line.replace("{", context));
  assert.deepEqual(said(pino, EVENT, ASKED, ANSWERED, FAILED), expected);
});

test("Lambda's JSON format takes a lone object as the message, and puts an error beside a text", () => {
  assert.deepEqual(said(lambdaJson, ASKED, ANSWERED), [
    `{"timestamp":"2026-11-22T02:24:11.005Z","level":"INFO","requestId":"${ID}","message":{"message":"DynamoDB GetItem","input":{"TableName":"orders"},"output":{"Count":0},"durationMs":6}}`,
  ]);
  assert.deepEqual(said(lambdaJson, FAILED), [
    `{"timestamp":"2026-11-22T02:24:11.005Z","level":"ERROR","requestId":"${ID}","message":"link not shortened: ShortLinkError: taken\\n    at shorten (/var/task/link.js:44:9) {\\n  candidates: 5\\n}","errorType":"ShortLinkError","errorMessage":"taken","stackTrace":["ShortLinkError: taken","    at shorten (/var/task/link.js:44:9)"]}`,
  ]);
  assert.equal(
    lambdaJson.crash(FAILURE, SPEAKER, AT),
    `{"timestamp":"2026-11-22T02:24:11.005Z","level":"ERROR","requestId":"${ID}","message":{"errorType":"ShortLinkError","errorMessage":"taken","stackTrace":["ShortLinkError: taken","    at shorten (/var/task/link.js:44:9)"],"candidates":5}}`,
  );
});

test("Python writes JSON as json.dumps does, and a traceback without any request id", () => {
  assert.deepEqual(said(pythonText, EVENT), [
    `[INFO]\t2026-11-22T02:24:11.005Z\t${ID}\tevent: {"headers": {"Authorization": "Bearer abc", "host": "x"}, "name": "Zo\\u00eb"}\n`,
  ]);
  assert.equal(
    pythonText.line(ENVIRONMENT, LOADING, AT),
    '[INFO]\t2026-11-22T02:24:11.005Z\t\tenvironment: {"STAGE": "prod"}\n',
  );
  const failure: Failure = {
    name: "KeyError",
    message: "'multiplier'",
    frames: ['  File "/var/task/pricing.py", line 52, in surge_for', '    return answer["multiplier"]'],
    fields: {},
  };
  assert.equal(
    pythonText.crash(failure, SPEAKER, AT),
    '[ERROR] KeyError: \'multiplier\'\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/pricing.py", line 52, in surge_for\n\u00a0\u00a0\u00a0\u00a0return answer["multiplier"]',
  );
  assert.deepEqual(said(pythonText, { what: "failure", message: "no surge data", failure }), [
    `[ERROR]\t2026-11-22T02:24:11.005Z\t${ID}\tno surge data\nTraceback (most recent call last):\n  File "/var/task/pricing.py", line 52, in surge_for\n    return answer["multiplier"]\nKeyError: 'multiplier'\n`,
  ]);
});

function said(style: LogStyle, ...all: readonly Said[]): string[] {
  return all.flatMap((one) => style.line(one, SPEAKER, AT) ?? []);
}
