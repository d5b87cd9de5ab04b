import assert from "node:assert/strict";
import { test } from "node:test";
import { XRayClient } from "@aws-sdk/client-xray";
import { serve } from "../../sandbox/serve.ts";
import type { Gap } from "../../src/record.ts";
import type { Question } from "../../src/sources/source.ts";
import { XRAY_LIMITS } from "../../src/sources/xray-limits.ts";
import type { Subject } from "../../src/subject.ts";
import { fromMillis, type Window } from "../../src/time.ts";
import { NIGHT, type OpenXRay, openXRay, segment, traceId } from "../sandbox/xray/open-xray.ts";
import { askXRay } from "./ask-xray.ts";

const WINDOW: Window = { from: fromMillis(NIGHT - 3 * 3_600_000), to: fromMillis(NIGHT) };
const FAILURES: Question = { window: WINDOW, failures: [], groups: null };
const COMPLETE = [{ source: "xray", newest: null, ingested: true }];
const LATE = "it did not answer in time";

test("a trace is found by its id, in X-Ray's form and in W3C's, and told once", async (t) => {
  const open = await openXRay(t);
  const id = traceId(5);
  open.hold(segment(id), segment(traceId(6)));
  const w3c = id.slice(2).replace("-", "");
  for (const ids of [[id], [w3c], [id, w3c, w3c.toUpperCase()]]) {
    const { traces, gaps, reads, costs } = await askXRay(open.client, find(...ids));
    assert.deepEqual([traces, gaps, reads, costs.length], [[id], [], COMPLETE, 1]);
  }
});

test("an id that is no trace's is not asked for: X-Ray has no index of it, and the logs have it", async (t) => {
  const open = await openXRay(t);
  const sent = commandsOf(open);
  const found = await askXRay(open.client, find("2e8ba2b6-d23f-42b2-9b16-d941e8b8c1b9", "JKJaXmPLvHcESHA=", ""));
  assert.deepEqual([found.traces, found.gaps, found.costs, sent], [[], [], [], []]);
});

test("questions about log groups and streams are none of X-Ray's", async (t) => {
  const open = await openXRay(t);
  const sent = commandsOf(open);
  for (const question of [
    { window: WINDOW, keyed: ["/aws/lambda/checkout"] },
    { window: WINDOW, streams: [{ ...WINDOW, group: "/aws/lambda/checkout", stream: "s" }] },
  ]) {
    const { gaps, reads, costs } = await askXRay(open.client, question);
    assert.deepEqual([gaps, reads, costs], [[], [], []]);
  }
  assert.deepEqual(sent, []);
});

test("a trace of the logs that X-Ray does not hold is asked for twice, and is no hole in what was read", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(5)));
  const sent = commandsOf(open);
  const { traces, gaps, reads } = await askXRay(open.client, find(traceId(5), traceId(6)));
  assert.deepEqual(traces, [traceId(5)]);
  assert.deepEqual(said(gaps), [
    ["traces that were named elsewhere", "X-Ray, which keeps a sample, handed over nothing of some of them", undefined],
  ]);
  assert.deepEqual([reads, sent.length], [COMPLETE, 2]);
});

test("more ids than one call takes are asked for in fives", async (t) => {
  const open = await openXRay(t);
  const ids = Array.from({ length: 12 }, (_, i) => traceId(i + 1));
  open.hold(...ids.map((id) => segment(id)));
  const { traces, costs, gaps } = await askXRay(open.client, find(...ids));
  assert.deepEqual(traces, ids.toSorted());
  assert.deepEqual([costs.length, gaps], [3, []]);
  assert.equal(costs.reduce((sum, { usd }) => sum + usd, 0).toFixed(9), (12 * 0.5e-6).toFixed(9));
});

test("what was left unprocessed is asked for again; left once more, it is a gap where X-Ray itself had named it", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(1), { fault: true }), segment(traceId(2), { fault: true }));
  open.xray.faults.leaveUnprocessed(traceId(1));
  assert.deepEqual((await askXRay(open.client, FAILURES)).traces, [traceId(1), traceId(2)].sort());
  open.xray.faults.leaveUnprocessed(traceId(1), 2);
  const { traces, gaps, reads } = await askXRay(open.client, FAILURES);
  assert.deepEqual([traces, reads], [[traceId(2)], []]);
  assert.deepEqual(said(gaps).at(-1), ["1 traces", "X-Ray named them and did not hand them over", true]);
});

test("traces that a trace is linked to are followed, and theirs, but not without end", async (t) => {
  const open = await openXRay(t);
  const chain = (from: number, ...to: readonly number[]) =>
    segment(traceId(from), { links: to.map((one) => ({ trace_id: traceId(one), id: "0123456789abcdef" })) });
  open.hold(chain(1, 2, 3), chain(2, 4), segment(traceId(3)), chain(4, 1));
  const small = await askXRay(open.client, find(traceId(1)));
  assert.deepEqual([small.traces, small.gaps], [[4, 3, 2, 1].map((one) => traceId(one)), []]);
  const many = Array.from({ length: XRAY_LIMITS.linkedTraces + 7 }, (_, i) => i + 100);
  open.hold(chain(5, ...many), ...many.map((one) => segment(traceId(one))));
  const large = await askXRay(open.client, find(traceId(5)));
  assert.equal(large.traces.length, XRAY_LIMITS.linkedTraces + 1);
  assert.deepEqual(said(large.gaps), [["7 linked traces", "only 50 are followed from what one question finds", true]]);
});

test("failures are the traces in which anything failed, however deep, and were it handled", async (t) => {
  const open = await openXRay(t);
  const call = (more: object) => ({
    subsegments: [{ id: "c1", name: "DynamoDB", namespace: "aws", start_time: 1, end_time: 2, ...more }],
  });
  open.hold(
    segment(traceId(1)),
    segment(traceId(2), { fault: true }),
    segment(traceId(3), { http: { response: { status: 200 } }, ...call({ error: true, throttle: true }) }),
    segment(traceId(4), call({ error: true })),
    segment(traceId(5), call({})),
    segment(traceId(6), call({ namespace: "remote", fault: true })),
  );
  const { traces, gaps, reads } = await askXRay(open.client, FAILURES);
  assert.deepEqual(
    traces,
    [6, 4, 3, 2].map((one) => traceId(one)),
  );
  assert.deepEqual(said(gaps), [
    [
      "X-Ray",
      "it keeps a sample, and of that only what failed was read: more requests were made than it shows",
      undefined,
    ],
  ]);
  assert.deepEqual(reads, COMPLETE);
});

test("where nothing failed, or nothing is held, nothing is told but that all was read, and what it cost", async (t) => {
  const open = await openXRay(t);
  for (const held of [[], [segment(traceId(1)), segment(traceId(2))]]) {
    open.hold(...held);
    const { traces, gaps, reads, costs } = await askXRay(open.client, FAILURES);
    assert.deepEqual([traces, gaps, reads], [[], [], COMPLETE]);
    assert.equal(costs.reduce((sum, { usd }) => sum + usd, 0).toFixed(9), (held.length * 2 * 0.5e-6).toFixed(9));
  }
});

test("summaries are read page by page, also past empty pages, and long windows in parts", async (t) => {
  const open = await openXRay(t, { tracesPerPage: 2 });
  const failing = [1, 5, 10 * 3600, 13 * 3600].map((one) => traceId(one));
  open.hold(...[2, 3, 4].map((one) => segment(traceId(one))), ...failing.map((id) => segment(id, { fault: true })));
  const day: Window = { from: fromMillis(NIGHT - 24 * 3_600_000), to: fromMillis(NIGHT) };
  const { traces, gaps } = await askXRay(open.client, { window: day, failures: [], groups: null });
  assert.deepEqual(traces, failing.toSorted());
  assert.equal(unread(gaps).length, 0);
});

test("what began before the window and failed in it is found, and nothing that was over before", async (t) => {
  const open = await openXRay(t);
  const end_time = NIGHT / 1000 - 30;
  open.hold(segment(traceId(600), { fault: true, end_time }), segment(traceId(500), { fault: true }));
  const minute: Window = { from: fromMillis(NIGHT - 60_000), to: fromMillis(NIGHT) };
  assert.deepEqual((await askXRay(open.client, { window: minute, failures: [], groups: null })).traces, [traceId(600)]);
});

test("of more failures than can be read those at what the alert names come first, errors that are no faults last", async (t) => {
  const open = await openXRay(t);
  const times = (count: number, apart: number, from: number): string[] =>
    Array.from({ length: count }, (_, i) => traceId(i * apart + from));
  const [own, faults, errors] = [times(20, 60, 1), times(200, 30, 2), times(50, 30, 3)];
  const call = { id: "c1", name: "DynamoDB", namespace: "aws", start_time: 1, end_time: 2 };
  const rides = { ...call, error: true, aws: { table_name: "rides" } };
  open.hold(
    ...own.map((id) => segment(id, { subsegments: [rides] })),
    ...faults.map((id) => segment(id, { fault: true })),
    ...errors.map((id) => segment(id, { error: true })),
  );
  const subject: Subject = { service: "dynamodb", resource: "rides", signal: "throttle" };
  const { traces, gaps, reads } = await askXRay(open.client, { window: WINDOW, failures: [subject], groups: null });
  const read = (ids: readonly string[]): string[] => ids.filter((id) => traces.includes(id));
  assert.deepEqual([read(own).length, read(faults).length, read(errors).length], [20, 100, 30]);
  // Of what is not read whole, some from all over the window: the first and the last are among them.
  for (const all of [faults, errors]) {
    assert.deepEqual([read(all)[0], read(all).at(-1)], [all[0], all.at(-1)]);
  }
  assert.deepEqual(said(gaps).slice(0, 2), [
    ["100 failing traces", "only 150 are read, from all over the window", true],
    ["20 traces with 4xx answers or errors", "only 150 are read, from all over the window", undefined],
  ]);
  assert.deepEqual(reads, []);
});

test("names out of alerts are texts in an expression, whatever signs are in them", async (t) => {
  const open = await openXRay(t);
  const name = 'a "quoted\\" } OR service() { ok';
  open.hold(segment(traceId(1), { name, error: true }), segment(traceId(2)));
  const subjects = [name, "x".repeat(3000), ...Array.from({ length: 60 }, (_, i) => `table-${i}`)].map(
    (resource): Subject => ({ service: null, resource, signal: "unknown" }),
  );
  const { traces, gaps } = await askXRay(open.client, { window: WINDOW, failures: subjects, groups: null });
  assert.deepEqual([traces, unread(gaps)], [[traceId(1)], []]);
});

test("what may not be read is a gap that names the permission, and is asked for no further", async (t) => {
  const open = await openXRay(t);
  const ids = Array.from({ length: 100 }, (_, i) => traceId(i + 1));
  open.hold(...ids.map((id) => segment(id, { fault: true })));
  const sent = commandsOf(open);
  open.xray.faults.deny("BatchGetTraces");
  const { traces, gaps, reads } = await askXRay(open.client, find(...ids));
  assert.deepEqual([traces, reads], [[], []]);
  assert.deepEqual(said(gaps), [["traces", denied("xray:BatchGetTraces"), true]]);
  assert.ok(sent.length <= XRAY_LIMITS.batchesPerSecond, `${sent.length} calls`);
  open.xray.faults.deny("GetTraceSummaries");
  const failures = await askXRay(open.client, FAILURES);
  assert.deepEqual(
    new Set(said(failures.gaps).map(String)),
    new Set([`summaries of traces,${denied("xray:GetTraceSummaries")},true`]),
  );
});

test("what is refused for its rate is asked again after a while", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(1), { fault: true }));
  open.xray.faults.failNext("GetTraceSummaries", "throttled");
  open.xray.faults.failNext("BatchGetTraces", "throttled");
  const { traces, gaps } = await askXRay(open.client, FAILURES);
  assert.deepEqual([traces, unread(gaps)], [[traceId(1)], []]);
});

test("what is refused for its rate for ever is a gap when the time is up", async (t) => {
  const open = await openXRay(t);
  open.xray.faults.failNext("BatchGetTraces", "throttled", 100);
  const { gaps } = await askXRay(open.client, find(traceId(1)), AbortSignal.timeout(700));
  assert.deepEqual(said(gaps), [["traces", LATE, true]]);
});

test("a proxy's page and a body cut in half are gaps, in one line, and nothing is thrown", async (t) => {
  for (const fault of ["html-500", "truncated-json"] as const) {
    const open = await openXRay(t);
    open.hold(segment(traceId(1), { fault: true }));
    open.xray.faults.failNext("GetTraceSummaries", fault, 2);
    open.xray.faults.failNext("BatchGetTraces", fault);
    for (const question of [find(traceId(1)), FAILURES]) {
      const { traces, gaps, reads } = await askXRay(open.client, question);
      assert.deepEqual([traces, reads], [[], []], fault);
      assert.equal(new Set(gaps.map(({ what }) => what)).size, 1);
      for (const gap of gaps) {
        assert.match(gap.why, /^X-Ray failed: .+$/);
        assert.equal(gap.unread, true);
      }
    }
  }
});

test("of a search that broke off what was found is read all the same", async (t) => {
  const open = await openXRay(t);
  open.hold(segment(traceId(1), { fault: true, error: true }));
  open.xray.faults.failNext("GetTraceSummaries", "html-500");
  const { traces, gaps, reads } = await askXRay(open.client, FAILURES);
  assert.deepEqual([traces, unread(gaps).length, reads], [[traceId(1)], 1, []]);
});

test("an answer that comes late, never ends, or never begins is a gap soon after the time is up", async (t) => {
  for (const fault of ["slow", "endless-body"] as const) {
    const open = await openXRay(t);
    open.hold(segment(traceId(1), { fault: true }));
    if (fault === "slow") open.xray.faults.delayAnswers(5000);
    else {
      open.xray.faults.failNext("BatchGetTraces", fault);
      open.xray.faults.failNext("GetTraceSummaries", fault, 2);
    }
    for (const question of [find(traceId(1)), FAILURES]) {
      const { gaps, reads } = await askXRay(open.client, question, AbortSignal.timeout(150));
      assert.deepEqual([...new Set(unread(gaps).map(({ why }) => why))], [LATE], fault);
      assert.deepEqual(reads, [], fault);
    }
  }
});

test("when the time was up before it began, nothing is asked", async (t) => {
  const open = await openXRay(t);
  const sent = commandsOf(open);
  const { gaps } = await askXRay(open.client, find(traceId(1)), AbortSignal.abort());
  assert.deepEqual([said(gaps), sent], [[["traces", LATE, true]], []]);
});

test("what was not asked for is handed on, and what was asked for is still missing", async (t) => {
  const answer = { Traces: [{ Id: traceId(9), Segments: [document(segment(traceId(9)))] }] };
  const client = await answering(t, answer);
  const { traces, gaps } = await askXRay(client, find(traceId(1)));
  assert.deepEqual([traces, gaps.map(({ what }) => what)], [[traceId(9)], ["traces that were named elsewhere"]]);
});

test("answers without traces, ids, segments and documents are no mistake; empty documents are gaps", async (t) => {
  for (const answer of [{}, { Traces: null }, { Traces: [{}] }, { Traces: [{ Id: traceId(1), Segments: [] }] }]) {
    const { spans, gaps } = await askXRay(await answering(t, answer), find(traceId(1)));
    assert.deepEqual([spans, unread(gaps)], [[], []]);
  }
  const empty = { Traces: [{ Id: traceId(1), Segments: [{ Id: "a", Document: "" }, {}] }] };
  const { spans, gaps } = await askXRay(await answering(t, empty), find(traceId(1)));
  assert.deepEqual([spans.length, gaps.length], [0, 2]);
});

test("answers of the wrong shape are gaps or nothing, and never thrown", async (t) => {
  const shapes = [{ Traces: [null] }, { Traces: "x" }, { Traces: [{ Id: 5, Segments: [null] }] }, [], "text"];
  const summaries = [{ TraceSummaries: [null] }, { TraceSummaries: [{ StartTime: "soon" }] }, { NextToken: [] }];
  for (const shape of [...shapes, ...summaries]) {
    for (const question of [find(traceId(1)), FAILURES]) {
      const { spans } = await askXRay(await answering(t, shape), question, AbortSignal.timeout(300));
      assert.deepEqual(spans, [], JSON.stringify(shape));
    }
  }
});

test("segments in progress are handed on, and of a trace that X-Ray cut that is told", async (t) => {
  const early = segment(traceId(1), { in_progress: true });
  const answer = { Traces: [{ Id: traceId(1), LimitExceeded: true, Segments: [document(early)] }] };
  const { spans, gaps } = await askXRay(await answering(t, answer), find(traceId(1)));
  assert.deepEqual(
    spans.map(({ outcome }) => outcome),
    ["unknown"],
  );
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [[`trace ${traceId(1)}`, "X-Ray cut it: it is larger than a trace may be"]],
  );
});

test("a search whose pages have no end is ended, and that is a gap", async (t) => {
  const client = await answering(t, { TraceSummaries: [], NextToken: "and so on" });
  const { gaps, reads } = await askXRay(client, FAILURES);
  const gap = ["summaries of traces", "more than 15 pages of them; the rest was not read", true];
  assert.deepEqual([said(gaps), reads], [[gap, gap], []]);
});

function find(...ids: readonly string[]): Question {
  return { window: WINDOW, find: ids };
}

function said(gaps: readonly Gap[]): (readonly [what: string, why: string, unread: true | undefined])[] {
  return gaps.map(({ what, why, unread: hole }) => [what, why, hole]);
}

function unread(gaps: readonly Gap[]): Gap[] {
  return gaps.filter((gap) => gap.unread);
}

function document(one: object): object {
  return { Id: "a", Document: JSON.stringify(one) };
}

/** The names of the commands that the client sends from now on. */
function commandsOf({ client }: OpenXRay): string[] {
  const sent: string[] = [];
  client.middlewareStack.add((next, { commandName }) => (args) => {
    sent.push(String(commandName));
    return next(args);
  });
  return sent;
}

/** A client of a server that has one answer to everything. */
async function answering(t: { after(done: () => Promise<void>): void }, answer: unknown): Promise<XRayClient> {
  const served = await serve(async () => Response.json(answer));
  const client = new XRayClient({
    endpoint: served.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  t.after(async () => {
    client.destroy();
    await served.stop();
  });
  return client;
}

function denied(permission: string): string {
  return `it may not be read: ${permission} is not allowed; allow it, or put X-Ray aside`;
}
