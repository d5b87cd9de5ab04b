import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { parseCatalog } from "../../src/catalog.ts";
import { withCriticalServices } from "../../src/critical-services.ts";
import { checkBusinessServices } from "../../src/pagerduty/check-pagerduty.ts";
import { criticalServices } from "../../src/pagerduty/critical.ts";
import { type PagerDuty, pagerDutyOf } from "../../src/pagerduty/pagerduty.ts";
import { startWorld } from "../sandbox/pagerduty/world.ts";

const FUNCTIONS = `
functions:
  book: { pagerdutyService: PRIDES }
  invoice: { pagerdutyService: PBILLS }
  audit: { pagerdutyService: PRIDES, businessCritical: false }
  report: {}
apis: { rides: { routes: { POST /rides: { pagerdutyService: PRIDES } } } }
`;

test("what a critical business service depends on is critical, unless the catalog says whether it is", async (t) => {
  const client = await startClient(t);
  const catalog = parseCatalog(`pagerduty: { criticalBusinessServices: [Booking] }${FUNCTIONS}`, "catalog");
  const critical = await criticalServices(client, catalog);
  assert.deepEqual([...critical], ["PRIDES"]);
  const { functions, apis } = withCriticalServices(catalog, critical);
  assert.equal(functions["book"]?.businessCritical, true);
  assert.equal(apis["rides"]?.routes["POST /rides"]?.businessCritical, true);
  assert.equal(functions["audit"]?.businessCritical, false);
  assert.equal(functions["invoice"]?.businessCritical, undefined);
  assert.equal(functions["report"]?.businessCritical, undefined);
  assert.equal(catalog.functions["book"]?.businessCritical, undefined, "the catalog itself stays as it was");
});

test("a business service is named by its id too, or all of them are meant; not switched on, nothing is asked", async (t) => {
  const client = await startClient(t);
  const of = async (named: string): Promise<string[]> => {
    const said = `pagerduty: { criticalBusinessServices: ${named} }${FUNCTIONS}`;
    return [...(await criticalServices(client, parseCatalog(said, "catalog")))];
  };
  assert.deepEqual(await of("[PBIZ02]"), ["PBILLS"]);
  assert.deepEqual(await of("all"), ["PBILLS", "PRIDES"]);
  assert.deepEqual(await of("[Nothing of the kind]"), []);
  const refusing = {
    businessServices: () => assert.fail("it was asked"),
    dependents: () => assert.fail("it was asked"),
  };
  assert.deepEqual([...(await criticalServices(refusing, parseCatalog(FUNCTIONS, "catalog")))], []);
});

test("the doctor says which business service PagerDuty does not have, and what is critical by the others", async (t) => {
  const client = await startClient(t);
  const checked = async (text: string): Promise<string[]> => {
    const said: string[] = [];
    for await (const { what, state, why } of checkBusinessServices(client, parseCatalog(text, "catalog")))
      said.push(`${state} ${what}: ${why}`);
    return said;
  };
  assert.deepEqual(await checked(FUNCTIONS), []);
  assert.deepEqual(await checked(`pagerduty: { criticalBusinessServices: [Booking, Bokings] }${FUNCTIONS}`), [
    "missing PagerDuty business services Bokings: PagerDuty has none of this name or id",
    "works PagerDuty business services: critical by them: PRIDES",
  ]);
  assert.deepEqual(await checked("pagerduty: { criticalBusinessServices: all }"), [
    "missing PagerDuty business services: nothing says which resources the services of PagerDuty are about",
  ]);
});

async function startClient(t: TestContext): Promise<PagerDuty> {
  const businessServices = [
    { id: "PBIZ01", name: "Booking", supportedBy: ["PRIDES"] },
    { id: "PBIZ02", name: "Money", supportedBy: ["PBILLS"] },
  ];
  const { pagerDuty } = await startWorld(t, { businessServices });
  return pagerDutyOf({ token: pagerDuty.token, url: pagerDuty.url, routingKey: null, eventsUrl: "http://127.0.0.1:1" });
}
