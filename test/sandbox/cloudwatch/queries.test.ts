import assert from "node:assert/strict";
import test from "node:test";
import {
  GetQueryResultsCommand,
  InvalidParameterException,
  ResourceNotFoundException,
  StartQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { ACCOUNT, NIGHT, openLogs, REGION } from "./open-logs.ts";

const SECOND = Math.floor(NIGHT / 1000);
const WINDOW = { startTime: SECOND - 600, endTime: SECOND };

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const timestamp = NIGHT - index * 10;
    return { timestamp, ingestionTime: timestamp, message: `line ${index}` };
  });

test("a query is Scheduled, then Running with what it found so far, then Complete", async (t) => {
  const { logs, client, clock } = await openLogs(t, { queryMs: 1000 });
  logs.load("rides", "one", lines(100));
  const { queryId } = await client.send(
    new StartQueryCommand({ ...WINDOW, logGroupName: "rides", queryString: "fields @message" }),
  );
  const at = async (elapsedMs: number) => {
    clock.advanceTo(NIGHT + elapsedMs);
    const { status, results, statistics, nextToken } = await client.send(new GetQueryResultsCommand({ queryId }));
    return [status, results?.length, statistics?.recordsScanned, nextToken];
  };
  assert.deepEqual(await at(0), ["Scheduled", 0, 0, undefined]);
  assert.deepEqual(await at(500), ["Running", 50, 50, undefined]);
  assert.deepEqual(await at(1000), ["Complete", 100, 100, undefined]);
});

test("a complete query tells what it scanned and matched", async (t) => {
  const { logs, query } = await openLogs(t);
  logs.load("rides", "one", lines(10));
  logs.load("rides", "two", [{ timestamp: NIGHT - 7_200_000, ingestionTime: NIGHT, message: "outside" }]);
  logs.load("users", "one", lines(1));
  const { statistics, status, queryLanguage } = await query(
    ["rides", "users"],
    'filter @message like "line 1" or @message like "line 2" | limit 1',
  );
  assert.deepEqual([status, queryLanguage], ["Complete", "CWLI"]);
  assert.deepEqual(statistics, {
    recordsMatched: 2,
    recordsScanned: 11,
    estimatedRecordsSkipped: 0,
    bytesScanned: 11 * "line 0".length,
    estimatedBytesSkipped: 0,
    logGroupsScanned: 2,
    resultCount: 1,
  });
});

test("the events that matched are those before stats, dedup and limit", async (t) => {
  const { logs, query } = await openLogs(t);
  logs.load("rides", "one", lines(5));
  const matched = async (text: string) => (await query("rides", text)).statistics?.recordsMatched;
  assert.equal(await matched("filter @message != 'line 0' | stats count(*)"), 4);
  assert.equal(await matched("dedup @logStream"), 5);
  assert.equal(await matched("sort @timestamp asc | filter @message != 'line 0'"), 4);
  assert.equal(await matched("limit 100000"), 5);
});

test("the window runs from the start of its first second to the end of its last", async (t) => {
  const { logs, client } = await openLogs(t);
  const at = (timestamp: number, message: string) => ({ timestamp, ingestionTime: NIGHT, message });
  const endMs = SECOND * 1000;
  logs.load("rides", "one", [
    at(endMs - 10_001, "before"),
    at(endMs - 10_000, "first"),
    at(endMs + 646, "last"),
    at(endMs + 999, "last"),
    at(endMs + 1000, "after"),
  ]);
  const { queryId } = await client.send(
    new StartQueryCommand({
      logGroupName: "rides",
      startTime: SECOND - 10,
      endTime: SECOND,
      queryString: "fields @message",
    }),
  );
  const { results } = await client.send(new GetQueryResultsCommand({ queryId }));
  assert.deepEqual(
    results?.map((row) => row[0]?.value),
    ["last", "last", "first"],
  );
});

test("a query runs over what was ingested when it was started", async (t) => {
  const { logs, client, clock } = await openLogs(t, { queryMs: 1000 });
  logs.load("rides", "one", [
    ...lines(2),
    { timestamp: NIGHT, ingestionTime: NIGHT + 500, message: "ingested while the query runs" },
  ]);
  const { queryId } = await client.send(
    new StartQueryCommand({ ...WINDOW, logGroupName: "rides", queryString: "fields @message" }),
  );
  logs.load("rides", "one", [{ timestamp: NIGHT, ingestionTime: NIGHT, message: "loaded while the query runs" }]);
  clock.advanceTo(NIGHT + 1000);
  const { results } = await client.send(new GetQueryResultsCommand({ queryId }));
  assert.equal(results?.length, 2);
});

test("without a limit there are 10,000 rows; more come in pages of at most 10,000", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", lines(25_000));
  const run = async (queryString: string, limit?: number) => {
    const { queryId } = await client.send(
      new StartQueryCommand({ ...WINDOW, logGroupName: "rides", queryString, limit }),
    );
    const pages: number[] = [];
    const seen = new Set<string>();
    let nextToken: string | undefined;
    do {
      const page = await client.send(new GetQueryResultsCommand({ queryId, nextToken }));
      pages.push(page.results?.length ?? 0);
      for (const row of page.results ?? []) seen.add(row[0]?.value ?? "");
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return [pages, seen.size];
  };
  assert.deepEqual(await run("fields @message"), [[10_000], 10_000]);
  assert.deepEqual(await run("fields @message | limit 25000"), [[10_000, 10_000, 5_000], 25_000]);
  assert.deepEqual(await run("fields @message", 12_000), [[10_000, 2_000], 12_000]);
  assert.deepEqual(await run("fields @message | limit 3", 12_000), [[3], 3]);
});

test("maxItems makes smaller pages, and a token is good for its own query only", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", lines(3));
  const start = async () =>
    (await client.send(new StartQueryCommand({ ...WINDOW, logGroupName: "rides", queryString: "fields @message" })))
      .queryId;
  const [queryId, otherId] = [await start(), await start()];
  const first = await client.send(new GetQueryResultsCommand({ queryId, maxItems: 2 }));
  assert.equal(first.results?.length, 2);
  const { nextToken } = first;
  assert.equal((await client.send(new GetQueryResultsCommand({ queryId, nextToken }))).results?.length, 1);
  await assert.rejects(
    client.send(new GetQueryResultsCommand({ queryId: otherId, nextToken })),
    InvalidParameterException,
  );
});

test("a running query can be stopped, once", async (t) => {
  const { logs, client, clock } = await openLogs(t, { queryMs: 1000 });
  logs.load("rides", "one", lines(3));
  const { queryId } = await client.send(
    new StartQueryCommand({ ...WINDOW, logGroupName: "rides", queryString: "fields @message" }),
  );
  assert.equal((await client.send(new StopQueryCommand({ queryId }))).success, true);
  clock.advanceTo(NIGHT + 2000);
  const { status, results } = await client.send(new GetQueryResultsCommand({ queryId }));
  assert.deepEqual([status, results], ["Cancelled", []]);
  await assert.rejects(client.send(new StopQueryCommand({ queryId })), InvalidParameterException);
});

test("queries that nobody started are not found", async (t) => {
  const { client } = await openLogs(t);
  await assert.rejects(client.send(new GetQueryResultsCommand({ queryId: "none" })), ResourceNotFoundException);
  await assert.rejects(client.send(new StopQueryCommand({ queryId: "none" })), ResourceNotFoundException);
});

test("a query names its groups in exactly one way: name, names or identifiers, 50 at most", async (t) => {
  const { logs, client } = await openLogs(t);
  for (let index = 0; index < 51; index++) logs.load(`g${index}`, "one", []);
  const start = (input: object) =>
    client.send(new StartQueryCommand({ ...WINDOW, queryString: "fields @message", ...input }));
  const names = (count: number) => Array.from({ length: count }, (_, index) => `g${index}`);
  await start({ logGroupName: "g0" });
  await start({ logGroupNames: names(50) });
  await start({ logGroupIdentifiers: ["g0", `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:g1`] });
  await assert.rejects(start({}), InvalidParameterException);
  await assert.rejects(start({ logGroupName: "g0", logGroupNames: ["g1"] }), InvalidParameterException);
  await assert.rejects(start({ logGroupNames: names(51) }), (error) => {
    assert.ok(error instanceof InvalidParameterException);
    assert.match(error.message, /at 'logGroupNames' failed .* Member must have length less than or equal to 50$/);
    return true;
  });
  await assert.rejects(start({ logGroupIdentifiers: names(51) }), InvalidParameterException);
  await assert.rejects(start({ logGroupNames: ["g0", "none"] }), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.match(error.message, /^Log group 'none' does not exist for account ID '123456789012' \(Service: AWSLogs; /);
    return true;
  });
});

test("over-long query texts, other languages, wide limits and backward windows are refused", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", []);
  const start = (input: object) =>
    client.send(new StartQueryCommand({ ...WINDOW, logGroupName: "rides", queryString: "fields @message", ...input }));
  const padded = (length: number) => "fields @message #".padEnd(length, "x");
  await start({ queryString: padded(10_000) });
  for (const input of [
    { queryString: padded(10_001) },
    { queryLanguage: "SQL" },
    { limit: 100_001 },
    { startTime: SECOND, endTime: SECOND - 1 },
    { startTime: 0.5 },
  ]) {
    await assert.rejects(start(input), { name: /InvalidParameterException|SerializationException/ });
  }
});

test("at most so many queries are under way at once", async (t) => {
  const { logs, client, clock } = await openLogs(t, { queryMs: 1000, quotas: { concurrentQueries: 2 } });
  logs.load("rides", "one", []);
  const start = () =>
    client.send(new StartQueryCommand({ ...WINDOW, logGroupName: "rides", queryString: "fields @message" }));
  await start();
  await start();
  await assert.rejects(start(), {
    name: "LimitExceededException",
    message: "Account maximum query concurrency limit of [2] reached.",
  });
  clock.advanceTo(NIGHT + 1000);
  await start();
});
