import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { startJaeger } from "../../sandbox/jaeger/jaeger.ts";
import { rideSpans } from "../../sandbox/scenarios/empty-ride-id/spans.ts";
import { startTempo } from "../../sandbox/tempo/tempo.ts";
import type { RecordedSpan } from "../../sandbox/traces/span.ts";
import { startZipkin } from "../../sandbox/zipkin/zipkin.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import type { TransactionView } from "../../src/report.ts";
import { jaeger } from "../../src/sources/jaeger.ts";
import type { Source } from "../../src/sources/source.ts";
import { tempo } from "../../src/sources/tempo.ts";
import { zipkin } from "../../src/sources/zipkin.ts";
import { trace } from "../../src/trace.ts";
import { at, story } from "../sandbox/scenarios/night.ts";

const { ids } = story("empty-ride-id", 1);
const NOW = at("02:47:00");
const SPANS = rideSpans(ids, at("02:40:00"));
const CLOCK = { now: () => NOW };

interface Server {
  readonly url: string;
  load(spans: readonly RecordedSpan[]): void;
  stop(): Promise<void>;
}

const STORES: Readonly<Record<string, readonly [start: () => Promise<Server>, source: (url: string) => Source]>> = {
  "Jaeger 2.21": [() => startJaeger(CLOCK, "2.21"), (url) => jaeger({ name: "jaeger", url, headers: {} })],
  "Jaeger 1.30": [() => startJaeger(CLOCK, "1.30"), (url) => jaeger({ name: "jaeger", url, headers: {} })],
  Tempo: [() => startTempo(CLOCK), (url) => tempo({ name: "tempo", url, headers: {} })],
  "Tempo of before 2024": [() => startTempo(CLOCK, { old: true }), (url) => tempo({ name: "tempo", url, headers: {} })],
  Zipkin: [() => startZipkin(CLOCK), (url) => zipkin({ name: "zipkin", url, headers: {} })],
};

for (const [name, [start, sourceAt]] of Object.entries(STORES)) {
  describe(`the lost ride in ${name}`, () => {
    for (const [form, id] of [
      ["its trace", ids.trace],
      ["its trace as W3C writes it", ids.trace.replace(/^1-|-/g, "")],
      ["the invocation that failed", ids.invocations["post-to-social"] ?? ""],
    ] as const) {
      test(`is found by ${form}, with the same hops as everywhere`, async (t) => {
        assert.deepEqual(hopsOf(await found(t, start, sourceAt, id)), HOPS);
      });
    }
  });
}

/** Each hop with its outcome, and the number of the hop that it came from. */
const HOPS = [
  "1 lambda ride-service Invoke ok",
  "2 eventbridge null PutEvents ok < 1 exact",
  "3 lambda dispatch Invoke ok < 2 exact",
  "4 lambda pricing Invoke ok < 2 exact",
  "5 dynamodb rides PutItem ok < 3 exact",
  "6 dynamodb fares GetItem ok < 4 exact",
  "7 sns driver-alerts Publish ok < 3 exact",
  "8 eventbridge null PutEvents ok < 3 exact",
  "9 lambda notify-driver Invoke ok < 7 exact",
  "10 lambda post-to-social Invoke error < 8 exact",
];

function hopsOf({ hops }: TransactionView): string[] {
  return hops.map(({ n, service, resource, operation, outcome, from }) => {
    const parent = from === null ? "" : ` < ${from.hop} ${from.certainty}`;
    return `${n} ${service} ${resource} ${operation} ${outcome}${parent}`;
  });
}

async function found(
  t: TestContext,
  start: () => Promise<Server>,
  sourceAt: (url: string) => Source,
  id: string,
): Promise<TransactionView> {
  const server = await start();
  t.after(() => server.stop());
  server.load(SPANS);
  const room = { sources: [sourceAt(server.url)], catalog: EMPTY_CATALOG, now: () => NOW, deadlineMs: 10_000 };
  const traced = await trace(id, room, NOW);
  assert.ok(traced.found, JSON.stringify(traced));
  const [view] = traced.kept.transactions;
  // Jaeger is searched for a few of the ids alone, and says so.
  const missing = view.gaps.filter(({ what }) => /^(traces|failed requests) .*in (Jaeger|Tempo|Zipkin)$/.test(what));
  assert.deepEqual(missing, []);
  return view;
}
