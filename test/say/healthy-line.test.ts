import assert from "node:assert/strict";
import { test } from "node:test";
import type { HealthyView } from "../../src/comparison.ts";
import { healthyLine } from "../../src/say/healthy-line.ts";

type Difference = NonNullable<HealthyView["differs"]>;

test("how a step goes in healthy requests is one sentence, at the hop that differs first and nowhere else", () => {
  const said: readonly (readonly [Omit<Difference, "hop">, string])[] = [
    [
      { in: "outcome", path: null, failing: "throttled", healthy: "ok" },
      "In 5 healthy requests this step ends ok; here throttled.",
    ],
    [
      { in: "input", path: "ride.id", failing: "an empty text", healthy: "a text" },
      "In 5 healthy requests ride.id is a text in the input; here an empty text.",
    ],
    [
      { in: "route", path: "SQS audit, SendMessage", failing: "not taken", healthy: "taken" },
      "In 5 healthy requests the call of SQS audit, SendMessage is taken; here not taken.",
    ],
    [
      { in: "duration", path: null, failing: "4.2 s", healthy: "at most 42 ms" },
      "In 5 healthy requests this step takes at most 42 ms; here 4.2 s.",
    ],
    [
      { in: "environment", path: "TAX_TABLE", failing: "missing", healthy: "set" },
      "In 5 healthy requests its variable TAX_TABLE is set; here missing.",
    ],
    [
      { in: "environment", path: "A, B, C", failing: "6 variables differ", healthy: "alike" },
      "In 5 healthy requests its variables A, B, C are alike; here 6 variables differ.",
    ],
    [
      { in: "version", path: null, failing: "41", healthy: "40" },
      "In 5 healthy requests the function is version 40; here 41.",
    ],
  ];
  for (const [difference, sentence] of said) {
    const healthy = viewOf({ hop: "h1", ...difference });
    assert.equal(healthyLine(healthy, "h1"), sentence);
    assert.equal(healthyLine(healthy, "h2"), null);
  }
  assert.equal(healthyLine(viewOf(null), "h1"), null);
  assert.equal(healthyLine(null, "h1"), null);
  assert.equal(healthyLine(undefined, "h1"), null);
});

function viewOf(differs: Difference | null): HealthyView {
  return { transaction: "t1", compared: 5, example: { id: "r1", kind: "lambda-request" }, differs };
}
