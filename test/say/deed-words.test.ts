import assert from "node:assert/strict";
import { test } from "node:test";
import { DEED, escalatedTo, prioritySetTo } from "../../src/say/deed-words.ts";

test("a deed that was pressed here begins with PagerDuty's word for it: the two are told as one", () => {
  for (const [pressed, told] of [
    [escalatedTo([3, 2, 3]), DEED.escalated],
    [prioritySetTo("P1"), DEED.prioritySet],
    [DEED.throughEvents, DEED.acknowledged],
  ] as const)
    assert.ok(pressed.startsWith(told), pressed);
  assert.equal(escalatedTo([3, 2, 3]), "Escalated to level 2 and 3");
});
