import assert from "node:assert/strict";
import test from "node:test";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  type InputLogEvent,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { NIGHT, type OpenLogs, openLogs } from "./open-logs.ts";

const HOUR_MS = 3_600_000;

async function withStream(opened: OpenLogs): Promise<(logEvents: InputLogEvent[]) => Promise<object>> {
  const { client } = opened;
  const names = { logGroupName: "rides", logStreamName: "one" };
  await client.send(new CreateLogGroupCommand({ logGroupName: "rides" }));
  await client.send(new CreateLogStreamCommand(names));
  return async (logEvents) => {
    const { $metadata, ...output } = await client.send(new PutLogEventsCommand({ ...names, logEvents }));
    return output;
  };
}

test("events that were put are read back, ingested at the clock's time", async (t) => {
  const opened = await openLogs(t);
  const put = await withStream(opened);
  await put([
    { timestamp: NIGHT - 2000, message: "première 🚗" },
    { timestamp: NIGHT - 1000, message: "second" },
  ]);
  const { events } = await opened.client.send(new FilterLogEventsCommand({ logGroupName: "rides" }));
  assert.deepEqual(
    events?.map(({ timestamp, message, ingestionTime, logStreamName }) => [
      timestamp,
      message,
      ingestionTime,
      logStreamName,
    ]),
    [
      [NIGHT - 2000, "première 🚗", NIGHT, "one"],
      [NIGHT - 1000, "second", NIGHT, "one"],
    ],
  );
});

test("neither the group nor the stream is made by putting events", async (t) => {
  const { client } = await openLogs(t);
  const put = (logGroupName: string) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: "none",
        logEvents: [{ timestamp: NIGHT, message: "x" }],
      }),
    );
  await assert.rejects(put("rides"), {
    name: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
  });
  await client.send(new CreateLogGroupCommand({ logGroupName: "rides" }));
  await assert.rejects(put("rides"), {
    name: "ResourceNotFoundException",
    message: "The specified log stream does not exist.",
  });
});

test("a batch must be in chronological order and within 24 hours", async (t) => {
  const put = await withStream(await openLogs(t));
  const at = (timestamp: number) => ({ timestamp, message: "x" });
  await assert.rejects(put([at(NIGHT), at(NIGHT - 1)]), {
    message: "Log events in a single PutLogEvents request must be in chronological order.",
  });
  await assert.rejects(put([at(NIGHT - 25 * HOUR_MS), at(NIGHT)]), { name: "InvalidParameterException" });
  await put([at(NIGHT - 24 * HOUR_MS), at(NIGHT)]);
});

test("events that are too old or too new are left out and told by their index", async (t) => {
  const opened = await openLogs(t);
  const put = await withStream(opened);
  const output = await put([
    { timestamp: NIGHT - 15 * 24 * HOUR_MS, message: "too old" },
    { timestamp: NIGHT, message: "kept" },
    { timestamp: NIGHT + 3 * HOUR_MS, message: "too new" },
  ]);
  assert.ok("rejectedLogEventsInfo" in output);
  assert.deepEqual(output.rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
  const { events } = await opened.client.send(new FilterLogEventsCommand({ logGroupName: "rides" }));
  assert.deepEqual(
    events?.map(({ message }) => message),
    ["kept"],
  );
});

test("a batch has at most 10,000 events and 1,048,576 bytes, counting 26 for each event", async (t) => {
  const put = await withStream(await openLogs(t));
  const many = Array.from({ length: 10_001 }, () => ({ timestamp: NIGHT, message: "x" }));
  await assert.rejects(put(many), {
    message: /at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 10000/,
  });
  const half = { timestamp: NIGHT, message: "x".repeat(524_288 - 26) };
  await put([half, half]);
  assert.equal("rejectedLogEventsInfo" in (await put([{ timestamp: NIGHT, message: "x".repeat(1_048_550) }])), false);
  await assert.rejects(put([half, { ...half, message: `${half.message}x` }]), {
    message: "Upload too large: 1048577 bytes exceeds limit of 1048576",
  });
  await assert.rejects(put([{ timestamp: NIGHT, message: "x".repeat(1_048_576) }]), {
    message: "Log event too large: 1048602 bytes exceeds limit of 1048576",
  });
});

test("an event without a message is refused by its place in the batch", async (t) => {
  const put = await withStream(await openLogs(t));
  await assert.rejects(
    put([
      { timestamp: NIGHT, message: "x" },
      { timestamp: NIGHT, message: "" },
    ]),
    {
      message:
        "1 validation error detected: Value '' at 'logEvents.2.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1",
    },
  );
});
