import assert from "node:assert/strict";
import { test } from "node:test";
import { DEED, escalatedTo, prioritySetTo } from "../../src/say/deed-words.ts";

test("a deed that was pressed here begins with PagerDuty's word for it: the two are told as one", () => {
  for (const [pressed, told] of [
    [escalatedTo([3, 2, 3]), DEED.escalated],
    [prioritySetTo("P1"), DEED.prioritySet],
  ] as const)
    assert.ok(pressed.startsWith(told), pressed);
  // Of what was only sent PagerDuty's own word is another deed, and a later one.
  assert.ok(!DEED.throughEvents.startsWith(DEED.acknowledged));
  assert.equal(escalatedTo([3, 2, 3]), "Escalated to level 2 and 3");
});
