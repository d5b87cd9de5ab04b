import assert from "node:assert/strict";
import { test } from "node:test";
import { namedField } from "../../src/cause/named-field.ts";
import { type Walk, walkUpstream } from "../../src/cause/walk.ts";
import { createIncident, type Incident } from "../worlds/provenance.ts";

const INCIDENTS = 1500;

const worlds = Array.from({ length: INCIDENTS }, (_, seed) => {
  const incident = createIncident(seed);
  return { seed, incident, walk: walked(incident) };
});
const known = worlds.filter(({ incident }) => incident.hidden === null);
const hidden = worlds.filter(({ incident }) => incident.hidden !== null);

test("where the evidence suffices the first bad hop is right in at least 95 of 100 incidents", (t) => {
  const right = known.filter(({ incident, walk }) => isRight(incident, walk));
  const hops = worlds.map(({ incident }) => incident.transaction.hops.length).sort((a, b) => a - b);
  t.diagnostic(`${INCIDENTS} incidents, ${hops[0]} to ${hops.at(-1)} hops`);
  t.diagnostic(
    `evidence suffices in ${known.length}: right in ${right.length} (${((100 * right.length) / known.length).toFixed(1)} %)`,
  );
  t.diagnostic(
    `evidence does not suffice in ${hidden.length}: the trail ends in ${hidden.filter(({ walk }) => walk.firstBadHop === null).length}`,
  );
  assert.ok(known.length >= 300);
  const missed = known
    .filter(({ incident, walk }) => !isRight(incident, walk))
    .map(({ seed, walk }) => `${seed}: ${walk.trailEnds}`);
  assert.ok(right.length >= 0.95 * known.length, missed.slice(0, 20).join("\n"));
});

test("no incident is blamed on a hop that is innocent, whatever was recorded of it", () => {
  const wrong = worlds.filter(({ incident, walk }) => walk.firstBadHop !== null && walk.firstBadHop !== incident.born);
  assert.deepEqual(
    wrong.map(({ seed, incident, walk }) => `${seed}: ${walk.firstBadHop}, not ${incident.born} (${incident.hidden})`),
    [],
  );
});

test("where no hop is named the answer says where the trail ends", () => {
  assert.ok(hidden.length >= 300);
  for (const { walk } of worlds) assert.ok((walk.firstBadHop === null) === (walk.trailEnds !== null));
});

test("what came in bad is said to have come from outside, and nothing else is", () => {
  const wrong = worlds.filter(({ incident, walk }) => walk.fromOutside && incident.born !== null);
  assert.deepEqual(
    wrong.map(({ seed }) => seed),
    [],
  );
});

function walked({ transaction, failing, message }: Incident): Walk {
  const field = namedField({ type: "ValidationError", message, stack: [], causes: [] });
  assert.ok(field !== null, message);
  return walkUpstream(transaction, failing, field);
}

function isRight({ born }: Incident, { firstBadHop, fromOutside }: Walk): boolean {
  return firstBadHop === born && (born !== null || fromOutside);
}
