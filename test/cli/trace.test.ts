import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { invocationId } from "../fake-source.ts";
import { eventsOf, FAILED, folderOf, gzipped, HEALTHY, recordOf, runVerb } from "./run-verb.ts";

const Transaction = z.looseObject({
  id: z.string(),
  query: z.strictObject({ id: z.string(), kind: z.string(), foundIn: z.array(z.string()).optional() }),
  entry: z.looseObject({ name: z.string(), customerFacing: z.boolean().nullable() }).nullable(),
  outcome: z.string(),
  hops: z.array(z.looseObject({ id: z.string(), n: z.number(), service: z.string(), outcome: z.string() })),
  gaps: z.array(z.strictObject({ what: z.string(), why: z.string() })),
});

test("an id of a folder of logs is answered with its request as a tree, without colour in a pipe", async (t) => {
  const folder = await folderOf(t, { "a.jsonl": recordOf(HEALTHY), "b.jsonl.gz": gzipped(FAILED) });
  const { status, out, err } = await runVerb("trace", [invocationId(7), "--logs", folder]);
  assert.deepEqual([status, err], [0, ""]);
  assert.match(out, /^POST \/checkout, customer-facing — failed, lambda-request /);
  assert.match(out, /\n {2}└ 2 Lambda checkout · \S+ · error /);
  assert.match(out, /Error: no price/);
  assert.doesNotMatch(out.replaceAll("\n", ""), /\p{Cc}/u);
});

test("with --json standard output is one document and nothing else", async (t) => {
  const folder = await folderOf(t, { "a.jsonl": recordOf(FAILED) });
  const { status, out, err } = await runVerb("trace", [
    "Req000000000007=",
    "--logs",
    join(folder, "a.jsonl"),
    "--json",
  ]);
  assert.deepEqual([status, err], [0, ""]);
  const transaction = Transaction.parse(JSON.parse(out));
  const foundIn = ["/aws/lambda/checkout"];
  assert.deepEqual(transaction.query, { id: "Req000000000007=", kind: "apigateway-request", foundIn });
  assert.equal(transaction.outcome, "failed");
  assert.deepEqual(
    transaction.hops.map(({ n, service, outcome }) => `${n} ${service} ${outcome}`),
    ["1 apigateway error", "2 lambda error"],
  );
  assert.equal(out.trimEnd().split("\n").length, 1);
});

test("an id is taken out of pasted text", async (t) => {
  const folder = await folderOf(t, { "a.jsonl": recordOf(FAILED) });
  const words = ["the caller got Req000000000007= back", "--logs", join(folder, "a.jsonl"), "--json"];
  const { status, out } = await runVerb("trace", words);
  assert.equal(status, 0);
  assert.equal(Transaction.parse(JSON.parse(out)).query.id, "Req000000000007=");
});

test("several paths may follow --logs, and options may come before the id", async (t) => {
  const folder = await folderOf(t, { "a.jsonl": recordOf(HEALTHY), "b.jsonl": recordOf(FAILED) });
  const paths = [join(folder, "a.jsonl"), join(folder, "b.jsonl")];
  const { status, out } = await runVerb("trace", ["--json", invocationId(7), "--logs", ...paths]);
  assert.equal(status, 0);
  assert.equal(Transaction.parse(JSON.parse(out)).query.id, invocationId(7));
});

test("the output of filter-log-events is read with the group that --log-group names", async (t) => {
  const events = eventsOf(FAILED).map((event) => ({ ...event, logStreamName: "s" }));
  const folder = await folderOf(t, { "filtered.json": JSON.stringify({ events, searchedLogStreams: [] }) });
  const words = [invocationId(7), "--logs", join(folder, "filtered.json"), "--log-group", "/aws/lambda/pay", "--json"];
  const { out } = await runVerb("trace", words);
  const { hops, gaps } = Transaction.parse(JSON.parse(out));
  assert.deepEqual(gaps, []);
  assert.equal(hops[1]?.["resource"], "pay");
});

test("what is not found ends with 3, in words or as the query and the gaps", async (t) => {
  const folder = await folderOf(t, { "a.jsonl": `${recordOf(FAILED)}broken\n` });
  const words = await runVerb("trace", ["no-such-id", "--logs", folder]);
  assert.deepEqual([words.status, words.err], [3, ""]);
  assert.match(words.out, /^Nothing was found for no-such-id\.\n\nNot seen\n.* line 2 is not a JSON object\n$/);
  const json = await runVerb("trace", ["no-such-id", "--logs", folder, "--json"]);
  assert.equal(json.status, 3);
  assert.deepEqual(JSON.parse(json.out), {
    query: { id: "no-such-id", kind: "unknown" },
    gaps: [{ what: "cloudwatch-logs", why: "line 2 is not a JSON object" }],
  });
});

test("a catalog tells what no line can: by name, or as wake-or-wait.yml of the current folder", async (t) => {
  const catalog = "apis: { shop: { ids: [a1b2c3d4e5], routes: { POST /checkout: { customerFacing: false } } } }\n";
  const folder = await folderOf(t, { "a.jsonl": recordOf(FAILED), "other.yml": catalog, "wake-or-wait.yml": catalog });
  const named = await runVerb("trace", [
    invocationId(7),
    "--logs",
    join(folder, "a.jsonl"),
    "--catalog",
    join(folder, "other.yml"),
    "--json",
  ]);
  assert.equal(Transaction.parse(JSON.parse(named.out)).entry?.customerFacing, false);
  const found = await runVerb("trace", [invocationId(7), "--logs", "a.jsonl", "--json"], folder);
  assert.equal(found.out, named.out);
});

test("a catalog of the current folder that cannot be read is said, and not taken for none", async (t) => {
  const folder = await folderOf(t, { "a.jsonl": recordOf(FAILED) });
  await mkdir(join(folder, "wake-or-wait.yml"));
  const { status, err } = await runVerb("trace", [invocationId(7), "--logs", "a.jsonl"], folder);
  assert.equal(status, 2);
  assert.match(err, /^wake-or-wait\.yml cannot be read: /);
});

test("wrong use and input that cannot be read end with 2, and one line that says why", async (t) => {
  const folder = await folderOf(t, {
    "a.jsonl": recordOf(FAILED),
    "notes.txt": "buy milk\n",
    "bad.yml": "polici: {}\n",
  });
  const logs = join(folder, "a.jsonl");
  const table: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^say one id, before the options: npm run -s trace -- <id> /],
    [["id"], /^say where to look: --logs PATH, --traces PATH or --aws, or name a store of traces in JAEGER_URL, /],
    [["id", "--logs", logs, "--verbose"], /--verbose/],
    [["id", "--logs", logs, "--metrics", logs], /^--metrics is not understood: npm run -s trace /],
    [["id", "--logs", logs, "--policy", logs], /^--policy is not understood: npm run -s trace /],
    [["id", "--logs", logs, "--keep"], /^--keep is not understood: npm run -s trace /],
    [["id", "--logs", logs, "--now", "yesterday"], /^--now yesterday is not an ISO time/],
    [["id", "--logs", join(folder, "gone")], /gone cannot be read: /],
    [["id", "--logs", join(folder, "notes.txt")], /notes\.txt holds no known format/],
    [["id", "--logs", logs, "--catalog", join(folder, "bad.yml")], /bad\.yml:1: polici: /],
  ];
  await Promise.all(
    table.map(async ([words, why]) => {
      const { status, out, err } = await runVerb("trace", words);
      assert.deepEqual([status, out], [2, ""], `${words.join(" ")}: ${err}`);
      assert.match(err, /^[^\n]+\n$/);
      assert.match(err.trimEnd(), why);
    }),
  );
});
