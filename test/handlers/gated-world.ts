import type { TestContext } from "node:test";
import { type Gate, startGate } from "./gate.ts";
import { type LocalWorld, startLocalWorld } from "./local-world.ts";

/** A local world whose bot reaches its database through a gate. `deliver`: whether PagerDuty delivers by itself. */
export async function startGatedWorld(
  t: TestContext,
  deliver = true,
): Promise<{ readonly world: LocalWorld; readonly gate: Gate }> {
  let gate = await startGate(t, "http://127.0.0.1:1");
  const world = await startLocalWorld(t, {
    deliver,
    configure: async (sandbox) => {
      gate = await startGate(t, sandbox.dynamodbUrl);
      return { store: { ...sandbox.config.store, endpoint: gate.url } };
    },
  });
  return { world, gate };
}
