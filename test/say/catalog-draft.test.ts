import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseCatalog } from "../../src/catalog.ts";
import { sayDraft } from "../../src/say/catalog-draft.ts";

const name = fc
  .oneof(fc.string({ minLength: 1 }), fc.constantFrom("null", "true", "1e3", "a: b", "#", "- x", "{}", "line\nbreak"))
  .filter((one) => one !== "__proto__");

test("whatever things are called, the draft is a catalog that names just them", () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 5 }), name, (functions, api) => {
      const routes = new Map([["POST /a/{b}", { customerFacing: true, why: "a\nphone" }]]);
      const logs = { groups: [api], prefixes: ["/aws/lambda/"] };
      const sections = new Map([["functions", functions]]);
      const text = sayDraft({ apis: new Map([[api, routes]]), sections, logs, otherGroups: [api] });
      const catalog = parseCatalog(text, "draft");
      assert.deepEqual(Object.keys(catalog.functions).sort(), [...functions].sort());
      assert.deepEqual(Object.keys(catalog.apis[api]?.routes ?? {}), ["POST /a/{b}"]);
      assert.deepEqual(catalog.logs, logs);
      assert.equal(JSON.stringify(catalog).includes("phone"), false);
    }),
  );
});
