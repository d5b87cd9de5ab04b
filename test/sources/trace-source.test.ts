import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { serve } from "../../sandbox/serve.ts";
import type { BackendName } from "../../src/backends.ts";
import type { Question, Source } from "../../src/sources/source.ts";
import { sourcesOf } from "../../src/sources/sources-of.ts";
import { ASKED_AT } from "../contracts/source.ts";
import { FAILURES, find, tellsOf } from "./asked.ts";
import { traceIdOf } from "./recorded-request.ts";

const NAMES: readonly BackendName[] = ["jaeger", "tempo", "zipkin"];
const WINDOW = FAILURES.window;

test("what is asked of log groups and streams is nothing to a store of traces, which is not even asked", async (t) => {
  const { sources, asked } = await answering(t, () => new Response("{}"));
  const questions: Question[] = [
    { window: WINDOW, keyed: ["/aws/lambda/checkout"] },
    { window: WINDOW, streams: [{ ...WINDOW, group: "/aws/lambda/checkout", stream: "s" }] },
  ];
  for (const source of sources) {
    for (const question of questions) {
      const { spans, gaps, reads, costs } = await tellsOf(source, question);
      assert.deepEqual([spans, gaps, reads, costs], [[], [], [], []]);
    }
  }
  assert.equal(asked(), 0);
});

test("a store that refuses us is not asked for a hundred traces, and the refusal is one gap", async (t) => {
  const ids = Array.from({ length: 100 }, (_, n) => traceIdOf(n));
  for (const name of NAMES) {
    const { sources, asked } = await answering(t, () => new Response("", { status: 403 }), [name]);
    const { gaps, reads } = await tellsOf(only(sources), find(...ids));
    assert.deepEqual(
      gaps.map(({ why, unread }) => [why, unread]),
      [["it may not be read: it answered 403", true]],
    );
    assert.deepEqual(reads, []);
    assert.ok(asked() < 20, `${asked()} requests`);
  }
});

test("one trace that cannot be read keeps nobody from the others", async (t) => {
  const { sources } = await answering(
    t,
    ({ url }) =>
      url.endsWith(traceIdOf(0).slice(-8))
        ? new Response("", { status: 500 })
        : Response.json([{ traceId: new URL(url).pathname.slice(-32), id: "1", timestamp: ASKED_AT * 1000 }]),
    ["zipkin"],
  );
  const ids = Array.from({ length: 20 }, (_, n) => traceIdOf(n));
  const { gaps, spans } = await tellsOf(only(sources), find(...ids));
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [["traces by their ids in Zipkin", "it answered 500"]],
  );
  assert.equal(spans.length, 19);
});

test("whatever a store answers, nothing is thrown, and what is no answer is a gap", async (t) => {
  let body = "";
  const { sources } = await answering(t, () => new Response(body));
  const shape = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ data: fc.jsonValue(), traces: fc.jsonValue(), result: fc.jsonValue(), services: fc.jsonValue() })
      .map((one) => JSON.stringify(one)),
    fc.array(fc.array(fc.record({ traceId: fc.jsonValue(), id: fc.jsonValue() }))).map((one) => JSON.stringify(one)),
  );
  await fc.assert(
    fc.asyncProperty(shape, async (text) => {
      body = text;
      for (const source of sources) {
        for (const question of [FAILURES, find(traceIdOf(1), "an-id")]) {
          const { gaps, spans } = await tellsOf(source, question);
          for (const { why } of gaps) assert.match(why, /^\S.*$/);
          if (!/^\s*[[{]/.test(text)) assert.ok(gaps.length > 0 && spans.length === 0);
        }
      }
    }),
    { numRuns: 40 },
  );
});

async function answering(
  t: TestContext,
  answer: (request: Request) => Response,
  names: readonly BackendName[] = NAMES,
): Promise<{ sources: Source[]; asked: () => number }> {
  let count = 0;
  const served = await serve(async (request) => {
    count++;
    return answer(request);
  });
  t.after(() => served.stop());
  return { sources: sourcesOf(names.map((name) => ({ name, url: served.url, headers: {} }))), asked: () => count };
}

function only(sources: readonly Source[]): Source {
  const [source] = sources;
  assert.ok(source !== undefined);
  return source;
}
