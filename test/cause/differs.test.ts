import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { firstDifference } from "../../src/cause/differs.ts";
import type { Json } from "../../src/json.ts";
import type { LogRecord } from "../../src/record.ts";
import { micros } from "../../src/time.ts";
import type { Hop, Transaction } from "../../src/transaction.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

const RIDE = { ride: { id: "r1" } };
const HEALTHY = [request({}), request({}), request({})];

test("an error is found where it arose, and not at the API that handed it on", () => {
  const failing = request({ ends: { api: "error", function: "error", call: "throttled" } });
  assert.deepEqual(difference([failing], HEALTHY), ["rides", "outcome", null, "throttled", "ok"]);
});

test("what a step was given comes before how it ended", () => {
  const failing = request({ input: { ride: { id: "" } }, ends: { api: "error", function: "error", call: "error" } });
  assert.deepEqual(difference([failing], HEALTHY), ["shop", "input", "ride.id", "an empty text", "a text"]);
});

test("a field that healthy requests have and these do not, inside of JSON text, is a difference of the input", () => {
  const body = (json: Json) => request({ input: { body: JSON.stringify(json) } });
  const healthy = [body({ ride: { id: "r1" } }), body({ ride: { id: "r2" } }), body({ ride: { id: "r3" } })];
  assert.deepEqual(difference([body({ ride: {} })], healthy), ["shop", "input", "body.ride.id", "not there", "a text"]);
});

test("values are no shape: other texts and other ids are the same", () => {
  const other = request({ input: { ride: { id: "another" }, byUser: { "6d1f2a3b-11": 1 } } });
  const healthy = [1, 2, 3].map((n) => request({ input: { ride: { id: `r${n}` }, byUser: { [`7c1f2a3b-${n}`]: n } } }));
  assert.equal(difference([other], healthy), null);
});

test("how a request came, its headers and its signature, is no difference", () => {
  const failing = request({ input: { ...RIDE, headers: { "sec-ch-ua": "x" }, requestContext: { more: 1 } } });
  assert.equal(difference([failing], HEALTHY), null);
});

test("what was cut, or not recorded, differs from nothing", () => {
  assert.equal(difference([request({ input: { $cut: 90_000 } })], HEALTHY), null);
  assert.equal(difference([request({ input: { ride: { $cut: 90_000 } } })], HEALTHY), null);
  assert.equal(difference([request({ input: null })], HEALTHY), null);
  assert.equal(
    difference(
      [request({ input: { ride: {} } })],
      [1, 2, 3].map(() => request({ input: null })),
    ),
    null,
  );
});

test("a difference that one healthy request shows too is chance, and so is one that another failing request does not show", () => {
  const odd = request({ input: { ride: { id: "r9", note: "late" } }, ends: { call: "error" } });
  const plain = request({ ends: { call: "error" } });
  assert.deepEqual(difference([odd], HEALTHY)?.slice(1, 3), ["input", "ride.note"]);
  assert.deepEqual(difference([odd, plain], HEALTHY)?.slice(0, 2), ["rides", "outcome"]);
  assert.deepEqual(
    difference([odd], [...HEALTHY, request({ input: { ride: { id: "r", note: "" } } })])?.[2],
    "ride.note",
  );
  assert.deepEqual(difference([odd], [...HEALTHY, request({ input: { ride: { id: "r", note: "x" } } })])?.slice(0, 2), [
    "rides",
    "outcome",
  ]);
});

test("two healthy requests are too few to say what a payload should hold, or how long a step takes", () => {
  const failing = request({ input: { ride: {} }, takes: 9000 });
  assert.equal(difference([failing], HEALTHY.slice(1)), null);
});

test("another version of the function is a difference, unless healthy requests met it as well", () => {
  const failing = request({ version: "41", ends: { function: "error", api: "error" } });
  assert.deepEqual(difference([failing], HEALTHY), ["shop", "version", null, "41", "40"]);
  assert.deepEqual(difference([failing], [...HEALTHY, request({ version: "41" })])?.slice(1, 2), ["outcome"]);
});

test("a variable of the environment is named before the version that brought it, and several by their number", () => {
  const failing = (environment: Json) => {
    const words = { version: "41", environment, ends: { function: "error", api: "error" } } as const;
    return [request({ ...words, run: 1 }), request({ ...words, run: 2 })];
  };
  const healthy = [3, 4, 5].map((run) => request({ run, environment: { A: "1", B: "2", C: "3", D: "4" } }));
  assert.deepEqual(difference(failing({ A: "1", B: "2", C: "3" }), healthy), [
    ...["shop", "environment", "D", "missing", "set"],
  ]);
  assert.deepEqual(difference(failing({ A: "1", B: "2", C: "3", D: "secret" }), healthy), [
    ...["shop", "environment", "D", "set to something else", "set"],
  ]);
  assert.deepEqual(difference(failing({ A: "", B: "", C: "", D: "" }), healthy), [
    ...["shop", "environment", "A, B, C", "4 variables differ", "alike"],
  ]);
  assert.deepEqual(difference(failing(null), healthy)?.[1], "version");
});

test("a step that no healthy request takes, and one that every healthy request takes, are other ways", () => {
  const more = request({ also: hopOf("sqs audit", { start: 101 }) });
  assert.deepEqual(difference([more], HEALTHY), ["audit", "route", null, "taken", "not taken"]);
  assert.deepEqual(difference([request({})], [more, more, more])?.slice(0, 3), ["shop", "route", "SQS audit, call"]);
});

test("what a failing step did not do after its failure is no other way", () => {
  const more = request({ also: hopOf("sqs audit", { start: 101 }) });
  const failing = request({ ends: { function: "error", api: "error" } });
  assert.deepEqual(difference([failing], [more, more, more]), ["shop", "outcome", null, "error", "ok"]);
});

test("a step differs in time only where it is far from the longest of the healthy ones", () => {
  const healthy = [request({ takes: 40 }), request({ takes: 90 }), request({ takes: 100 })];
  assert.deepEqual(difference([request({ takes: 400 })], healthy), [
    "rides",
    "duration",
    null,
    "400 ms",
    "at most 100 ms",
  ]);
  assert.equal(difference([request({ takes: 290 })], healthy), null);
  assert.equal(
    difference(
      [request({ takes: 9 })],
      [1, 2, 3].map(() => request({ takes: 1 })),
    ),
    null,
  );
});

test("without healthy requests there is no difference", () => {
  assert.equal(difference([request({ ends: { call: "error" } })], []), null);
});

const anyJson = fc.jsonValue({ maxDepth: 4 }).map((json) => JSON.parse(JSON.stringify(json)) as Json);
const anyOutcome = fc.constantFrom("ok", "error", "throttled", "timeout", "unknown");
const anyTransaction = fc
  .array(
    fc.record({
      name: fc.constantFrom("lambda a", "dynamodb b", "sqs c", "http d"),
      parent: fc.nat(30),
      input: anyJson,
      output: anyJson,
      outcome: anyOutcome,
      end: fc.option(fc.nat(10_000)),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((hops) =>
    transactionOf(
      ...hops.map(({ name, parent, input, output, outcome, end }, place) => {
        const ends = end === null ? null : micros(100_000_000 + end * 1000);
        const hop = hopOf(name, { id: `${place}`, input, output, outcome, end: ends });
        return place === 0 ? ([hop] as const) : ([hop, parent % place] as const);
      }),
    ),
  );

test("a request beside itself shows no difference, whatever it holds", () => {
  fc.assert(
    fc.property(anyTransaction, fc.integer({ min: 1, max: 5 }), (one, times) => {
      assert.equal(
        firstDifference(
          [one],
          Array.from({ length: times }, () => one),
        ),
        null,
      );
    }),
  );
});

test("a difference is never one that a healthy request shows, whoever stands beside", () => {
  fc.assert(
    fc.property(anyTransaction, fc.array(anyTransaction, { maxLength: 4 }), (one, others) => {
      assert.equal(firstDifference([one], [...others, one]), null);
    }),
  );
});

test("a chain of a hundred thousand hops is compared", () => {
  const hops = Array.from({ length: 100_000 }, (_, i) => hopOf("lambda a", { id: `${i}` }));
  const chain = transactionOf(...hops.map((hop, i) => (i === 0 ? ([hop] as const) : ([hop, i - 1] as const))));
  assert.equal(firstDifference([chain], [chain]), null);
});

interface RequestWords {
  readonly input?: Json;
  readonly ends?: { readonly [step in "api" | "function" | "call"]?: Hop["outcome"] };
  readonly version?: string;
  readonly environment?: Json;
  /** Which of several invocations of the function it is. */
  readonly run?: number;
  /** Of the call, in milliseconds. */
  readonly takes?: number;
  /** Another call of the function. */
  readonly also?: Hop;
}

/** A request through an API and a function to a table. */
function request({
  input = RIDE,
  ends = {},
  version = "40",
  takes = 10,
  also,
  environment = null,
  run = 1,
}: RequestWords): Transaction {
  const end = micros(100_000_000 + takes * 1000);
  return transactionOf(
    [hopOf("apigateway api", { outcome: ends.api ?? "ok" })],
    [
      hopOf("lambda shop", {
        input,
        environment,
        requestId: `run ${run}`,
        outcome: ends.function ?? "ok",
        logs: [startOf(version)],
      }),
      0,
    ],
    [hopOf("dynamodb rides", { outcome: ends.call ?? "ok", end }), 1],
    ...(also === undefined ? [] : [[also, 1] as const]),
  );
}

function startOf(version: string): LogRecord {
  return {
    ...{ id: "start", origin: { source: "test" }, keys: [], error: null, at: micros(0), ingestedAt: null, level: null },
    mark: { kind: "start", version, trace: null },
    ...{ requestId: null, positional: true, reported: null, named: null, text: "START", body: null },
  };
}

function difference(failing: readonly Transaction[], healthy: readonly Transaction[]) {
  const [first, ...others] = failing;
  assert.ok(first !== undefined);
  const found = firstDifference([first, ...others], healthy);
  return found === null ? null : [found.hop.resource, found.in, found.path, found.failing, found.healthy];
}
