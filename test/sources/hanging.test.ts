import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { stringify } from "yaml";
import { startCloudWatchLogs } from "../../sandbox/cloudwatch/cloudwatch-logs.ts";
import { incidentDocument } from "../../sandbox/scenarios/incident-document.ts";
import type { Story } from "../../sandbox/scenarios/story.ts";
import { serve } from "../../sandbox/serve.ts";
import { AWS_ACCOUNT } from "../../sandbox/world/aws-account.ts";
import { parseAlert } from "../../src/alert.ts";
import type { BackendName } from "../../src/backends.ts";
import { parseCatalog } from "../../src/catalog.ts";
import { investigate, type Progress } from "../../src/investigate.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import { sourcesOf } from "../../src/sources/sources-of.ts";
import { harmlessStory, smallStory } from "../handlers/small-story.ts";

/** Enough for the logs of a small story on a busy machine. */
const DEADLINE_MS = 8000;

interface Store {
  readonly name: BackendName;
  readonly answer: () => Promise<Response>;
}

const hangs = (name: BackendName): Store => ({ name, answer: () => new Promise(() => undefined) });
const babbles = (name: BackendName): Store => ({ name, answer: async () => new Response('<html>{"data": [}') });

describe("an investigation with sources that go wrong", { concurrency: 3 }, () => {
  for (const [hung, broken] of [
    ["jaeger", "zipkin"],
    ["tempo", "jaeger"],
  ] as const) {
    test(`where ${hung} hangs and ${broken} answers garbage, proven harm still wakes, and both gaps are named`, async (t) => {
      const progress = await investigated(t, smallStory(), [hangs(hung), babbles(broken)]);
      const before = progress.findLast(({ final }) => !final);
      const last = progress.at(-1);
      assert.equal(
        before?.report.verdict.decision,
        "wake",
        "what the logs tell is shown before the one that hangs is given up",
      );
      assert.equal(last?.final, true);
      assert.equal(last.report.verdict.decision, "wake");
      assert.equal(last.report.users.hit, 6);
      for (const name of [hung, broken]) assert.ok(namesGap(last, name), `${name} is not named`);
    });
  }

  test("where a source hangs and another answers garbage, nothing can wait that only they might tell", async (t) => {
    const progress = await investigated(t, harmlessStory(), [hangs("jaeger"), babbles("zipkin")]);
    const decisions = new Set(progress.map(({ report }) => report.verdict.decision));
    assert.deepEqual([...decisions], ["unclear"]);
    const last = progress.at(-1);
    for (const name of ["jaeger", "zipkin"] as const) assert.ok(last !== undefined && namesGap(last, name));
  });
});

function namesGap({ report }: Progress, source: BackendName): boolean {
  return report.gaps.some(({ what }) => what.toLowerCase().includes(source));
}

/** Everything that an investigation shows, from the logs of a story and stores of traces that go wrong. */
async function investigated(t: TestContext, told: Story, stores: readonly Store[]): Promise<Progress[]> {
  const clock = { now: () => told.at };
  const { id: account, region } = AWS_ACCOUNT;
  const logs = await startCloudWatchLogs(clock, { account, region, queryMs: 0, quotas: { requestsPerSecond: {} } });
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new CloudWatchLogsClient({ endpoint: logs.url, region, credentials });
  t.after(async () => {
    client.destroy();
    await logs.stop();
  });
  for (const { group, stream, lines } of told.streams) logs.load(group, stream, lines);
  const servers = await Promise.all(stores.map(({ answer }) => serve(answer)));
  t.after(() => Promise.all(servers.map((server) => server.stop())));
  const backends = stores.map(({ name }, place) => ({ name, url: servers[place]?.url ?? "", headers: {} }));
  const catalog = parseCatalog(stringify(told.catalog), "wake-or-wait.yml");
  const sources = [cloudwatchLogs(client, catalog), ...sourcesOf(backends)];
  const room = { sources, catalog, now: clock.now, deadlineMs: DEADLINE_MS };
  const progress: Progress[] = [];
  for await (const one of investigate(parseAlert(incidentDocument(told)), room, told.at)) progress.push(one);
  return progress;
}
