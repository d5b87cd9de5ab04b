import assert from "node:assert/strict";
import { test } from "node:test";
import { incidentDocument } from "../sandbox/scenarios/incident-document.ts";
import type { StoryName } from "../sandbox/scenarios/table.ts";
import { parseAlert } from "../src/alert.ts";
import { parseCatalog } from "../src/catalog.ts";
import { investigate } from "../src/investigate.ts";
import type { HopView, Report } from "../src/report.ts";
import type { Source } from "../src/sources/source.ts";
import { logChunk } from "./decode/log-chunk.ts";
import { story } from "./sandbox/scenarios/night.ts";

test("beside healthy rides the ones that fail were all booked for later, which no error says", async () => {
  const { hop, differs, compared } = await besideHealthy("empty-ride-id");
  assert.deepEqual([hop?.service, hop?.resource], ["apigateway", "rides-api"]);
  assert.deepEqual(differs, { in: "input", path: "body.pickup.scheduledFor", failing: "a text", healthy: "not there" });
  assert.equal(compared, 5);
});

test("beside healthy quotes the ones that fail met another version", async () => {
  const { hop, differs } = await besideHealthy("deploy-rolled-back");
  assert.equal(hop?.resource, "insurance-quote");
  assert.deepEqual(differs, { in: "version", path: null, failing: "13", healthy: "12" });
});

test("beside healthy orders the ones that fail differ at the table that is throttled", async () => {
  const { hop, differs } = await besideHealthy("checkout-throttled");
  assert.deepEqual([hop?.service, hop?.resource], ["dynamodb", "orders"]);
  assert.deepEqual(differs, { in: "outcome", path: null, failing: "throttled", healthy: "ok" });
});

test("where nothing failed nothing is compared", async () => {
  assert.equal((await reportOn("retries-succeeded")).healthy, null);
});

async function besideHealthy(name: StoryName) {
  const { healthy, transactions } = await reportOn(name);
  assert.ok(healthy != null && healthy.differs !== null);
  const { hop: id, ...differs } = healthy.differs;
  const hop: HopView | undefined = transactions.flatMap(({ hops }) => hops).find((one) => one.id === id);
  return { hop, differs, compared: healthy.compared };
}

async function reportOn(name: StoryName): Promise<Report> {
  const told = story(name, 1);
  const source: Source = {
    name: "files",
    whole: true,
    async *ask() {
      for (const { group, stream, lines } of told.streams) {
        const written = lines.filter(({ timestamp }) => timestamp <= told.at);
        const read = written.map(({ timestamp, message }) => ({ at: timestamp, message }));
        yield { chunk: logChunk({ group, stream, lines: read }) };
      }
    },
  };
  const catalog = parseCatalog(JSON.stringify(told.catalog), "wake-or-wait.yml");
  const room = { sources: [source], catalog, now: () => told.at, deadlineMs: 60_000 };
  for await (const { report, final } of investigate(parseAlert(incidentDocument(told)), room, told.at)) {
    if (final) return report;
  }
  throw new Error("there was no report");
}
