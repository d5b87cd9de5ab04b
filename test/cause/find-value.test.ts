import assert from "node:assert/strict";
import { test } from "node:test";
import { findValue, holderIsPresent } from "../../src/cause/find-value.ts";
import type { Json } from "../../src/json.ts";

test("a field is found wherever it lies, through JSON text as envelopes carry it", () => {
  const body = JSON.stringify({ Message: JSON.stringify({ details: { rideId: "" } }) });
  assert.deepEqual(findValue({ Records: [{ body }] }, "details.rideId"), [
    { path: "Records.0.body.Message.details.rideId", value: "" },
  ]);
});

test("of several fields of that name those are meant whose way agrees most", () => {
  const payload = { rideId: "a", details: { rideId: "b" }, more: [{ details: { rideId: "c" } }] };
  assert.deepEqual(
    findValue(payload, "details.rideId").map(({ value }) => value),
    ["b", "c"],
  );
  assert.deepEqual(
    findValue({ rideId: "a" }, "details.rideId").map(({ value }) => value),
    ["a"],
  );
});

test("upper and lower case are not told apart, for tables and code write names as they like", () => {
  assert.deepEqual(findValue({ RideID: 1 }, "rideId"), [{ path: "RideID", value: 1 }]);
});

test("what is not there is not found", () => {
  assert.deepEqual(findValue({ ride: 1 }, "rideId"), []);
  assert.deepEqual(findValue("text", "rideId"), []);
  assert.deepEqual(findValue(null, "rideId"), []);
});

test("an index in the path is a name like any other", () => {
  assert.deepEqual(
    findValue({ items: [{ price: 1 }, { price: 2 }] }, "items.1.price").map(({ value }) => value),
    [2],
  );
});

test("the object that should hold a field may be there without it", () => {
  assert.equal(holderIsPresent({ details: {} }, "details.rideId"), true);
  assert.equal(holderIsPresent({ details: "gone" }, "details.rideId"), false);
  assert.equal(holderIsPresent({ other: {} }, "details.rideId"), false);
  assert.equal(holderIsPresent({}, "rideId"), true);
});

test("payloads of any depth and width are looked through without recursion, up to a limit", () => {
  let deep: Json = { rideId: "deep" };
  for (let depth = 0; depth < 10_000; depth++) deep = { inner: deep };
  assert.deepEqual(
    findValue(deep, "rideId").map(({ value }) => value),
    ["deep"],
  );
  const wide = Array.from({ length: 100_000 }, (_, rideId) => ({ rideId }));
  assert.ok(findValue(wide, "rideId").length < 20_000);
});
