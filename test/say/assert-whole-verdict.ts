import assert from "node:assert/strict";
import type { Report, Shown } from "../../src/report.ts";
import { DECISION, lockScreen } from "../../src/say/headline.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** As a phone shows it: the reply begins with the line, which is whole, and ends as a sentence does. */
export function assertWholeVerdict(report: Shown<Report>): void {
  const { text } = verdictWords(report, "U07MAYA", null, null);
  const [line = ""] = text.split("\n");
  const seen = line.replaceAll(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
  assert.ok([...seen].length <= 120, `${[...seen].length} characters: ${seen}`);
  assert.ok(seen.includes(DECISION[report.verdict.decision]), seen);
  if (report.verdict.leaning !== null) assert.match(seen, new RegExp(`leaning to ${report.verdict.leaning}`));
  assert.match(seen, /\.$/, "it is cut nowhere");
  assert.match(seen, /(\d user|\d request|nobody is hit|too little was seen)/);
  assert.ok([...lockScreen(report)].length <= 120);
}
