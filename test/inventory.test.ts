import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { configurationOf, settingsOf } from "../src/configuration.ts";
import { functionsBehind, inventoryOf, MOST_BEHIND, type Tagged, type Use } from "../src/inventory.ts";
import { usesConfigured, usesHanded, usesTagged } from "../src/inventory-from.ts";
import type { Place } from "../src/place.ts";
import { micros } from "../src/time.ts";

const AT = micros(0);
const ORDERS: Place = { service: "dynamodb", resource: "orders" };
const PARCELS: Place = { service: "sqs", resource: "parcels" };
const PACK: Place = { service: "lambda", resource: "pack" };
const STACK = "aws:cloudformation:stack-name";
const APPLICATION = "aws:servicecatalog:applicationName";

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

test("the functions of the stack of a resource belong with it, then those of its application, and no others", () => {
  const tagged = [
    taggedAs(ORDERS, { [STACK]: "shop-data", awsApplication: "arn:aws:resource-groups:eu-west-1:1:group/shop" }),
    taggedAs({ service: "lambda", resource: "restore" }, { [STACK]: "shop-data" }),
    taggedAs(PACK, { [STACK]: "shop", awsApplication: "arn:aws:resource-groups:eu-west-1:1:group/shop" }),
    taggedAs({ service: "lambda", resource: "other" }, { [STACK]: "other", team: "shop" }),
    taggedAs(PARCELS, { team: "shop", [STACK]: "" }),
    taggedAs({ service: "lambda", resource: "loose" }, { [STACK]: "" }),
  ];
  const told = usesTagged(tagged, []);
  assert.deepEqual(told.map(said), [
    "restore belongs with dynamodb orders (tag)",
    "pack belongs with dynamodb orders (tag)",
  ]);
  const byTeam = usesTagged(tagged, ["team"]).slice(told.length);
  assert.deepEqual(byTeam.map(said), ["other belongs with sqs parcels (tag)"]);
});

test("of a large stack as many functions belong with a resource as are read, the same ones however it is listed", () => {
  const members = Array.from({ length: 30 }, (_, i) =>
    taggedAs({ service: "lambda", resource: `f${i}` }, { [STACK]: "shop", [APPLICATION]: "shop" }),
  );
  const orders = taggedAs(ORDERS, { [STACK]: "shop", [APPLICATION]: "shop" });
  const told = usesTagged([...members, orders], []);
  assert.equal(told.length, MOST_BEHIND);
  assert.deepEqual(usesTagged([orders, ...members.toReversed()], []), told);
});

test("tags say nothing of a resource that anything else names a user of, whoever found that out later", () => {
  const tagged = usesTagged(
    [
      taggedAs(ORDERS, { [STACK]: "shop" }),
      taggedAs(PARCELS, { [STACK]: "shop" }),
      taggedAs({ service: "lambda", resource: "report" }, { [STACK]: "shop" }),
    ],
    [],
  );
  const seen = usesHanded([[PACK, ORDERS]], "past report");
  const inventory = inventoryOf([...inventoryOf(tagged, AT).uses, ...seen], AT);
  assert.deepEqual(inventory.uses.map(said), [
    "pack calls dynamodb orders (past report)",
    "report belongs with sqs parcels (tag)",
  ]);
});

test("what tags tell is read after all that is known, and only of what the alert names", () => {
  const letters: Place = { service: "sqs", resource: "letters" };
  const tagged = usesTagged(
    [
      taggedAs(letters, { [STACK]: "post" }),
      taggedAs({ service: "lambda", resource: "deliver" }, { [STACK]: "post" }),
      taggedAs({ service: "lambda", resource: "pack" }, { [STACK]: "post" }),
    ],
    [],
  );
  const seen = usesHanded(
    [
      [PACK, ORDERS],
      [PARCELS, PACK],
      [{ service: "lambda", resource: "accept" }, PARCELS],
    ],
    "service graph",
  );
  const inventory = inventoryOf([...tagged, ...seen], AT);
  assert.deepEqual(functionsBehind(inventory, [letters, ORDERS], "lambda", 10), ["pack", "accept", "deliver"]);
  assert.deepEqual(functionsBehind(inventory, [letters, ORDERS], "lambda", 2), ["pack", "accept"]);
  assert.deepEqual(functionsBehind(inventory, [letters], "lambda", 10), ["deliver", "pack"]);
  assert.deepEqual(functionsBehind(inventory, [letters], "lambda", 1), ["deliver"]);
  assert.deepEqual(functionsBehind(inventory, [ORDERS], "lambda", 10), ["pack", "accept"]);
});

function taggedAs(place: Place, tags: Record<string, string>): Tagged {
  return { place, tags: new Map(Object.entries(tags)) };
}

function settingsWith(resource: string, environment: Record<string, string>) {
  return { settings: settingsOf({ service: "lambda", resource }, { environment }) };
}

function said({ function: name, how, place, from }: Use): string {
  return `${name} ${how} ${place.service} ${place.resource} (${from.join(", ")})`;
}
