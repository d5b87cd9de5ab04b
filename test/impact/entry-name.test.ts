import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { entryName, subjectsByName, withCatalogNames } from "../../src/impact/entry-name.ts";
import type { Arrival } from "../../src/span.ts";
import { arrivalOf } from "./arrival-of.ts";
import { catalogOf } from "./catalog-of.ts";
import { hopOf } from "./hop-of.ts";
import { transactionOf } from "./transaction-of.ts";

const API = hopOf("apigateway a1b2c3d4e5", { kind: "server" });

test("an entry over HTTP is its method and its route's template", () => {
  assert.equal(nameOf({ method: "GET", route: "/rides/{rideId}", path: "/rides/7" }), "GET /rides/{rideId}");
});

for (const [path, template] of [
  ["/rides/12345", "/rides/{id}"],
  ["/rides/de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa/stops/3", "/rides/{id}/stops/{id}"],
  ["/users/0badcafe0badcafe/cart", "/users/{id}/cart"],
  ["/orders/ord_9f8e7d6c", "/orders/{id}"],
  ["/v2/checkout", "/v2/checkout"],
  ["/oauth2/token", "/oauth2/token"],
  ["/", "/"],
] as const) {
  test(`where no template is known, ${path} is ${template}`, () => {
    assert.equal(nameOf({ method: "GET", route: null, path }), `GET ${template}`);
  });
}

test("the catalog's routes name what a greedy route hides", () => {
  const routes = { "GET /rides/{ride}": {}, "ANY /files/{path+}": {}, "POST /rides": {} };
  const catalog = catalogOf({ apis: { rides: { ids: ["a1b2c3d4e5"], routes } } });
  const named = (method: string, path: string): string =>
    entryName(API, arrivalOf({ method, route: null, path }), catalog).name;
  assert.equal(named("GET", "/rides/abc"), "GET /rides/{ride}");
  assert.equal(named("POST", "/rides"), "POST /rides");
  assert.equal(named("PUT", "/files/a/b/c"), "PUT /files/{path+}");
  assert.equal(named("GET", "/rides/abc/stops"), "GET /rides/abc/stops");
  assert.equal(named("DELETE", "/rides/abc"), "DELETE /rides/abc");
});

test("an entry that is no request is called by its own name, or by the resource", () => {
  assert.equal(nameOf({ kind: "schedule", method: null, name: "nightly-export" }), "nightly-export");
  assert.equal(nameOf({ kind: "queue", method: null, name: null }), "a1b2c3d4e5");
});

test("hops of an API that the catalog names are called as it calls them", () => {
  const catalog = catalogOf({ apis: { rides: { ids: ["a1b2c3d4e5"] } } });
  const transaction = transactionOf([API], [hopOf("lambda a1b2c3d4e5"), 0]);
  assert.deepEqual(
    withCatalogNames(transaction, catalog).hops.map(({ resource }) => resource),
    ["rides", "a1b2c3d4e5"],
  );
  assert.equal(withCatalogNames(transaction, EMPTY_CATALOG), transaction);
});

function nameOf(arrival: Partial<Arrival>): string {
  return entryName(API, arrivalOf(arrival), EMPTY_CATALOG).name;
}

test("an alarm names an API by its id, and is about what the catalog calls it", () => {
  const catalog = catalogOf({ apis: { shop: { ids: ["k3x9f2m1qa"] } } });
  const about = (resource: string) => ({ service: "apigateway", resource, signal: "error" }) as const;
  assert.deepEqual(subjectsByName([about("k3x9f2m1qa"), about("other")], catalog), [about("shop"), about("other")]);
});
