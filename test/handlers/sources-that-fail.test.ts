import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { startJaeger } from "../../sandbox/jaeger/jaeger.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { HttpFaults } from "../../sandbox/traces/faults.ts";
import { startZipkin } from "../../sandbox/zipkin/zipkin.ts";
import type { Backend } from "../../src/backends.ts";
import { story } from "../sandbox/scenarios/night.ts";
import { eventually, shownBy, startLocalWorld } from "./local-world.ts";

/** Short, so that the test is; and enough for the logs of the incident on a busy machine. */
const DEADLINE_MS = 5000;
/** What is thought, said and stored once the sources were given up, on a busy machine. */
const SAYING_MS = 10_000;
/** So that a slow source comes after the message showed that it is out. */
const SLOW_MS = 1500;
const LATE_MS = 8000;
/** Longer than anybody waits. */
const FOR_EVER_MS = 3_600_000;

describe("the demo's incident, where a source hangs for ever and another answers garbage", () => {
  for (const garbage of ["html-500", "truncated-json"] as const) {
    test(`is told by its deadline, and both are named: stores of traces, one of which answers ${garbage}`, async (t) => {
      const { text, shown, tookMs } = await toldWith(t, (_, jaeger, zipkin) => {
        jaeger.delayAnswers(FOR_EVER_MS);
        zipkin.fail(garbage);
      });
      assert.match(text, /^🔴 Wake the team: POST \/checkout fails for (at least )?37 users/);
      assert.match(shown, /in Jaeger \(it did not answer in time\)/);
      assert.match(shown, /in Zipkin \((?!it did not answer in time)/);
      assert.ok(tookMs < DEADLINE_MS + SAYING_MS, `it took ${Math.round(tookMs)} ms`);
    });
  }

  test("is unclear by its deadline, and both are named: the logs hang, and what traces there are is garbage", async (t) => {
    const { text, shown, tookMs } = await toldWith(t, ({ logs }, jaeger, zipkin) => {
      logs.faults.delayAnswers(FOR_EVER_MS);
      jaeger.fail("truncated-json");
      zipkin.fail("html-500");
    });
    assert.match(text, /^🟡 /);
    for (const name of [/the list of log groups \(it did not answer in time\)/, /in Jaeger/, /in Zipkin/]) {
      assert.match(shown, name);
    }
    assert.ok(tookMs < DEADLINE_MS + SAYING_MS, `it took ${Math.round(tookMs)} ms`);
  });
});

test("while it is looked into the message says which source answered, and which is still out", async (t) => {
  let hurry = (): void => {};
  const configure = async (sandbox: Sandbox) => {
    const jaeger = await startJaeger(sandbox.clock);
    t.after(() => jaeger.stop());
    jaeger.faults.delayAnswers(FOR_EVER_MS);
    sandbox.logs.faults.delayAnswers(SLOW_MS);
    hurry = () => sandbox.logs.faults.clear();
    return { backends: [{ name: "jaeger", url: jaeger.url, headers: {} } as const], deadlineMs: LATE_MS };
  };
  const world = await startLocalWorld(t, { configure, story: story("checkout-throttled", 1) });
  const edits: string[] = [];
  world.trigger();
  await world.root();
  const told = await eventually("the verdict", async () => {
    const shown = shownBy(await world.root());
    if (shown !== edits.at(-1)) edits.push(shown);
    if (standingIn(shown) !== "") hurry();
    return shown.startsWith("🔴") && shown;
  });
  const looking = edits.filter((shown) => shown.startsWith("🔎"));
  for (const said of [
    /answered · [^·"]*CloudWatch Logs[^·"]* still out/,
    /CloudWatch Logs[^·"]* answered · [^·"]*Jaeger[^·"]* still out/,
  ])
    assert.ok(
      looking.some((shown) => said.test(shown)),
      `${said}: ${looking.map(standingIn).join(" | ")}`,
    );
  assert.doesNotMatch(told, /still out/);
});

function standingIn(shown: string): string {
  return /[^"]*still out/.exec(shown)?.[0] ?? "";
}

/** What the bot says of the demo's first incident, with two stores of traces beside its logs, and with what goes wrong. */
async function toldWith(t: TestContext, goWrong: (sandbox: Sandbox, jaeger: HttpFaults, zipkin: HttpFaults) => void) {
  const configure = async (sandbox: Sandbox) => {
    const [jaeger, zipkin] = await Promise.all([startJaeger(sandbox.clock), startZipkin(sandbox.clock)]);
    t.after(() => Promise.all([jaeger.stop(), zipkin.stop()]));
    const told = story("checkout-throttled", 1);
    for (const server of [jaeger, zipkin]) server.load(told.spans);
    goWrong(sandbox, jaeger.faults, zipkin.faults);
    const backends: readonly Backend[] = [
      { name: "jaeger", url: jaeger.url, headers: {} },
      { name: "zipkin", url: zipkin.url, headers: {} },
    ];
    return { backends, deadlineMs: DEADLINE_MS };
  };
  const world = await startLocalWorld(t, { configure, story: story("checkout-throttled", 1) });
  const since = performance.now();
  world.trigger();
  const root = await world.root();
  const shown = await world.verdict(root);
  const tookMs = performance.now() - since;
  // The picture that is shown last is that of the deadline.
  const last = await world.shows(root, "it did not answer in time");
  return { text: shown.text, shown: shownBy(last), tookMs };
}
