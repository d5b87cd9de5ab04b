import assert from "node:assert/strict";
import test from "node:test";
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { NIGHT, openLogs } from "./open-logs.ts";

const QUERY = { startTime: 0, endTime: Math.floor(NIGHT / 1000), queryString: "fields @message" };

test("a group that is denied is refused to every read of it, and to a query among others", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", []);
  logs.load("users", "one", []);
  logs.faults.denyGroup("rides");
  const denied = { name: "AccessDeniedException", message: /is not authorized to perform: logs:\w+ on resource/ };
  await assert.rejects(client.send(new FilterLogEventsCommand({ logGroupName: "rides" })), denied);
  await assert.rejects(client.send(new DescribeLogStreamsCommand({ logGroupName: "rides" })), denied);
  await assert.rejects(client.send(new StartQueryCommand({ ...QUERY, logGroupNames: ["users", "rides"] })), denied);
  await client.send(new StartQueryCommand({ ...QUERY, logGroupNames: ["users"] }));
  assert.equal((await client.send(new DescribeLogGroupsCommand({}))).logGroups?.length, 2);
  logs.faults.allowGroup("rides");
  await client.send(new FilterLogEventsCommand({ logGroupName: "rides" }));
});

test("a proxy's page and half an answer reach the client as what they are, so often as planned", async (t) => {
  const { logs, client } = await openLogs(t);
  const describe = () => client.send(new DescribeLogGroupsCommand({}));
  logs.load("rides", "one", []);
  logs.faults.failNext("DescribeLogGroups", "html-500", 2);
  logs.faults.failNext("DescribeLogGroups", "truncated-json");
  for (const httpStatusCode of [500, 500, 200]) {
    await assert.rejects(describe(), (error) => {
      assert.ok(error instanceof SyntaxError);
      assert.ok("$metadata" in error && typeof error.$metadata === "object" && error.$metadata !== null);
      assert.equal(Reflect.get(error.$metadata, "httpStatusCode"), httpStatusCode);
      return true;
    });
  }
  await describe();
});

test("a throttling that is planned passes like any other", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.faults.failNext("DescribeLogGroups", "throttled");
  await assert.rejects(client.send(new DescribeLogGroupsCommand({})), { name: "ThrottlingException" });
  await client.send(new DescribeLogGroupsCommand({}));
});

test("a query can be made to fail or to time out", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [{ timestamp: NIGHT, ingestionTime: NIGHT, message: "x" }]);
  logs.faults.endNextQuery("Failed");
  logs.faults.endNextQuery("Timeout");
  const statuses: unknown[] = [];
  for (let n = 0; n < 3; n++) {
    const { queryId } = await client.send(new StartQueryCommand({ ...QUERY, logGroupName: "rides" }));
    const { status, results } = await client.send(new GetQueryResultsCommand({ queryId }));
    statuses.push(status, results?.length);
  }
  assert.deepEqual(statuses, ["Failed", 0, "Timeout", 0, "Complete", 1]);
});

test("a delayed answer outlasts a client that gives up, and clear() ends all faults", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.faults.delayAnswers(60_000);
  logs.faults.failNext("DescribeLogGroups", "html-500");
  const abortSignal = AbortSignal.timeout(20);
  await assert.rejects(client.send(new DescribeLogGroupsCommand({}), { abortSignal }), { name: "AbortError" });
  logs.faults.clear();
  await client.send(new DescribeLogGroupsCommand({}));
});

test("stop() ends the answers that are still delayed", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.faults.delayAnswers(60_000);
  const pending = client.send(new DescribeLogGroupsCommand({}));
  const refused = assert.rejects(pending);
  while (!(await connected(logs.url))) await new Promise(setImmediate);
  await logs.stop();
  await refused;
});

/** Once another request is accepted, the first one has been as well. */
async function connected(url: string): Promise<boolean> {
  return (await fetch(url)).status === 404;
}
