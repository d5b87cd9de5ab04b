import assert from "node:assert/strict";
import test from "node:test";
import {
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { NIGHT, openLogs } from "./open-logs.ts";

test("no read sees a line, nor its stream, before the line was ingested", async (t) => {
  const { logs, client, clock, query } = await openLogs(t);
  logs.load("rides", "one", [{ timestamp: NIGHT - 1000, ingestionTime: NIGHT + 7000, message: "late" }]);
  const names = { logGroupName: "rides" };
  const reads = async () => ({
    filtered: (await client.send(new FilterLogEventsCommand(names))).events?.length,
    streams: (await client.send(new DescribeLogStreamsCommand(names))).logStreams?.length,
    storedBytes: (await client.send(new DescribeLogGroupsCommand({}))).logGroups?.[0]?.storedBytes,
    queried: (await query("rides", "fields @message")).results?.length,
    scanned: (await query("rides", "fields @message")).statistics?.recordsScanned,
  });
  const get = () => client.send(new GetLogEventsCommand({ ...names, logStreamName: "one" }));
  const nothing = { filtered: 0, streams: 0, storedBytes: 0, queried: 0, scanned: 0 };
  assert.deepEqual(await reads(), nothing);
  await assert.rejects(get(), ResourceNotFoundException);
  clock.advanceTo(NIGHT + 6999);
  assert.deepEqual(await reads(), nothing);
  clock.advanceTo(NIGHT + 7000);
  assert.deepEqual(await reads(), { filtered: 1, streams: 1, storedBytes: 30, queried: 1, scanned: 1 });
  assert.equal((await get()).events?.[0]?.message, "late");
});

test("a stream that is still to appear can be created before", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [{ timestamp: NIGHT, ingestionTime: NIGHT + 7000, message: "later" }]);
  const names = { logGroupName: "rides", logStreamName: "one" };
  await client.send(new CreateLogStreamCommand(names));
  assert.deepEqual((await client.send(new GetLogEventsCommand(names))).events, []);
  await assert.rejects(client.send(new CreateLogStreamCommand(names)), ResourceAlreadyExistsException);
});

test("lines may be loaded in any order, and in several portions", async (t) => {
  const { logs, client } = await openLogs(t);
  const line = (message: string, before: number) => ({ timestamp: NIGHT - before, ingestionTime: NIGHT, message });
  logs.load("aws/spans", "default", [line("c", 1), line("a", 3)]);
  logs.load("aws/spans", "default", [line("b", 2), line("d", 0)]);
  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: "aws/spans" }));
  assert.equal(events?.map(({ message }) => message).join(""), "abcd");
});

test("a time that is not in whole milliseconds is not stored", async (t) => {
  const { logs } = await openLogs(t);
  assert.throws(() => logs.load("rides", "one", [{ timestamp: 0.5, ingestionTime: 1, message: "x" }]), RangeError);
});
