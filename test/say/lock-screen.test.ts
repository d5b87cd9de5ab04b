import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { fittedName } from "../../src/say/fitted-name.ts";
import { lockScreen } from "../../src/say/headline.ts";
import { assertWholeVerdict } from "./assert-whole-verdict.ts";
import { reportSaying, shown } from "./report.ts";

describe("the first 120 characters of the reply that rings", () => {
  test("hold the decision, what fails and who is hit, however long the names of functions and APIs are", () => {
    const { users, failing, entries } = shown();
    const word = fc.stringMatching(/^[a-zA-Z0-9_$%&{}*~]{1,40}$/);
    const name = fc
      .array(fc.tuple(word, fc.constantFrom("-", "/", ".", "_", " ", ":", "")), { maxLength: 30 })
      .map((parts) => parts.flat().join("").slice(0, 255));
    const count = fc.integer({ min: 0, max: 9_999_999 });
    fc.assert(
      fc.property(
        name,
        name,
        count,
        count,
        fc.boolean(),
        fc.constantFrom("wake", "wait", "unclear"),
        (api, fn, hit, still, exact, decision) => {
          const of = { ...users, hit, stillFailing: Math.min(hit, still), exact };
          const [entry] = entries;
          assert.ok(entry !== undefined && failing !== null);
          const { verdict } = shown();
          const leaning = decision === "unclear" ? "wait" : null;
          assertWholeVerdict(
            shown({
              verdict: { ...verdict, decision, leaning },
              users: of,
              failing: { ...failing, function: fn },
              entries: api === "" ? [] : [{ ...entry, name: api }],
            }),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  test("end with the why only where all of it has room", () => {
    const long = `POST /${"orders/".repeat(20)}items`;
    const line = lockScreen(reportSaying("x", { entries: shown().entries.map((one) => ({ ...one, name: long })) }));
    assert.match(
      line,
      /^🔴 Wake the team: POST (\/orders)+…(\/orders)+\/items fails for 37 users, 29 still failing\.$/u,
    );
  });
});

describe("a name that is too long", () => {
  for (const [name, most, told] of [
    ["POST /checkout", 20, "POST /checkout"],
    ["POST /shops/{shopId}/carts/{cartId}/checkout", 30, "POST …/carts/{cartId}/checkout"],
    ["shop-production-eu-central-1-checkout-confirmation", 30, "shop…-1-checkout-confirmation"],
    ["CheckoutOrderConfirmationHandlerForEurope", 25, "Checkout…HandlerForEurope"],
    ["x".repeat(255), 10, `${"x".repeat(9)}…`],
    [`${"x".repeat(255)}-put`, 10, "…-put"],
  ] as const)
    test(`loses whole words in its middle: ${told}`, () => {
      assert.equal(fittedName(name, most), told);
    });
});
