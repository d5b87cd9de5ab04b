import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { parseAlert } from "../../src/alert.ts";
import type { Report } from "../../src/report.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { invocation, judged, type Line, NIGHT, type NightFiles, type Stream, uuid } from "./night-files.ts";

const MINUTE_MS = 60_000;

const INIT_START =
  "INIT_START Runtime Version: nodejs:24.v9\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:0f\n";
const TICK = invocation(uuid(99, 1), NIGHT + 30_000, ["tick"]);

/** Some requests of one kind: on which version, from when on, how far apart, and whether they fail. */
interface Run {
  readonly version: string;
  readonly count: number;
  readonly fromMs: number;
  readonly everyMs: number;
  readonly fails?: boolean;
  readonly error?: string;
  /** How long before the first request an instance began to start, by its INIT_START; and how long that took, by the REPORT. */
  readonly initBeforeMs?: number;
  readonly coldMs?: number;
}

test("all failures on the new version, and none on the old one beside it: it is the deploy, and proven", async (t) => {
  const { cause, changes } = await told(t, [
    { version: "40", count: 40, fromMs: NIGHT - 42 * MINUTE_MS, everyMs: 60_000 },
    { version: "41", count: 12, fromMs: NIGHT - 12 * MINUTE_MS, everyMs: 55_000, fails: true },
  ]);
  assert.ok(cause !== null);
  assert.deepEqual([cause.kind, cause.certainty], ["deploy", "proven"]);
  const said = "12 of 12 failures are on version 41 of checkout, none on 40, where 40 requests succeeded.";
  assert.ok(cause.text.endsWith(said), cause.text);
  assert.match(cause.text, /no price/, "what broke is said all the same");
  assert.deepEqual(changes, [
    {
      kind: "version",
      at: new Date(NIGHT - 12 * MINUTE_MS).toISOString(),
      text: said,
      function: "checkout",
      version: "41",
      previous: "40",
      url: null,
    },
  ]);
});

test("a third party that fails as soon as a new version is there may fail by chance, unless the old one works beside it", async (t) => {
  const error = "bank answered: status code 503";
  const bad = { version: "41", count: 12, fromMs: NIGHT - 12 * MINUTE_MS, everyMs: 55_000, fails: true, error };
  const before = await told(t, [{ version: "40", count: 40, fromMs: NIGHT - 55 * MINUTE_MS, everyMs: 60_000 }, bad]);
  assert.deepEqual([before.cause?.kind, before.cause?.detail], ["dependency", "server-error"]);
  assert.match(before.cause?.text ?? "", /12 of 12 failures are on version 41/);
  const beside = await told(t, [{ version: "40", count: 40, fromMs: NIGHT - 42 * MINUTE_MS, everyMs: 60_000 }, bad]);
  assert.deepEqual([beside.cause?.kind, beside.cause?.certainty], ["deploy", "proven"]);
});

test("what breaks half an hour after a deploy that worked is no deploy", async (t) => {
  const { cause, changes } = await told(t, [
    { version: "40", count: 60, fromMs: NIGHT - 80 * MINUTE_MS, everyMs: 30_000 },
    { version: "41", count: 60, fromMs: NIGHT - 45 * MINUTE_MS, everyMs: 30_000 },
    { version: "41", count: 12, fromMs: NIGHT - 12 * MINUTE_MS, everyMs: 55_000, fails: true },
  ]);
  assert.ok(cause !== null && cause.kind !== "deploy");
  assert.doesNotMatch(cause.text, /version/);
  assert.equal(changes[0]?.version, "41", "when it changed is told all the same");
});

test("one failure in twenty on both versions, or on the old one alone, is no deploy", async (t) => {
  const both = await told(t, [
    { version: "40", count: 60, fromMs: NIGHT - 60 * MINUTE_MS, everyMs: 30_000 },
    { version: "40", count: 3, fromMs: NIGHT - 40 * MINUTE_MS, everyMs: 60_000, fails: true },
    { version: "41", count: 60, fromMs: NIGHT - 30 * MINUTE_MS, everyMs: 30_000 },
    { version: "41", count: 3, fromMs: NIGHT - 20 * MINUTE_MS, everyMs: 60_000, fails: true },
  ]);
  assert.notEqual(both.cause?.kind, "deploy");
  assert.deepEqual(both.changes, []);
  const old = await told(t, [
    { version: "40", count: 12, fromMs: NIGHT - 40 * MINUTE_MS, everyMs: 60_000, fails: true },
    { version: "41", count: 60, fromMs: NIGHT - 25 * MINUTE_MS, everyMs: 20_000 },
  ]);
  assert.notEqual(old.cause?.kind, "deploy");
  assert.deepEqual(old.changes, []);
});

test("too few requests on the old version prove nothing; that it began with the new one is said", async (t) => {
  const { cause } = await told(t, [
    { version: "40", count: 4, fromMs: NIGHT - 40 * MINUTE_MS, everyMs: 60_000 },
    { version: "41", count: 12, fromMs: NIGHT - 12 * MINUTE_MS, everyMs: 55_000, fails: true },
  ]);
  assert.ok(cause !== null && cause.kind !== "deploy");
  assert.match(
    cause.text,
    /12 of 12 failures are on version 41 of checkout, none on 40, where 4 requests succeeded\.$/,
  );
});

test("what PagerDuty was told of just before the first failure is named, and what is older is listed", async (t) => {
  const change = (summary: string, minutes: number): object => ({
    summary,
    timestamp: new Date(NIGHT - minutes * MINUTE_MS).toISOString(),
    links: [{ href: `https://ci.example.com/${minutes}` }],
  });
  const events = [
    change("checkout 1.7 is live", 14),
    change("a new colour", 90),
    change("last week", 9000),
    { odd: 1 },
  ];
  const { cause, changes } = await told(
    t,
    [
      { version: "$LATEST", count: 40, fromMs: NIGHT - 40 * MINUTE_MS, everyMs: 60_000 },
      { version: "$LATEST", count: 12, fromMs: NIGHT - 12 * MINUTE_MS, everyMs: 55_000, fails: true },
    ],
    events,
  );
  assert.ok(cause !== null && cause.kind !== "deploy");
  assert.match(cause.text, /It began 2 minutes after a change: checkout 1\.7 is live\.$/);
  assert.deepEqual(
    changes.map(({ kind, text, url }) => [kind, text, url]),
    [
      ["event", "checkout 1.7 is live", "https://ci.example.com/14"],
      ["event", "a new colour", "https://ci.example.com/90"],
    ],
  );
});

test("a version is there since its first instance started, by its init line or its report, before any request came", async (t) => {
  const old = { version: "40", count: 40, fromMs: NIGHT - 42 * MINUTE_MS, everyMs: 60_000 };
  const bad = { version: "41", count: 12, fromMs: NIGHT - 12 * MINUTE_MS, everyMs: 55_000, fails: true };
  const since = async (run: Partial<Run>, events?: readonly object[]): Promise<number> => {
    const { changes } = await told(t, [old, { ...bad, ...run }], events);
    const at = changes.find(({ kind }) => kind === "version")?.at ?? "";
    return Date.parse(at) - bad.fromMs;
  };
  assert.equal(await since({}), 0);
  assert.equal(await since({ initBeforeMs: 90_000 }), -90_000);
  assert.equal(await since({ coldMs: 700 }), -700);
  const event = { summary: "checkout 41 is live", timestamp: new Date(NIGHT - 13 * MINUTE_MS).toISOString() };
  assert.equal(await since({ initBeforeMs: 90_000 }, [event]), 0, "PagerDuty was told when it was deployed");
});

test("changes that do not fit are left out, and the alert stands", () => {
  const incident = { id: "Q1", title: "x" };
  for (const change_events of [null, "x", {}, [null, 1, { summary: "x", timestamp: "yesterday" }]])
    assert.deepEqual(parseAlert({ incident, alerts: [], change_events }).changes ?? [], []);
});

async function told(t: TestContext, runs: readonly Run[], changeEvents?: readonly object[]): Promise<Report> {
  const night: NightFiles = {
    alarm: { namespace: "AWS/Lambda", metric: "Errors", dimension: ["FunctionName", "checkout"] },
    // Somebody goes on, so that all of the above is judged at the moment of the alarm.
    streams: [...runs.flatMap(streamsOf), { group: "/aws/lambda/clock", stream: "clock", lines: TICK }],
    ...(changeEvents === undefined ? {} : { changeEvents }),
  };
  return await judged(t, night);
}

function streamsOf(one: Run, run: number): Stream[] {
  const { version, count, fromMs, everyMs, fails = false, error = "no price", initBeforeMs, coldMs } = one;
  return Array.from({ length: count }, (_, n): Stream => {
    const at = fromMs + n * everyMs;
    const requestId = `R${run}q${String(n).padStart(12, "0")}=`;
    const event = httpApiEvent({ requestId, at, sub: `user-${run}-${n}` });
    const written = invocation(uuid(run, n), at, [`event ${JSON.stringify(event)}`], fails ? { error } : {});
    const cold = n === 0 && coldMs !== undefined ? `Init Duration: ${coldMs}.00 ms\t` : "";
    const lines = written.map(([ms, text]): Line => {
      return [
        ms,
        text.replace("Version: $LATEST", `Version: ${version}`).replace("\tMax Memory", `\t${cold}Max Memory`),
      ];
    });
    const init: Line[] = n === 0 && initBeforeMs !== undefined ? [[at - initBeforeMs, INIT_START]] : [];
    return { group: "/aws/lambda/checkout", stream: `s-${run}-${n}`, lines: [...init, ...lines] };
  });
}
