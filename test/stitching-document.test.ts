import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SERVICES } from "../src/services/table.ts";

test("the document of the services has a row for each that the code knows, and no other", () => {
  const text = readFileSync(new URL("../docs/stitching.md", import.meta.url), "utf8");
  const rows = text.slice(text.indexOf("| service |")).matchAll(/^\| `([a-z0-9-]+)` \|/gm);
  const told = [...rows].map(([, name = ""]) => name);
  assert.deepEqual(told.toSorted(), [...new Set<string>(SERVICES.map(({ name }) => name))].toSorted());
});
