import assert from "node:assert/strict";
import { test } from "node:test";
import { eventbridge } from "../../src/services/eventbridge.ts";
import { ruleSchedule } from "../../src/services/rule-schedule.ts";
import { eventbridgeEvent } from "./eventbridge-event.ts";

const ID = "6f1d2c3b-4a59-4e68-8d77-1b2c3d4e5f60";
const AT = Date.UTC(2026, 10, 22, 2, 31, 5);
const ENTRY = { Source: "rides", DetailType: "RideDispatched", Detail: "{}", EventBusName: "rides" };
const SCHEDULED = {
  version: "0",
  id: ID,
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: "2026-11-22T02:30:00Z",
  region: "eu-central-1",
  resources: ["arn:aws:events:eu-central-1:123456789012:rule/nightly-export"],
  detail: {},
};

test("entries name their bus: none is the default one, several have no single name", () => {
  assert.deepEqual(eventbridge.asked?.({ Entries: [ENTRY] }), { operation: "PutEvents", resource: "rides", keys: [] });
  const { EventBusName: _, ...unnamed } = ENTRY;
  assert.equal(eventbridge.asked?.({ Entries: [unnamed] })?.resource, "default");
  assert.equal(eventbridge.asked?.({ Entries: [ENTRY, unnamed] })?.resource, null);
  const arn = { ...ENTRY, EventBusName: "arn:aws:events:eu-central-1:123456789012:event-bus/rides" };
  assert.equal(eventbridge.asked?.({ Entries: [arn, ENTRY] })?.resource, "rides");
});

test("entries of another service are none of a bus", () => {
  assert.equal(eventbridge.asked?.({ Entries: [{ Id: "a", MessageBody: "x" }] }), null);
});

test("an entry's trace header is a trace that it shares", () => {
  const told = eventbridge.asked?.({
    Entries: [ENTRY, { ...ENTRY, TraceHeader: "Root=1-5759e988-bd862e3fe1be46a994272793" }],
  });
  assert.deepEqual(told?.keys, [
    {
      kind: "xray-trace",
      value: "1-5759e988-bd862e3fe1be46a994272793",
      role: "shared",
      path: "Entries[1].TraceHeader",
    },
  ]);
});

test("the ids of an answer stand in the order of the entries, and what has none was not put", () => {
  const told = eventbridge.answered?.(
    {
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "slow down" }, { EventId: ID }],
    },
    false,
  );
  assert.deepEqual(
    told?.keys.map(({ value, role, item, path }) => [value, role, item, path]),
    [
      [ID, "self", 1, "Entries[1].EventId"],
      [ID, "sent", 1, "Entries[1].EventId"],
    ],
  );
  assert.deepEqual(told?.partial, {
    type: "ThrottlingException",
    message: "1 events not put: ThrottlingException: slow down",
    stack: [],
    causes: [],
  });
  assert.equal(eventbridge.answered?.({ Entries: [{ EventId: ID }] }, false)?.partial, null);
});

test("a target receives the event with its id and its moment; nobody is said to have sent it", () => {
  const event = eventbridgeEvent({ id: ID, detailType: "RideDispatched", detail: { rideId: "" }, at: AT });
  const received = eventbridge.received?.(event);
  const [item] = received?.items ?? [];
  assert.deepEqual(item?.ids, [{ kind: "eventbridge-event", value: ID, path: "id" }]);
  assert.deepEqual([item?.operation, item?.resource, item?.sentAt], ["RideDispatched", null, AT * 1000]);
  assert.deepEqual(item?.inner, { rideId: "" });
  assert.equal(received?.arrival.root, false);
  assert.equal(ruleSchedule.received?.(event), null);
});

test("a schedule is where a transaction begins, and the rule is its name", () => {
  const received = ruleSchedule.received?.(SCHEDULED);
  assert.deepEqual(
    [received?.arrival.kind, received?.arrival.name, received?.arrival.root],
    ["schedule", "nightly-export", true],
  );
  assert.equal(received?.items[0]?.resource, "nightly-export");
  assert.deepEqual(received.items[0].ids, [{ kind: "eventbridge-event", value: ID, path: "id" }]);
  assert.equal(eventbridge.received?.(SCHEDULED), null);
});

test("a rule on a bus of its own is named without the bus", () => {
  const resources = ["arn:aws:events:eu-central-1:123456789012:rule/rides/nightly"];
  assert.equal(ruleSchedule.received?.({ ...SCHEDULED, resources })?.arrival.name, "nightly");
});
