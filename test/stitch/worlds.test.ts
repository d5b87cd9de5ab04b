import assert from "node:assert/strict";
import { test } from "node:test";
import type { WrittenStream } from "../../sandbox/world/log-groups.ts";
import { createRandom } from "../../sandbox/world/random.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { compare } from "../worlds/compare.ts";
import { createWorld } from "../worlds/world.ts";
import { transactionsOf } from "./transactions-of.ts";

const WORLDS = 210;
const SHUFFLED = 25;

test("over a thousand random transactions no exact link is false, none that the logs prove is missed, and every hop is there once", (t) => {
  const sum = { transactions: 0, hops: 0, exact: 0, proven: 0, unproven: 0, contents: 0, shown: 0 };
  const sizes: number[] = [];
  for (let seed = 1; seed <= WORLDS; seed++) {
    const { streams, truth, transactions } = createWorld(seed);
    const { falseLinks, falseContents, strangers, missed, notOnce, exact, proven, contents } = compare(
      transactionsOf(...streams.map(logged)),
      truth,
    );
    assert.deepEqual(
      { seed, falseLinks, falseContents, missed, notOnce, strangers },
      { seed, falseLinks: [], falseContents: [], missed: [], notOnce: [], strangers: [] },
    );
    sum.transactions += transactions;
    sum.hops += truth.hops.length;
    sum.exact += exact;
    sum.proven += proven;
    sum.contents += contents;
    sum.shown += truth.links.filter(({ proof }) => proof === "content").length;
    sum.unproven += truth.links.length - proven;
    for (let i = 0; i < transactions; i++) sizes.push(truth.hops.filter(({ of }) => of.has(i)).length);
  }
  assert.ok(sum.transactions >= 1000);
  assert.ok(sum.proven > 10_000 && sum.unproven > 500, "the worlds hold both what logs prove and what they do not");
  assert.ok(sum.shown > 500 && sum.contents > 0.8 * sum.shown, `${sum.contents} of ${sum.shown}`);
  sizes.sort((a, b) => a - b);
  const half = sizes[sizes.length >> 1];
  t.diagnostic(
    `${sum.transactions} transactions, ${sum.hops} hops; ${sizes[0]} to ${sizes.at(-1)} in one, median ${half}`,
  );
  t.diagnostic(`${sum.proven} proven links: 0 missed; ${sum.exact} exact links: 0 false; ${sum.unproven} left as gaps`);
  t.diagnostic(`${sum.contents} links by content, 0 false, of ${sum.shown} of which the logs show both sides`);
});

test("the order in which the lines of a random application are read, and reading some of them twice, changes nothing", () => {
  for (let seed = 1; seed <= SHUFFLED; seed++) {
    const random = createRandom(seed, "shuffle");
    const streams = createWorld(seed, 3).streams.map(logged).map(spread);
    const lines = streams.flatMap((stream) => stream.lines.map((line) => ({ ...stream, lines: [line] })));
    const again = lines.filter(() => random.chance(0.05));
    const wanted = transactionsOf(...streams);
    assert.ok(wanted.length > 0);
    assert.deepEqual(transactionsOf(...random.shuffled([...lines, ...again])), wanted, `seed ${seed}`);
  }
});

test("the same seed makes the same world, and another seed another one", () => {
  assert.deepEqual(createWorld(7).streams, createWorld(7).streams);
  assert.notDeepEqual(createWorld(7).streams, createWorld(8).streams);
});

test("the random applications hold every managed service, every style of logging, and calls of all sizes", () => {
  const services = new Set<string>();
  const texts = new Set<string>();
  for (let seed = 1; seed <= 12; seed++) {
    const { streams, truth } = createWorld(seed);
    for (const { service } of truth.hops) services.add(service);
    for (const { lines } of streams) for (const { message } of lines) texts.add(styleOf(message));
  }
  assert.deepEqual([...services].sort(), [
    ...["apigateway", "dynamodb", "eventbridge", "function-url", "kinesis", "lambda", "s3", "sns", "sqs"],
  ]);
  assert.deepEqual([...texts].sort(), ["Lambda JSON", "Node text", "Powertools", "Python text", "pino", "platform"]);
});

function styleOf(message: string): string {
  if (message.includes('"function_request_id"') || message.includes('"sampling_rate"')) return "Powertools";
  if (message.includes('"hostname"')) return "pino";
  if (/^\{"timestamp"/.test(message)) return "Lambda JSON";
  if (/^\[(INFO|ERROR)\]/.test(message)) return "Python text";
  return /^\d{4}-\d\d-\d\dT\S+\t/.test(message) ? "Node text" : "platform";
}

function logged({ group, stream, lines }: WrittenStream): LoggedStream {
  return { group, stream, lines: lines.map(({ timestamp, message }) => ({ at: timestamp, message })) };
}

/** Lines of one millisecond have no order but that in which they stand: here each has its own. */
function spread(stream: LoggedStream): LoggedStream {
  let last = 0;
  return {
    ...stream,
    lines: stream.lines.map(({ at, message }) => {
      last = Math.max(at, last + 1);
      return { at: last, message };
    }),
  };
}
