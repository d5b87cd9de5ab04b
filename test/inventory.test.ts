import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { configurationOf, settingsOf } from "../src/configuration.ts";
import { functionsBehind, inventoryOf, type Use } from "../src/inventory.ts";
import { usesConfigured, usesHanded } from "../src/inventory-from.ts";
import type { Place } from "../src/place.ts";
import { micros } from "../src/time.ts";

const AT = micros(0);
const ORDERS: Place = { service: "dynamodb", resource: "orders" };
const PARCELS: Place = { service: "sqs", resource: "parcels" };
const PACK: Place = { service: "lambda", resource: "pack" };

test("event source mappings and variables tell which functions use what", () => {
  const configuration = configurationOf([
    { handover: { from: PARCELS, to: PACK, oldest: null, attempts: null, givenUpTo: null } },
    settingsWith("pack", { TABLE: "orders", PASSWORD: "s3cr3t", TOPIC: "arn:aws:sns:eu-west-1:111122223333:packed" }),
    settingsWith("accept", { QUEUE: "https://sqs.eu-west-1.amazonaws.com/111122223333/parcels" }),
  ]);
  const { uses } = inventoryOf(usesConfigured(configuration, new Map([["dynamodb", new Set(["orders"])]])), AT);
  assert.deepEqual(uses.map(said), [
    "accept calls sqs parcels (environment variable)",
    "pack calls dynamodb orders (environment variable)",
    "pack calls sns packed (environment variable)",
    "pack takes from sqs parcels (event source mapping)",
  ]);
  assert.doesNotMatch(JSON.stringify(uses), /s3cr3t/);
});

test("the functions behind a table are those that use it, then those their work comes from, the nearest first", () => {
  const { service: functions } = PACK;
  const inventory = inventoryOf(
    usesHanded(
      [
        [PACK, ORDERS],
        [PARCELS, PACK],
        [{ service: "lambda", resource: "accept" }, PARCELS],
        [
          { service: "lambda", resource: "front" },
          { service: "lambda", resource: "accept" },
        ],
        [
          { service: "lambda", resource: "other" },
          { service: "dynamodb", resource: "users" },
        ],
      ],
      "service graph",
    ),
    AT,
  );
  assert.deepEqual(functionsBehind(inventory, [ORDERS], functions, 10), ["pack", "accept", "front"]);
  assert.deepEqual(functionsBehind(inventory, [ORDERS], functions, 2), ["pack", "accept"]);
  assert.deepEqual(functionsBehind(inventory, [{ service: "s3", resource: "none" }], functions, 10), []);
});

test("a circle of calls comes to an end, and no function is named twice", () => {
  const name = fc.constantFrom("a", "b", "c", "d");
  const place = fc.record({ service: fc.constantFrom("lambda" as const, "sqs" as const), resource: name });
  fc.assert(
    fc.property(fc.array(fc.tuple(place, place), { maxLength: 30 }), place, (handed, about) => {
      const inventory = inventoryOf(usesHanded(handed, "service graph"), AT);
      const found = functionsBehind(inventory, [about], "lambda", 3);
      assert.equal(new Set(found).size, found.length);
      assert.ok(found.length <= 3);
    }),
  );
});

test("what is found in several ways is one use, whichever was found first", () => {
  const uses = [...usesHanded([[PACK, ORDERS]], "past report"), ...usesHanded([[PACK, ORDERS]], "service graph")];
  assert.deepEqual(inventoryOf(uses, AT), inventoryOf(uses.toReversed(), AT));
  assert.deepEqual(inventoryOf(uses, AT).uses.map(said), ["pack calls dynamodb orders (past report, service graph)"]);
});

function settingsWith(resource: string, environment: Record<string, string>) {
  return { settings: settingsOf({ service: "lambda", resource }, { environment }) };
}

function said({ function: name, how, place, from }: Use): string {
  return `${name} ${how} ${place.service} ${place.resource} (${from.join(", ")})`;
}
