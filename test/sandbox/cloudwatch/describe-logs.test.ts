import assert from "node:assert/strict";
import test from "node:test";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  InvalidParameterException,
  paginateDescribeLogGroups,
  paginateDescribeLogStreams,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { ACCOUNT, NIGHT, openLogs, REGION } from "./open-logs.ts";

const line = (message: string, timestamp = NIGHT - 1000) => ({ timestamp, ingestionTime: timestamp, message });

test("log groups come in ASCII order, with what AWS tells of each", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("/aws/lambda/rides", "s", [line("hello", NIGHT - 5000)]);
  logs.load("/aws/Lambda", "s", []);
  const { logGroups, nextToken } = await client.send(new DescribeLogGroupsCommand({}));
  assert.deepEqual(
    logGroups?.map(({ logGroupName }) => logGroupName),
    ["/aws/Lambda", "/aws/lambda/rides"],
  );
  assert.equal(nextToken, undefined);
  const arn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/rides`;
  assert.deepEqual(logGroups?.[1], {
    logGroupName: "/aws/lambda/rides",
    creationTime: NIGHT - 5000,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    logGroupClass: "STANDARD",
    storedBytes: 5 + 26,
    deletionProtectionEnabled: false,
  });
});

test("log groups are found by prefix, page by page", async (t) => {
  const { logs, client } = await openLogs(t);
  for (let n = 10; n < 22; n++) logs.load(`/aws/lambda/fn-${n}`, "s", []);
  logs.load("/ecs/other", "s", []);
  const names: string[][] = [];
  const pages = paginateDescribeLogGroups({ client, pageSize: 5 }, { logGroupNamePrefix: "/aws/lambda/" });
  for await (const { logGroups } of pages) names.push((logGroups ?? []).map(({ logGroupName }) => logGroupName ?? ""));
  assert.deepEqual(
    names.map(({ length }) => length),
    [5, 5, 2],
  );
  assert.equal(new Set(names.flat()).size, 12);
});

test("a search by pattern may answer an empty page with a token", async (t) => {
  const { logs, client } = await openLogs(t);
  for (const name of ["a-1", "a-2", "rides-dlq"]) logs.load(name, "s", []);
  const first = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "dlq", limit: 2 }));
  assert.deepEqual(first.logGroups, []);
  assert.ok(first.nextToken);
  const second = await client.send(
    new DescribeLogGroupsCommand({ logGroupNamePattern: "dlq", limit: 2, nextToken: first.nextToken }),
  );
  assert.deepEqual(
    second.logGroups?.map(({ logGroupName }) => logGroupName),
    ["rides-dlq"],
  );
  assert.equal(second.logGroups?.[0]?.storedBytes, undefined);
  assert.equal(second.nextToken, undefined);
});

test("prefix and pattern together, a limit over 50 and a foreign token are refused", async (t) => {
  const { client } = await openLogs(t);
  await assert.rejects(
    client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "a", logGroupNamePattern: "b" })),
    (error) => error instanceof InvalidParameterException && error.message.includes("mutually exclusive"),
  );
  await assert.rejects(client.send(new DescribeLogGroupsCommand({ limit: 51 })), {
    name: "InvalidParameterException",
    message:
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  });
  await assert.rejects(client.send(new DescribeLogGroupsCommand({ nextToken: "bm9uc2Vuc2U" })), {
    name: "InvalidParameterException",
    message: "The specified nextToken is invalid.",
  });
  await assert.rejects(client.send(new DescribeLogGroupsCommand({ logGroupIdentifiers: ["a"] })), {
    name: "InvalidParameterException",
    message: "logGroupIdentifiers is not supported.",
  });
});

test("a stream tells its first and last events as they become visible", async (t) => {
  const { logs, client, clock } = await openLogs(t);
  logs.load("rides", "one", [
    { timestamp: NIGHT - 9000, ingestionTime: NIGHT - 4000, message: "a" },
    { timestamp: NIGHT - 8000, ingestionTime: NIGHT + 2000, message: "b" },
  ]);
  const seen = async () =>
    (await client.send(new DescribeLogStreamsCommand({ logGroupName: "rides" }))).logStreams?.[0];
  assert.deepEqual(await seen(), {
    logStreamName: "one",
    creationTime: NIGHT - 4000,
    arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:rides:log-stream:one`,
    storedBytes: 0,
    firstEventTimestamp: NIGHT - 9000,
    lastEventTimestamp: NIGHT - 9000,
    lastIngestionTime: NIGHT - 4000,
  });
  clock.advanceTo(NIGHT + 2000);
  assert.equal((await seen())?.lastEventTimestamp, NIGHT - 8000);
  assert.equal((await seen())?.lastIngestionTime, NIGHT + 2000);
});

test("streams are ordered by name or by their last event, in either direction, page by page", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "a", [line("x", NIGHT - 1000)]);
  logs.load("rides", "b", [line("x", NIGHT - 3000)]);
  logs.load("rides", "c", [line("x", NIGHT - 2000)]);
  const order = async (input: object) => {
    const names: string[] = [];
    for await (const page of paginateDescribeLogStreams({ client, pageSize: 2 }, { logGroupName: "rides", ...input })) {
      for (const { logStreamName } of page.logStreams ?? []) names.push(logStreamName ?? "");
    }
    return names.join("");
  };
  assert.equal(await order({}), "abc");
  assert.equal(await order({ descending: true }), "cba");
  assert.equal(await order({ orderBy: "LastEventTime" }), "bca");
  assert.equal(await order({ orderBy: "LastEventTime", descending: true }), "acb");
  assert.equal(await order({ logStreamNamePrefix: "b" }), "b");
  await assert.rejects(order({ orderBy: "LastEventTime", logStreamNamePrefix: "b" }), InvalidParameterException);
});

test("a group may be named by its ARN, but not by name and ARN at once", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [line("x")]);
  const logGroupIdentifier = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:rides`;
  const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupIdentifier }));
  assert.equal(logStreams?.length, 1);
  await assert.rejects(client.send(new DescribeLogStreamsCommand({ logGroupName: "rides", logGroupIdentifier })), {
    name: "ValidationException",
  });
  await assert.rejects(client.send(new DescribeLogStreamsCommand({})), InvalidParameterException);
  await assert.rejects(
    client.send(new DescribeLogStreamsCommand({ logGroupIdentifier: logGroupIdentifier.replace(REGION, "eu-west-9") })),
    ResourceNotFoundException,
  );
});

test("groups and streams are created once, with names as AWS allows them", async (t) => {
  const { client } = await openLogs(t);
  await client.send(new CreateLogGroupCommand({ logGroupName: "rides" }));
  await client.send(new CreateLogStreamCommand({ logGroupName: "rides", logStreamName: "2026/11/22/[$LATEST]0" }));
  const { logStreams } = await client.send(new DescribeLogStreamsCommand({ logGroupName: "rides" }));
  assert.deepEqual(logStreams, [
    {
      logStreamName: "2026/11/22/[$LATEST]0",
      creationTime: NIGHT,
      arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:rides:log-stream:2026/11/22/[$LATEST]0`,
      storedBytes: 0,
    },
  ]);
  await assert.rejects(
    client.send(new CreateLogGroupCommand({ logGroupName: "rides" })),
    ResourceAlreadyExistsException,
  );
  await assert.rejects(
    client.send(new CreateLogStreamCommand({ logGroupName: "rides", logStreamName: "2026/11/22/[$LATEST]0" })),
    ResourceAlreadyExistsException,
  );
  await assert.rejects(
    client.send(new CreateLogStreamCommand({ logGroupName: "none", logStreamName: "s" })),
    ResourceNotFoundException,
  );
  await assert.rejects(client.send(new CreateLogGroupCommand({ logGroupName: "with space" })), {
    message:
      "1 validation error detected: Value 'with space' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [.\\-_/#A-Za-z0-9]+",
  });
  for (const logGroupName of ["with space", "x".repeat(513), "aws/spans", ""]) {
    await assert.rejects(client.send(new CreateLogGroupCommand({ logGroupName })), InvalidParameterException);
  }
  await assert.rejects(
    client.send(new CreateLogStreamCommand({ logGroupName: "rides", logStreamName: "a:b" })),
    InvalidParameterException,
  );
});
