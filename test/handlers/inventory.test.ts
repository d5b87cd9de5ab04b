import assert from "node:assert/strict";
import { test } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Inventory } from "../../src/inventory.ts";
import { DynamoDbInventories } from "../../src/store/dynamodb-inventories.ts";
import { HOUR } from "../../src/time.ts";
import { eventually, type LocalWorld, startLocalWorld } from "./local-world.ts";

test("who starts finds out which functions use what, and again every six hours, without a word to anybody", async (t) => {
  const world = await startLocalWorld(t, {
    configure: async ({ aws }) => {
      aws.setFunction("pack", { Environment: { Variables: { QUEUE: "arn:aws:sqs:eu-central-1:1:parcels" } } });
      return {};
    },
  });
  const first = await kept(world, ({ uses }) => uses.length > 0);
  assert.ok(first.uses.some((use) => use.function === "pack" && use.place.resource === "parcels"));
  const row = await world.row("inventory", ({ due }) => due.inventory !== undefined);
  assert.deepEqual(Object.keys(row.due), ["inventory"]);
  assert.equal((row.due.inventory ?? 0) - first.at >= 6 * HOUR, true);
  world.sandbox.aws.addMapping("pack", { EventSourceArn: "arn:aws:sqs:eu-central-1:1:letters" });
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 6 * 3_600_000 + 1000);
  await kept(world, ({ uses }) => uses.some(({ place }) => place.resource === "letters"));
  assert.equal(world.messages().length, 0);
});

test("an incident is told as ever, and what its requests went through is known the next time", async (t) => {
  const world = await startLocalWorld(t);
  world.trigger();
  const { verdict } = await world.told();
  assert.match(verdict.text, /Wake the team/);
  await world.settled();
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 6 * 3_600_000 + 1000);
  const { uses } = await kept(world, (one) => one.uses.some(({ from }) => from.includes("past report")));
  assert.ok(uses.some(({ function: name, place }) => name === "checkout" && place.resource === "orders"));
});

async function kept({ sandbox }: LocalWorld, isSo: (inventory: Inventory) => boolean): Promise<Inventory> {
  const client = new DynamoDBClient({ ...sandbox.surroundings.aws, endpoint: sandbox.dynamodbUrl });
  const inventories = new DynamoDbInventories(client, sandbox.config.store.table);
  try {
    return await eventually("the inventory", async () => {
      const found = await inventories.read();
      return found !== null && isSo(found) ? found : null;
    });
  } finally {
    client.destroy();
  }
}
