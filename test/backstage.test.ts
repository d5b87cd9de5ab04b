import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { withBackstage } from "../src/backstage.ts";
import { type Catalog, parseCatalog } from "../src/catalog.ts";
import { Fault } from "../src/fault.ts";
import { loadCatalog } from "../src/load-catalog.ts";

const FILE = "catalog-info.yaml";
const REGION = "eu-central-1:111122223333";

test("a component that names its resources tells whose they are, whom they face, and where the runbook is", () => {
  const { functions, queues, apis, schedules, tables } = told(`
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  annotations:
    wake-or-wait/arns: arn:aws:lambda:${REGION}:function:checkout, arn:aws:sqs:${REGION}:orders arn:aws:events:${REGION}:rule/shop/nightly
    wake-or-wait/customer-facing: "true"
    pagerduty.com/service-id: PCHECK01
  links:
    - { url: "https://wiki.example.com/board", title: Board }
    - { url: "https://wiki.example.com/checkout", title: "Checkout: Runbook" }
spec: { type: service, lifecycle: production, owner: "group:default/payments" }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata:
  name: orders-table
  annotations: { amazonaws.com/arn: "arn:aws:dynamodb:${REGION}:table/orders" }
spec: { type: table, owner: storage }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata:
  name: shop
  annotations: { amazonaws.com/arn: "arn:aws:apigateway:eu-central-1::/apis/a1b2c3d4e5/stages/live" }
spec: { type: openapi, lifecycle: production, owner: payments, definition: { $text: ./openapi.yaml } }
`);
  const says = {
    customerFacing: true,
    owner: "payments",
    runbook: "https://wiki.example.com/checkout",
    pagerdutyService: "PCHECK01",
  };
  assert.deepEqual(functions, { checkout: { entry: false, ...says } });
  assert.deepEqual(queues, { orders: { entry: false, ...says } });
  assert.deepEqual(schedules, { nightly: { entry: false, ...says } });
  assert.deepEqual(tables, { orders: { entry: false, owner: "storage" } });
  assert.deepEqual(apis, { shop: { owner: "payments", ids: ["a1b2c3d4e5"], routes: {} } });
});

test("nothing is guessed: neither a lifecycle nor a tag says that something is critical, unless the team says that it does", () => {
  const text = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  tags: [tier-1, public]
  labels: { tier: "1" }
  annotations: { aws.com/lambda-function-name: "checkout, refunds" }
spec: { type: website, lifecycle: production, owner: payments }
`;
  assert.deepEqual(told(text).functions["checkout"], { entry: false, owner: "payments" });
  for (const word of ["tier-1", "tier=1"]) {
    const { functions } = told(text, `backstage: { businessCritical: ["${word}"], customerFacing: [public] }`);
    for (const name of ["checkout", "refunds"])
      assert.deepEqual(functions[name], {
        entry: false,
        owner: "payments",
        businessCritical: true,
        customerFacing: true,
      });
  }
});

test("the team's own catalog goes before what Backstage says", () => {
  const { functions, apis } = told(
    `${component("checkout", { "wake-or-wait/customer-facing": "true" }, `arn:aws:lambda:${REGION}:function:checkout`)}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: public-shop, annotations: { amazonaws.com/arn: "arn:aws:apigateway:eu-central-1::/restapis/k3x9f2m1qa" } }
spec: { owner: shop-team }
`,
    `
functions: { checkout: { customerFacing: false } }
apis: { shop-api: { ids: [k3x9f2m1qa], businessCritical: true } }
`,
  );
  assert.deepEqual(functions["checkout"], { entry: false, owner: "payments", customerFacing: false });
  assert.deepEqual(apis, {
    "shop-api": { ids: ["k3x9f2m1qa"], routes: {}, businessCritical: true, owner: "shop-team" },
  });
});

test("an API is as critical as the component that provides it, and what only critical components use is critical", () => {
  const critical = { "wake-or-wait/business-critical": "true", "wake-or-wait/customer-facing": "true" };
  const both = (of: object): string => `
${component("checkout", critical, undefined, "{ owner: payments, providesApis: [shop], dependsOn: ['resource:orders'] }")}
---
${component("reports", of, undefined, "{ owner: data, dependsOn: ['Resource:default/orders'] }")}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: shop, annotations: { wake-or-wait/arns: "arn:aws:apigateway:eu-central-1::/apis/a1b2c3d4e5" } }
spec: { owner: payments }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: orders, annotations: { amazonaws.com/arn: "arn:aws:sqs:${REGION}:orders" } }
spec: { owner: payments }
`;
  const apart = told(both({}));
  assert.equal(apart.apis["shop"]?.businessCritical, true);
  assert.equal(apart.apis["shop"]?.customerFacing, true);
  assert.deepEqual(apart.queues["orders"], { entry: false, owner: "payments" });
  const together = told(both(critical));
  assert.deepEqual(together.queues["orders"], { entry: false, owner: "payments", businessCritical: true });
});

test("what is no descriptor of a thing that runs is passed over", () => {
  const catalog = told(`
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: payments }
spec: { type: team, children: [] }
---
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: "\${{ values.name }}" }
---
# nothing
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: prod, annotations: { amazonaws.com/arn: "arn:aws:organizations::111122223333:account/o-1/2" } }
spec: { type: aws-account, owner: platform }
`);
  assert.deepEqual(catalog, told(""));
});

test("every mistake of every file is told at once, with file and line", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "backstage-"));
  t.after(() => rm(folder, { recursive: true }));
  const services = join(folder, "services");
  await mkdir(join(services, "pay"), { recursive: true });
  await mkdir(join(services, "ship"), { recursive: true });
  await writeFile(
    join(services, "pay", FILE),
    `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  annotations:
    wake-or-wait/customer-facing: yes
    aws.com/lambda-function-name: pay
spec: {}
`,
  );
  await writeFile(join(services, "ship", FILE), "apiVersion: [\n");
  await writeFile(join(folder, FILE), `kind: Component\nmetadata: { name: x }\n`);
  const text = `morning: "8"
backstage:
  files: [catalog-info.yaml, "services/*/catalog-info.yaml", "nowhere.yaml"]
`;
  const file = join(folder, "wake-or-wait.yml");
  await assert.rejects(loadCatalog(text, file), (error) => {
    assert.ok(error instanceof Fault && error.code === "configuration");
    const said = error.message.replaceAll(`${folder}/`, "").split("\n");
    assert.deepEqual(said.slice(0, 5), [
      "wake-or-wait.yml:1: morning: write the time as 08:00",
      "wake-or-wait.yml:3: backstage.files.2: nowhere.yaml names no file",
      "catalog-info.yaml:1: apiVersion: Invalid input: expected string, received undefined",
      "services/pay/catalog-info.yaml:3: metadata.name: Invalid input: expected string, received undefined",
      'services/pay/catalog-info.yaml:5: metadata.annotations.wake-or-wait/customer-facing: write "true" or "false", in quotes',
    ]);
    assert.match(said[5] ?? "", /^services\/ship\/catalog-info\.yaml:[12]: /);
    return true;
  });
  // The same folder, with its mistakes corrected.
  const right = component("pay", { "wake-or-wait/customer-facing": "true", "aws.com/lambda-function-name": "pay" });
  await writeFile(join(services, "pay", FILE), right);
  await writeFile(join(services, "ship", FILE), component("ship", { "aws.com/lambda-function-name": "ship" }));
  const { functions } = await loadCatalog('backstage: { files: ["services/**/catalog-info.yaml"] }', file);
  assert.deepEqual(Object.keys(functions), ["pay", "ship"]);
  assert.equal(functions["pay"]?.customerFacing, true);
});

test("two entities that contradict one another, and an ARN that leads nowhere, are mistakes", () => {
  const arn = `arn:aws:lambda:${REGION}:function:checkout`;
  const yes = component("checkout", { "wake-or-wait/business-critical": "true" }, arn);
  const no = component("checkout-2", { "wake-or-wait/business-critical": "false" }, arn);
  assert.deepEqual(read(`${yes}\n---\n${no}`).mistakes, [
    "catalog-info.yaml:10: businessCritical of checkout is false here, and catalog-info.yaml:4 says true",
  ]);
  assert.deepEqual(read(component("x", {}, "arn:aws:iam::111122223333:role/x")).mistakes, [
    "catalog-info.yaml:4: metadata.annotations.wake-or-wait/arns: arn:aws:iam::111122223333:role/x names nothing that is read",
  ]);
});

test("whatever a file holds, it is read or told to be wrong", () => {
  const words = fc.constantFrom(
    "apiVersion: ",
    "kind: ",
    "Component",
    "metadata:",
    "\n",
    "  ",
    "- ",
    "{",
    "}",
    "name: ",
    "&a ",
    "*a",
    "---\n",
    '"',
    "spec",
    ": ",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 30 }), (parts) => {
      const { catalog, mistakes } = read(parts.join(""));
      assert.ok(catalog !== null && mistakes.every((one) => /^catalog-info\.yaml:\d+: /.test(one)));
    }),
  );
});

function component(name: string, annotations: object, arn?: string, spec = "{ owner: payments }"): string {
  const all = arn === undefined ? annotations : { ...annotations, "wake-or-wait/arns": arn };
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  { name: ${name}, annotations: ${JSON.stringify(all)} }
spec: ${spec}`;
}

function read(text: string, own = ""): ReturnType<typeof withBackstage> {
  return withBackstage(parseCatalog(own, "wake-or-wait.yml"), [{ file: FILE, text }]);
}

function told(text: string, own = ""): Catalog {
  const { catalog, mistakes } = read(text, own);
  assert.deepEqual(mistakes, []);
  return { ...catalog, backstage: parseCatalog("", "").backstage };
}
