import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isArray, isObject, type Json, type JsonObject } from "../../src/json.ts";
import { SERVICES } from "../../src/services/table.ts";
import { ANSWERS, REQUESTS } from "./calls-and-answers.ts";
import { EVENTS } from "./handed-events.ts";

/** What may stand where something else was expected. */
const WRONG: readonly Json[] = [
  null,
  "",
  "x",
  0,
  -1,
  1e21,
  true,
  [],
  [null],
  [[]],
  {},
  { "": null },
  "{}",
  "\u0000",
  "arn:",
];

/** Every value of a payload that can be replaced, each with what makes the payload that has another there. */
function places(whole: Json): ((by: Json) => Json)[] {
  const found: ((by: Json) => Json)[] = [(by) => by];
  const open: { value: Json; put: (by: Json) => Json }[] = [{ value: whole, put: (by) => by }];
  for (const { value, put } of open) {
    const inner = isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
    for (const [key, one] of inner) {
      const set = (by: Json): Json =>
        put(
          isArray(value)
            ? value.map((old, i) => (i === key ? by : old))
            : { ...(isObject(value) ? value : {}), [key]: by },
        );
      found.push(set);
      open.push({ value: one, put: set });
    }
  }
  return found;
}

function askEverybody(payload: JsonObject): void {
  for (const service of SERVICES) {
    service.asked?.(payload);
    service.answered?.(payload, true);
    service.answered?.(payload, false);
    service.refusedBy?.(payload);
    const received = service.received?.(payload) ?? null;
    if (received === null) continue;
    assert.ok(received.items.length > 0, `${service.name} knows an event that holds nothing`);
    for (const { ids, shared, after = [], sentAt } of received.items) {
      for (const { value } of [...ids, ...shared, ...after]) assert.ok(value !== "" && typeof value === "string");
      assert.ok(sentAt === null || Number.isFinite(sentAt));
    }
  }
}

const PAYLOADS = [...Object.entries(EVENTS), ...Object.entries(REQUESTS), ...Object.entries(ANSWERS)];

for (const [name, payload] of PAYLOADS) {
  test(`whatever is missing or wrong in what comes from or goes to ${name}, nobody stumbles over it`, () => {
    for (const put of places(payload)) {
      for (const wrong of WRONG) {
        const spoilt = put(wrong);
        if (isObject(spoilt)) askEverybody(spoilt);
      }
    }
  });
}

test("several things wrong at once, in any place, trouble nobody", () => {
  const all = PAYLOADS.map(([, payload]) => payload);
  fc.assert(
    fc.property(
      fc.nat(all.length - 1),
      fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...WRONG), fc.jsonValue())), { minLength: 2, maxLength: 6 }),
      (which, changes) => {
        let spoilt: Json = all[which] ?? {};
        for (const [where, by] of changes) {
          const open = places(spoilt).slice(1);
          const value: unknown = by;
          if (open.length > 0) spoilt = open[where % open.length]?.(isJson(value) ? value : null) ?? spoilt;
        }
        if (isObject(spoilt)) askEverybody(spoilt);
      },
    ),
    { numRuns: 2000, seed: 7 },
  );
});

function isJson(value: unknown): value is Json {
  return value === null || ["boolean", "number", "string", "object"].includes(typeof value);
}

test("the names of an object's own machinery are no fields of an event", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const odd: unknown = JSON.parse(`{"${name}":{"requestContext":{"requestId":"x"}},"Records":[{"${name}":1}]}`);
    if (isJson(odd) && isObject(odd)) askEverybody(odd);
  }
});
