import assert from "node:assert/strict";
import test from "node:test";
import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  type FilterLogEventsCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import { NIGHT, openLogs } from "./open-logs.ts";

const line = (message: string, secondsBefore: number, lagMs = 0) => ({
  timestamp: NIGHT - secondsBefore * 1000,
  ingestionTime: NIGHT - secondsBefore * 1000 + lagMs,
  message,
});

const text = ({ events }: FilterLogEventsCommandOutput) => events?.map(({ message }) => message).join(" ");

async function pages(client: CloudWatchLogsClient, input: FilterLogEventsCommandInput): Promise<string[]> {
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new FilterLogEventsCommand({ ...input, nextToken }));
    found.push(text(page) ?? "");
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}

test("the events of all streams come interleaved by time, with ids that differ", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [line("a", 9), line("c", 7)]);
  logs.load("rides", "two", [line("d", 6), line("b", 8)]);
  const found = await client.send(new FilterLogEventsCommand({ logGroupName: "rides" }));
  assert.equal(text(found), "a b c d");
  assert.deepEqual(found.searchedLogStreams, []);
  assert.equal(new Set(found.events?.map(({ eventId }) => eventId)).size, 4);
  assert.match(found.events?.[0]?.eventId ?? "", /^\d{56}$/);
});

test("events of one millisecond come in the order of their ingestion", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [line("late", 5, 900), line("early", 5, 100)]);
  assert.equal(text(await client.send(new FilterLogEventsCommand({ logGroupName: "rides" }))), "early late");
});

test("the window includes both its ends", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [line("a", 4), line("b", 3), line("c", 2), line("d", 1)]);
  const input = { logGroupName: "rides", startTime: NIGHT - 3000, endTime: NIGHT - 2000 };
  assert.equal(text(await client.send(new FilterLogEventsCommand(input))), "b c");
});

test("streams are chosen by name or by prefix, not by both", async (t) => {
  const { logs, client } = await openLogs(t);
  for (const name of ["a1", "a2", "b1"]) logs.load("rides", name, [line(name, 1)]);
  const filter = (input: object) => client.send(new FilterLogEventsCommand({ logGroupName: "rides", ...input }));
  assert.equal(text(await filter({ logStreamNames: ["b1", "a1"] })), "a1 b1");
  assert.equal(text(await filter({ logStreamNamePrefix: "a" })), "a1 a2");
  await assert.rejects(filter({ logStreamNamePrefix: "a", logStreamNames: ["b1"] }), {
    name: "InvalidParameterException",
  });
  await assert.rejects(filter({ logStreamNames: ["c1"] }), { name: "ResourceNotFoundException" });
});

test("a call that read its share of events answers what it found, perhaps nothing, with a token", async (t) => {
  const quotas = { eventsScannedPerPage: 3 };
  const { logs, client } = await openLogs(t, { quotas });
  const messages = ["ok", "ok", "ok", "ok", "FAIL-1", "ok", "FAIL-2"];
  logs.load(
    "rides",
    "one",
    messages.map((message, index) => line(message, 60 - index)),
  );
  assert.deepEqual(await pages(client, { logGroupName: "rides", filterPattern: "FAIL" }), ["", "FAIL-1", "FAIL-2"]);
  assert.deepEqual(
    await pages(client, {
      logGroupName: "rides",
      filterPattern: "FAIL",
      startFromHead: false,
      startTime: NIGHT - 60_000,
    }),
    ["FAIL-2 FAIL-1", "", ""],
  );
});

test("pages of a limit miss nothing and repeat nothing over streams and equal timestamps", async (t) => {
  const { logs, client } = await openLogs(t);
  for (const stream of ["one", "two", "three"]) {
    logs.load(
      "rides",
      stream,
      Array.from({ length: 7 }, (_, index) => line(`${stream}-${index}`, 10 - (index % 2))),
    );
  }
  for (const direction of [{}, { startFromHead: false, startTime: NIGHT - 60_000 }]) {
    const found = await pages(client, { logGroupName: "rides", limit: 4, ...direction });
    const messages = found.join(" ").trim().split(" ");
    assert.equal(messages.length, 21);
    assert.equal(new Set(messages).size, 21);
  }
});

test("a page holds at most 1 MB of events", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [line("a".repeat(600_000), 3), line("b".repeat(600_000), 2), line("c", 1)]);
  const sizes = (await pages(client, { logGroupName: "rides" })).map(({ length }) => length);
  assert.deepEqual(sizes, [600_000, 600_002]);
});

test("newest first needs a start after 2023, as documented", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [line("a", 2), line("b", 1)]);
  const input = { logGroupName: "rides", startFromHead: false };
  await assert.rejects(client.send(new FilterLogEventsCommand(input)), { name: "InvalidParameterException" });
  const found = await client.send(new FilterLogEventsCommand({ ...input, startTime: Date.UTC(2024, 0, 1) }));
  assert.equal(text(found), "b a");
});

test("a token is good only for the request that it came from", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", [line("a", 2), line("b", 1)]);
  const { nextToken } = await client.send(new FilterLogEventsCommand({ logGroupName: "rides", limit: 1 }));
  assert.ok(nextToken);
  await assert.rejects(
    client.send(new FilterLogEventsCommand({ logGroupName: "rides", filterPattern: "b", nextToken })),
    { message: "The specified nextToken is invalid." },
  );
  await assert.rejects(client.send(new FilterLogEventsCommand({ logGroupName: "rides", nextToken: "invalid-token" })), {
    message: "The specified nextToken is invalid.",
  });
});

test("an unknown group, a limit over 10,000 and unmask are refused", async (t) => {
  const { logs, client } = await openLogs(t);
  logs.load("rides", "one", []);
  await assert.rejects(client.send(new FilterLogEventsCommand({ logGroupName: "none" })), {
    name: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
  });
  await assert.rejects(client.send(new FilterLogEventsCommand({ logGroupName: "rides", limit: 10_001 })), {
    message:
      "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
  });
  await assert.rejects(client.send(new FilterLogEventsCommand({ logGroupName: "rides", unmask: true })), {
    name: "InvalidParameterException",
  });
});
