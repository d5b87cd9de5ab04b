import assert from "node:assert/strict";
import { test } from "node:test";
import { stitch } from "../../src/stitch/stitch.ts";
import { spanOf } from "./span-of.ts";

test("a chain of a million hops is one transaction, in order, and overflows no stack", () => {
  const chain = Array.from({ length: 1_000_000 }, (_, i) =>
    spanOf({ id: `${i}`, parent: i === 0 ? null : `${i - 1}`, start: i }),
  );
  const [transaction, ...others] = stitch({
    spans: chain,
    invocations: [],
    loose: [],
    makers: new Map(),
    sessions: new Map(),
  });
  assert.equal(others.length, 0);
  assert.equal(transaction?.hops.length, 1_000_000);
  assert.equal(transaction.links.length, 999_999);
  assert.ok(transaction.links.every(({ parent, child }) => child === parent + 1));
});
