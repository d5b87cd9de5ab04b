import assert from "node:assert/strict";
import test from "node:test";
import { DescribeLogGroupsCommand, DescribeQueriesCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { quotasOf } from "../../../sandbox/cloudwatch/limits.ts";
import { NIGHT, openLogs } from "./open-logs.ts";

const SIGNED = { authorization: "AWS4-HMAC-SHA256 Credential=any", "content-type": "application/x-amz-json-1.1" };

test("an answer is AWS JSON 1.1 with a request id", async (t) => {
  const { logs } = await openLogs(t);
  const response = await fetch(logs.url, {
    method: "POST",
    headers: { ...SIGNED, "x-amz-target": "Logs_20140328.DescribeLogGroups" },
    body: "{}",
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/x-amz-json-1.1");
  assert.match(response.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(await response.json(), { logGroups: [] });
});

test("operations that are not built are unknown", async (t) => {
  const { client } = await openLogs(t);
  await assert.rejects(client.send(new DescribeQueriesCommand({})), { name: "UnknownOperationException" });
});

test("what is no request of the protocol is refused as AWS does", async (t) => {
  const { logs } = await openLogs(t);
  const post = async (headers: Record<string, string>, body: string) => {
    const response = await fetch(logs.url, { method: "POST", headers, body });
    return [response.status, await response.json()];
  };
  const target = { "x-amz-target": "Logs_20140328.DescribeLogGroups" };
  assert.equal((await fetch(logs.url)).status, 404);
  assert.deepEqual(await post({ ...SIGNED, "x-amz-target": "Logs_20140328.Nothing" }, "{}"), [
    400,
    { __type: "UnknownOperationException" },
  ]);
  assert.deepEqual(await post({ ...SIGNED, "x-amz-target": "DynamoDB_20120810.ListTables" }, "{}"), [
    400,
    { __type: "UnknownOperationException" },
  ]);
  assert.deepEqual(await post({ ...SIGNED, ...target }, "{not json"), [400, { __type: "SerializationException" }]);
  assert.deepEqual(await post({ ...SIGNED, ...target }, '{"limit":"ten"}'), [
    400,
    { __type: "SerializationException", message: "limit must be a number" },
  ]);
  assert.deepEqual(await post(target, "{}"), [
    400,
    { __type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" },
  ]);
});

test("a missing member is refused by its name", async (t) => {
  const { client } = await openLogs(t);
  await assert.rejects(client.send(new GetLogEventsCommand({ logGroupName: "rides", logStreamName: undefined })), {
    name: "InvalidParameterException",
    message:
      "1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null",
  });
});

test("requests beyond the rate of an operation are throttled until time passes", async (t) => {
  const { client, clock } = await openLogs(t, { quotas: { requestsPerSecond: { DescribeLogGroups: 2 } } });
  const describe = () => client.send(new DescribeLogGroupsCommand({}));
  await describe();
  await describe();
  await assert.rejects(describe(), { name: "ThrottlingException", message: "Rate exceeded" });
  clock.advanceTo(NIGHT + 499);
  await assert.rejects(describe(), { name: "ThrottlingException" });
  clock.advanceTo(NIGHT + 500);
  await describe();
  await assert.rejects(describe(), { name: "ThrottlingException" });
});

test("the rates are those of the region", () => {
  assert.equal(quotasOf("us-east-1").requestsPerSecond.FilterLogEvents, 25);
  assert.equal(quotasOf("eu-central-1").requestsPerSecond.FilterLogEvents, 5);
  assert.equal(quotasOf("eu-west-1").requestsPerSecond.FilterLogEvents, 10);
  const { StartQuery, GetQueryResults } = quotasOf("eu-west-1").requestsPerSecond;
  assert.deepEqual([StartQuery, GetQueryResults], [10, 10]);
});
