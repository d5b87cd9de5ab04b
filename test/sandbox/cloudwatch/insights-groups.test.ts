import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type CloudWatchLogsClient,
  DescribeFieldIndexesCommand,
  GetQueryResultsCommand,
  ListLogGroupsForQueryCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { ACCOUNT, NIGHT, openLogs, REGION } from "./open-logs.ts";

const SECOND = Math.floor(NIGHT / 1000);

test("an estimate tells the bytes of groups and time, runs nothing and costs nothing", async (t) => {
  const { logs, query } = await openLogs(t);
  logs.load("rides", "one", linesOf(['{"a":"x"}', "plain", '{"a":"y"}']));
  const { results, statistics } = await query("rides", "fields @message | filter @message like /x/ | estimate");
  assert.deepEqual(results, [[{ field: "estimatedBytes", value: "23" }]]);
  assert.deepEqual([statistics?.bytesScanned, statistics?.recordsScanned], [0, 0]);
});

test("lines that an index knows not to match are skipped, in a filter for equal values alone", async (t) => {
  const { logs, query } = await openLogs(t);
  const lines = ['{"requestId":"r1"}', '{"requestId":"r2"}', "names r1"];
  logs.load("rides", "one", linesOf(lines));
  logs.set("rides", { logGroupClass: "STANDARD", indexedFields: ["requestId"] });
  const bytes = async (text: string) => {
    const { statistics, results } = await query("rides", text);
    return [statistics?.bytesScanned, statistics?.estimatedBytesSkipped, results?.length];
  };
  assert.deepEqual(await bytes('fields @message | filter requestId = "r1"'), [18, 26, 1]);
  assert.deepEqual(await bytes('filter requestId in ["r1", "r3"] and @message like /r/'), [18, 26, 1]);
  assert.deepEqual(await bytes('filter requestId = "r1" or @message like /r1/'), [44, 0, 2]);
  assert.deepEqual(await bytes("filter requestId like /r1/"), [44, 0, 1]);
  const { results } = await query("rides", 'filter requestId = "r1" | estimate');
  assert.deepEqual(results, [[{ field: "estimatedBytes", value: "18" }]]);
});

test("which fields are indexed is told by group, page by page; only the standard class has indexes", async (t) => {
  const { logs, client } = await openLogs(t);
  const names = Array.from({ length: 60 }, (_, i) => `g${String(i).padStart(2, "0")}`);
  for (const name of names) logs.load(name, "one", []);
  logs.set("g00", { logGroupClass: "STANDARD", indexedFields: ["requestId"] });
  logs.set("g01", { logGroupClass: "INFREQUENT_ACCESS" });
  const told: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new DescribeFieldIndexesCommand({ logGroupIdentifiers: names, nextToken }));
    for (const one of page.fieldIndexes ?? [])
      told.push(`${one.logGroupIdentifier?.split(":").at(-1)} ${one.fieldIndexName} ${one.indexCategory}`);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  assert.deepEqual(told.slice(0, 3), ["g00 traceId DEFAULT", "g00 requestId CUSTOM", "g02 traceId DEFAULT"]);
  assert.equal(told.length, 60);
});

test("SOURCE selects the groups of some beginnings and of a class, and it can be asked which", async (t) => {
  const { logs, client } = await openLogs(t);
  for (const name of ["a/1", "a/2", "a/3", "b/1", "c/1"]) logs.load(name, "one", linesOf([`of ${name}`]));
  logs.set("a/3", { logGroupClass: "INFREQUENT_ACCESS" });
  const read = (source: string) => run(client, `SOURCE logGroups(${source}) | fields @message`);
  assert.deepEqual(await read("namePrefix: ['a/', 'b/']"), ["a/1", "a/2", "b/1"]);
  assert.deepEqual(await read("namePrefix: ['a/'], class: ['INFREQUENT_ACCESS']"), ["a/3"]);
  assert.deepEqual(await read(""), ["a/1", "a/2", "b/1", "c/1"]);
  assert.deepEqual(await read(`accountIdentifiers: ['${ACCOUNT}'], namePrefix: ['c']`), ["c/1"]);
  assert.deepEqual(await read("accountIdentifiers: ['999999999999']"), []);
});

/** The groups whose lines are found, which must be those that the service says were read. */
async function run(client: CloudWatchLogsClient, queryString: string): Promise<string[]> {
  const window = { startTime: SECOND - 60, endTime: SECOND + 60 };
  const { queryId } = await client.send(new StartQueryCommand({ ...window, queryString }));
  const { results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
  const { logGroupIdentifiers = [] } = await client.send(new ListLogGroupsForQueryCommand({ queryId }));
  const found = results.map((row) => row[0]?.value?.replace("of ", "") ?? "").sort();
  assert.deepEqual(
    logGroupIdentifiers.toSorted(),
    found.map((name) => `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}`),
  );
  return found;
}

function linesOf(messages: readonly string[]) {
  return messages.map((message) => ({ timestamp: NIGHT, ingestionTime: NIGHT, message }));
}
