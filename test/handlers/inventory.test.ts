import assert from "node:assert/strict";
import { test } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Inventory } from "../../src/inventory.ts";
import { DynamoDbInventories } from "../../src/store/dynamodb-inventories.ts";
import { HOUR, MINUTE } from "../../src/time.ts";
import { startGate } from "./gate.ts";
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
  const id = world.trigger();
  const { verdict } = await world.told();
  assert.match(verdict.text, /Wake the team/);
  // Looked at for late lines hours later, nothing of it would be in the window any more.
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 60_000);
  await world.row(id, ({ due }) => due.investigate === undefined);
  await world.settled();
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 6 * 3_600_000 + 1000);
  const { uses } = await kept(world, (one) => one.uses.some(({ from }) => from.includes("past report")));
  assert.ok(uses.some(({ function: name, place }) => name === "checkout" && place.resource === "orders"));
});

for (const [what, operation, after, complaint] of [
  ["past reports may not be read", "Scan", 6 * HOUR, /past reports could not be read/],
  ["it may not be kept", "PutItem", 15 * MINUTE, /could not be found out/],
] as const) {
  test(`where ${what}, the account is not listed over and over`, async (t) => {
    const world = await startLocalWorld(t, {
      configure: async (sandbox) => {
        const gate = await startGate(t, sandbox.dynamodbUrl);
        gate.deny(operation);
        return { store: { ...sandbox.config.store, endpoint: gate.url } };
      },
    });
    const now = world.sandbox.clock.now() * 1000;
    const row = await world.row("inventory", ({ due }) => (due.inventory ?? 0) > now + MINUTE);
    assert.ok((row.due.inventory ?? 0) >= now + after);
    assert.match(world.complaints.join(), complaint);
  });
}

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
