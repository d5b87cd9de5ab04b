import assert from "node:assert/strict";
import type { Report } from "../src/report.ts";

/** Every reason of a report names what shows it, every id that it names stands in it, and no id stands for two things. */
export function assertCited(report: Report): void {
  const { verdict, failing, cause, transactions, metrics, reads } = report;
  const hops = transactions.flatMap((one) => one.hops);
  const ids = [...hops.map(({ id }) => id), ...reads.map(({ id }) => id), ...metrics.map(({ id }) => id)];
  assert.deepEqual(repeated(ids), []);
  // A line of a batch is told in the transaction of each of its items; in one hop it stands once.
  for (const { logs } of hops) assert.deepEqual(repeated(logs.map(({ id }) => id)), []);
  const known = new Set([...ids, ...hops.flatMap(({ logs }) => logs.map(({ id }) => id))]);
  for (const { text, evidence } of verdict.reasons) {
    assert.notEqual(evidence.length, 0, text);
    assert.deepEqual(
      evidence.filter((id) => !known.has(id)),
      [],
      text,
    );
  }
  const { hop = null, evidence = [], field = null } = cause ?? {};
  const own = new Set(hops.map(({ id }) => id));
  const named = [failing?.hop, hop, field?.firstBadHop, ...(field?.seen.map((one) => one.hop) ?? [])];
  for (const id of named) assert.ok(id == null || own.has(id), `no hop ${id}`);
  for (const id of evidence) assert.ok(known.has(id), `nothing is ${id}`);
  for (const { values } of metrics) assert.notEqual(values.length, 0);
}

function repeated(ids: readonly string[]): string[] {
  const seen = new Set<string>();
  return ids.filter((id) => seen.size === seen.add(id).size);
}
