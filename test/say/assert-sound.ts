import assert from "node:assert/strict";
import { EVERY_SENT } from "./every-sent.ts";
import { problemsIn } from "./sent.ts";
import type { Situation } from "./situation.ts";

/** Everything that can be sent in a situation is within Slack's limits, harmless, and says what it leaves out. */
export function assertSound(situation: Situation, of: string): void {
  const problems = Object.entries(EVERY_SENT).flatMap(([name, send]) =>
    send(situation).flatMap((sent) => problemsIn({ ...sent, what: `${name} (${sent.what})` }, situation.texts)),
  );
  const different = [...new Map(problems.map((problem) => [problem.replaceAll(/\d+/g, ""), problem])).values()];
  assert.ok(problems.length === 0, `${of}: ${problems.length} problems\n${different.slice(0, 40).join("\n")}`);
}
