import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Report } from "../../src/report.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { invocation, judged, NIGHT, type Stream, uuid } from "./night-files.ts";

const MINUTE_MS = 60_000;
const SECRET = "d0-not-sh0w-th1s";
const SET = { STAGE: "prod", TAX_TABLE: "taxes", QUEUE: "orders", PAY_TOKEN: SECRET };
const TICK = invocation(uuid(99, 1), NIGHT + 30_000, ["tick"]);

/** How the requests that succeed and those that fail ran: with which environment, on which version, and with what error. */
interface Night {
  readonly healthy?: object;
  readonly failing: object;
  readonly versions?: readonly [healthy: string, failing: string];
  readonly error?: string;
}

test("a variable that is not set on the new version alone is likely what broke it", async (t) => {
  const { TAX_TABLE: _, ...failing } = SET;
  const { cause, healthy } = await told(t, { failing });
  // That it is the deploy is proven all the same.
  assert.deepEqual([cause?.kind, cause?.detail, cause?.certainty], ["deploy", "configuration", "proven"]);
  const said = "Likely it is its configuration: the variable TAX_TABLE of its environment is missing beside healthy";
  assert.ok(cause?.text.includes(said), cause?.text);
  assert.match(cause?.text ?? "", /12 of 12 failures are on version 41/, "the deploy is told as well");
  const { hop: _hop, ...differs } = healthy?.differs ?? { hop: "" };
  assert.deepEqual(differs, { in: "environment", path: "TAX_TABLE", failing: "missing", healthy: "set" });
});

test("the only variable that differs and that the error names is proven, whatever version it ran on", async (t) => {
  const { cause } = await told(t, {
    failing: { ...SET, TAX_TABLE: "old" },
    versions: ["$LATEST", "$LATEST"],
    error: "no such table: TAX_TABLE",
  });
  assert.deepEqual([cause?.detail, cause?.certainty], ["configuration", "proven"]);
  assert.match(cause?.text ?? "", /The error names what differs: the variable TAX_TABLE of its environment differs /);
});

test("of several variables the number is told and three by name, and the values of none", async (t) => {
  const failing = { STAGE: "prod", TAX_TABLE: "", QUEUE: "", PAY_TOKEN: `${SECRET}-2`, MORE_RETRIES: "3" };
  const report = await told(t, { failing });
  assert.deepEqual([report.cause?.detail, report.cause?.certainty], ["configuration", "proven"]);
  const said = "4 variables of its environment differ beside healthy requests (MORE_RETRIES, PAY_TOKEN, QUEUE, …)";
  assert.ok(report.cause?.text.includes(said), report.cause?.text);
  assert.ok(!JSON.stringify([report.cause, report.healthy, report.changes]).includes(SECRET));
});

test("of several variables the one that the error names stands first, and is likely as long as others differ", async (t) => {
  const failing = { ...SET, QUEUE: "b", TAX_TABLE: "c" };
  const { cause } = await told(t, { failing, error: "no such TAX_TABLE", versions: ["$LATEST", "$LATEST"] });
  assert.deepEqual([cause?.detail, cause?.certainty], ["configuration", "likely"]);
  const said =
    "2 variables of its environment differ beside healthy requests (TAX_TABLE, QUEUE); the error names TAX_TABLE.";
  assert.ok(cause?.text.endsWith(said), cause?.text);
});

test("a short name in an error is a word, unless the error speaks of the environment", async (t) => {
  const versions = ["$LATEST", "$LATEST"] as const;
  const failing = { ...SET, QUEUE: "other" };
  const word = await told(t, { failing, versions, error: "the QUEUE is full" });
  assert.notEqual(word.cause?.detail, "configuration");
  const name = await told(t, { failing, versions, error: "bad environment variable QUEUE" });
  assert.deepEqual([name.cause?.detail, name.cause?.certainty], ["configuration", "proven"]);
});

test("a variable that differs without a new version and that no error names is shown, and is no cause", async (t) => {
  const { cause, healthy } = await told(t, { failing: { ...SET, QUEUE: "other" }, versions: ["$LATEST", "$LATEST"] });
  assert.notEqual(cause?.detail, "configuration");
  assert.equal(healthy?.differs?.path, "QUEUE");
});

test("equal environments on a new version leave it a deploy, and proven", async (t) => {
  const { cause, healthy } = await told(t, { failing: SET });
  assert.deepEqual([cause?.kind, cause?.detail, cause?.certainty], ["deploy", undefined, "proven"]);
  assert.equal(healthy?.differs?.in, "version");
});

async function told(t: TestContext, night: Night): Promise<Report> {
  const { healthy = SET, failing, versions = ["40", "41"], error = "no price" } = night;
  const streams = [
    ...runOf(0, versions[0], healthy, { count: 40, fromMs: NIGHT - 42 * MINUTE_MS }),
    ...runOf(1, versions[1], failing, { count: 12, fromMs: NIGHT - 12 * MINUTE_MS, error }),
  ];
  return await judged(t, {
    alarm: { namespace: "AWS/Lambda", metric: "Errors", dimension: ["FunctionName", "checkout"] },
    streams: [...streams, { group: "/aws/lambda/clock", stream: "clock", lines: TICK }],
  });
}

/** Some requests, a minute apart or a little less, of which each writes its lines, and the recorder a span with its environment. */
function runOf(
  run: number,
  version: string,
  environment: object,
  { count, fromMs, error }: { readonly count: number; readonly fromMs: number; readonly error?: string },
): Stream[] {
  return Array.from({ length: count }, (_, n): Stream => {
    const at = fromMs + n * 55_000;
    const id = uuid(run, n);
    const event = httpApiEvent({ requestId: `R${run}q${String(n).padStart(12, "0")}=`, at, sub: `user-${run}-${n}` });
    const written = invocation(id, at, [`event ${JSON.stringify(event)}`], error === undefined ? {} : { error });
    const lines = written.map(([ms, text]) => [ms, text.replace("Version: $LATEST", `Version: ${version}`)] as const);
    const span = [at + 40, spanLine(id, at, `${run}${n}`, environment)] as const;
    return { group: "/aws/lambda/checkout", stream: `s-${run}-${n}`, lines: [...lines, span] };
  });
}

/** https://opentelemetry.io/docs/specs/semconv/faas/faas-spans/ */
function spanLine(requestId: string, at: number, n: string, environment: object): string {
  return JSON.stringify({
    resource: { attributes: { "service.name": "checkout", "cloud.platform": "aws_lambda", "faas.name": "checkout" } },
    traceId: n.padStart(32, "a"),
    spanId: n.padStart(16, "b"),
    name: "checkout",
    kind: "SERVER",
    startTimeUnixNano: at * 1e6,
    endTimeUnixNano: (at + 40) * 1e6,
    attributes: { "faas.invocation_id": requestId, "hop.environment": JSON.stringify(environment) },
    status: { code: "UNSET" },
  });
}
