import assert from "node:assert/strict";
import test from "node:test";
import { GetLogEventsCommand, type GetLogEventsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import { NIGHT, type OpenLogs, openLogs } from "./open-logs.ts";

const NAMES = { logGroupName: "rides", logStreamName: "one" };

async function withLetters(opened: OpenLogs): Promise<void> {
  opened.logs.load(
    "rides",
    "one",
    [..."abcdefg"].map((message, index) => {
      const timestamp = NIGHT - 10_000 + index * 1000;
      return { timestamp, ingestionTime: timestamp, message };
    }),
  );
}

const text = ({ events }: GetLogEventsCommandOutput) => events?.map(({ message }) => message).join("");

test("a stream is read from its head, forwards, until the token comes back as it was given", async (t) => {
  const opened = await openLogs(t);
  await withLetters(opened);
  const get = (nextToken?: string) =>
    opened.client.send(new GetLogEventsCommand({ ...NAMES, startFromHead: true, limit: 3, nextToken }));
  const first = await get();
  const second = await get(first.nextForwardToken);
  const third = await get(second.nextForwardToken);
  const end = await get(third.nextForwardToken);
  assert.deepEqual([first, second, third, end].map(text), ["abc", "def", "g", ""]);
  assert.equal(end.nextForwardToken, third.nextForwardToken);
  assert.match(end.nextForwardToken ?? "", /^f\/\d{56}\/s$/);
});

test("without startFromHead the latest page comes first, in order, and backwards from there", async (t) => {
  const opened = await openLogs(t);
  await withLetters(opened);
  const get = (nextToken?: string) => opened.client.send(new GetLogEventsCommand({ ...NAMES, limit: 3, nextToken }));
  const first = await get();
  const second = await get(first.nextBackwardToken);
  const third = await get(second.nextBackwardToken);
  const end = await get(third.nextBackwardToken);
  assert.deepEqual([first, second, third, end].map(text), ["efg", "bcd", "a", ""]);
  assert.equal(end.nextBackwardToken, third.nextBackwardToken);
  assert.equal(text(await get(second.nextForwardToken)), "efg");
});

test("a forward token finds what was ingested since", async (t) => {
  const opened = await openLogs(t);
  await withLetters(opened);
  const input = { ...NAMES, startFromHead: true };
  const { nextForwardToken: nextToken } = await opened.client.send(new GetLogEventsCommand(input));
  opened.logs.load("rides", "one", [{ timestamp: NIGHT, ingestionTime: NIGHT + 5000, message: "h" }]);
  assert.equal(text(await opened.client.send(new GetLogEventsCommand({ ...input, nextToken }))), "");
  opened.clock.advanceTo(NIGHT + 5000);
  assert.equal(text(await opened.client.send(new GetLogEventsCommand({ ...input, nextToken }))), "h");
});

test("the window includes its start and not its end", async (t) => {
  const opened = await openLogs(t);
  await withLetters(opened);
  const window = { startTime: NIGHT - 9000, endTime: NIGHT - 7000 };
  assert.equal(text(await opened.client.send(new GetLogEventsCommand({ ...NAMES, ...window }))), "bc");
});

test("a stream that was created and is still empty has tokens in both directions", async (t) => {
  const opened = await openLogs(t);
  opened.logs.load("rides", "one", []);
  const { events, nextForwardToken, nextBackwardToken } = await opened.client.send(new GetLogEventsCommand(NAMES));
  assert.deepEqual(events, []);
  opened.logs.load("rides", "one", [{ timestamp: NIGHT - 1, ingestionTime: NIGHT - 1, message: "first" }]);
  const after = await opened.client.send(new GetLogEventsCommand({ ...NAMES, nextToken: nextForwardToken }));
  const before = await opened.client.send(new GetLogEventsCommand({ ...NAMES, nextToken: nextBackwardToken }));
  assert.deepEqual([text(after), text(before)], ["first", ""]);
});

test("unknown groups, streams and tokens are refused", async (t) => {
  const opened = await openLogs(t);
  await withLetters(opened);
  const get = (input: object) => opened.client.send(new GetLogEventsCommand({ ...NAMES, ...input }));
  await assert.rejects(get({ logGroupName: "none" }), { message: "The specified log group does not exist." });
  await assert.rejects(get({ logStreamName: "none" }), { message: "The specified log stream does not exist." });
  for (const nextToken of ["invalid-token", "f/123/s", "x/3/s"]) {
    await assert.rejects(get({ nextToken }), {
      name: "InvalidParameterException",
      message: "The specified nextToken is invalid.",
    });
  }
});
