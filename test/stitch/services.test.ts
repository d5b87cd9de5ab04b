import assert from "node:assert/strict";
import { test } from "node:test";
import { CROSSINGS, receiver, sender, wayOf } from "./crossing.ts";
import { outline } from "./outline.ts";
import { transactionsOf } from "./transactions-of.ts";

for (const crossing of CROSSINGS) {
  const { what, through, certainty } = crossing;

  test(`${what}: who handed over and who received are one transaction`, () => {
    const way = wayOf(transactionsOf(sender(crossing), receiver(crossing)));
    assert.deepEqual(way?.through, through);
    assert.equal(way?.certainties[0], certainty ?? "exact");
    assert.ok(way?.certainties.slice(1).every((one) => one === "exact"));
  });

  test(`${what}: where the sender's lines are missing, the way is drawn from the event as far as it tells`, () => {
    for (const { hops } of transactionsOf(receiver(crossing))) {
      assert.deepEqual([hops.at(-1)?.service, hops.at(-1)?.resource], ["lambda", "receiver"]);
      assert.ok(hops.slice(0, -1).every(({ drawn }) => drawn));
      // Who called over HTTP, and what stands before a stream, is not in the event.
      const told = through.filter((one) => one !== "http" && !(one === "kinesis" && through.includes("firehose")));
      const drawn = hops.slice(0, -1).map(({ service }) => service);
      assert.deepEqual(drawn.slice(drawn.length - told.length), told);
    }
  });

  test(`${what}: where the receiver's lines are missing, the sender and its call stand alone`, () => {
    const transactions = transactionsOf(sender(crossing));
    assert.equal(wayOf(transactions), null);
    assert.ok(transactions[0]?.hops.some(({ resource }) => resource === "sender"));
  });

  test(`${what}: an id of another transaction joins nothing`, () => {
    const { id } = crossing;
    const text = JSON.stringify(crossing.receives);
    assert.ok(text.includes(id), "the event carries the id");
    const receives = JSON.parse(text.replaceAll(id, otherThan(id)));
    assert.equal(wayOf(transactionsOf(sender(crossing), receiver({ ...crossing, receives }))), null);
  });

  test(`${what}: it does not matter what was read first`, () => {
    const [one, other] = [sender(crossing), receiver(crossing)];
    const backwards = { ...other, lines: other.lines.toReversed() };
    assert.deepEqual(
      transactionsOf(backwards, { ...one, lines: one.lines.toReversed() }).map((each) => [each.id, outline(each)]),
      transactionsOf(one, other).map((each) => [each.id, outline(each)]),
    );
  });
}

/** An id of the same shape: one of its last digits is another. */
function otherThan(id: string): string {
  const place = [...id].findLastIndex((sign) => /\d/.test(sign));
  const at = place === -1 ? id.length - 2 : place;
  const sign = /\d/.test(id[at] ?? "") ? String((Number(id[at]) + 1) % 10) : "z";
  return id.slice(0, at) + sign + id.slice(at + 1);
}
