import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { EntryTally } from "../../src/impact/impact.ts";
import { Meters } from "../../src/impact/meters.ts";
import { countsZero } from "../../src/impact/stopped.ts";
import type { Place } from "../../src/place.ts";
import { fromMillis } from "../../src/time.ts";

const AT = Date.UTC(2026, 10, 22, 2, 30);
const CHECKOUT: Place = { service: "lambda", resource: "checkout" };

test("the errors of a function that answers its caller with an error are none, and prove no end", () => {
  const evidence = new EvidenceInMemory();
  evidence.add(counted("Errors", [0, 0, 0, 0, 0]));
  evidence.add(counted("Invocations", [9, 9, 9, 9, 9]));
  const meters = new Meters(evidence.metrics, EMPTY_CATALOG);
  const stopped = (kind: EntryTally["kind"], ...places: readonly Place[]): boolean =>
    countsZero(
      { kind, places: new Map(places.map((place) => [`${place.service} ${place.resource}`, place])) },
      [fromMillis(AT - 270_000)],
      fromMillis(AT),
      meters,
    );
  assert.equal(stopped("http", { service: "alb", resource: "shop" }, CHECKOUT), false);
  assert.equal(stopped("http", CHECKOUT), false);
  assert.equal(stopped("queue", { service: "sqs", resource: "orders" }, CHECKOUT), true);
});

/** Oldest first, the last of them of the minute before. */
function counted(name: string, values: readonly number[]) {
  const metric = {
    Metric: { Namespace: "AWS/Lambda", MetricName: name, Dimensions: [{ Name: "FunctionName", Value: "checkout" }] },
    Stat: "Sum",
    Period: 60,
    Timestamps: values.map((_, i) => new Date(AT - (values.length - i) * 60_000).toISOString()),
    Values: values,
  };
  return { origin: { source: "cloudwatch" }, format: "metrics", bytes: Buffer.from(JSON.stringify([metric])) } as const;
}
